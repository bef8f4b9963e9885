# SPDX-License-Identifier: MIT
# lesson.awk: a page of docs/lessons as records, for lesson.bash:
#   awk -v who=NAME -v root=DIR -v second=yes -f source.awk -f page.awk -f lesson.awk PAGE
# A record is a name and its value.  Of the page:
#   slug  title  steps  items  minutes (of what needs one terminal)
#   shown  minutes.shown   the number of steps on show, and their minutes: without
#                 `second` the steps below "<!-- two-terminals -->" are left out
# Of step N, from 1 on: step.N. ... title  minutes  second  shown, and item, its first
# Of item N, from 0 on: N. ...
#   kind          step text table verbatim note question option run more source picture
#   step          its own, 0 before the first
#   safe          it gives no answer away, says the page: "<!-- safe -->" stood before it
#   text          Markdown; of a run the command; of a source "NUMBER<TAB>LINE" ...
#   name          of a question; of a source what the page calls it, of a picture too
#   info          of verbatim text what stood behind "```"
#   options       of a question: that many items after it are its options, and have
#                 letter  predicate  belief
#   exit steps from terminal   of run and more: see console() in page.awk
# CONTRIBUTING.md says with examples how a lesson is written.

# Names and numbers are checked here, before bash sees them.
BEGIN {
	items = 0
	put("step.0.shown", "yes")
	slug = ARGV[1]
	sub(/.*\//, "", slug)
	sub(/\.md$/, "", slug)
	if (!named(slug)) {
		FILENAME = ARGV[1]
		refuse("small letters, digits and hyphens, please, in its name")
	}
}

function named(word) { return word ~ /^[a-z0-9][a-z0-9-]*$/ }

function trimmed(text) {
	gsub(/^[ \t\n]+|[ \t\n]+$/, "", text)
	return text
}

# Nothing is printed before the end: half a lesson is none.
function put(name, value) {
	name_of[++records] = name
	value_of[records] = value
}

function item(kind, text) {
	if (kind ~ /^(step|question|run|more)$/)
		safe = "" # so far, and no farther
	put(items "." "kind", kind)
	put(items "." "step", steps + 0)
	put(items "." "safe", safe)
	put(items "." "text", text)
	items++
}
# field(NAME, VALUE): of the last item.
function field(name, value) { put(items - 1 "." name, value) }

function block(kind, info, text) {
	if (kind == "line") {
		a_line(text)
		return
	}
	end_text()
	if (kind == "note")
		item("note", trimmed(text))
	else if (kind == "predict")
		question(info, text)
	else if (kind == "generated") {
		text = excerpt(info)
		if (text == "")
			refuse("there is no such source: " info)
		item("source", text)
		field("name", info)
	} else if (kind == "picture") {
		item("picture", "")
		field("name", info)
	} else if (kind == "fence")
		fence(info, text)
	else if (kind == "comment")
		comment(info)
	else
		refuse("a lesson has no " kind)
}

function a_line(text,   kind) {
	if (text ~ /^# /)
		title = substr(text, 3)
	else if (text ~ /^## /)
		step(substr(text, 4))
	else if (text == "")
		end_text()
	else if (text ~ /^<!--/)
		refuse("what is this comment? " text)
	else {
		kind = text ~ /^\|/ ? "table" : "text"
		if (kind != held_kind)
			end_text()
		held_kind = kind
		held = held (held == "" ? "" : "\n") text
	}
}

# What of prose or of a table was read so far is an item.
function end_text() {
	if (held != "")
		item(held_kind, held)
	held = ""
}

function step(words) {
	end_text()
	steps++
	minutes[steps] = 0
	put("step." steps ".title", words)
	put("step." steps ".item", items)
	item("step", words)
}

function comment(info) {
	if (info ~ /^SPDX/)
		return
	if (info == "safe")
		safe = "yes"
	else if (steps == 0)
		refuse("that belongs to a step: " info)
	else if (info == "two-terminals")
		needs_two[steps] = "yes"
	else if (info ~ /^minutes: [1-9][0-9]?[0-9]?$/)
		minutes[steps] = substr(info, 10)
	else
		refuse("what is this comment? " info)
}

function fence(info, text,   command) {
	if (info !~ /^console/) {
		item("verbatim", text)
		field("info", info)
		return
	}
	console(info)
	if (attribute["from"] == "") {
		command = text
		sub(/\n.*/, "", command)
		if (command !~ /^\$ [^ ]/)
			refuse("a console block begins with a command")
		if (text ~ /\n\$ /)
			refuse("one command a block, in a lesson")
		if (command ~ /^\$.*['"\\$`|&;<>*?()]/)
			refuse("a simple command, please: " substr(command, 3))
		item("run", substr(command, 3))
		runs++
	} else if (runs > 0)
		item("more", "")
	else
		refuse("there is no run to go on with")
	for (command in attribute)
		field(command, attribute[command])
}

function question(id, text,   line, n, i, options, option) {
	if (!named(id))
		refuse("a prediction needs a name")
	if (id in asked)
		refuse("two predictions are called " id)
	asked[id] = 1
	n = split(text, line, "\n")
	text = ""
	for (i = 1; i <= n; i++)
		if (line[i] ~ /^- [a-e]\) /)
			option[++options] = substr(line[i], 3)
		else if (options == 0)
			text = text "\n" line[i]
		else if (line[i] ~ /^[ \t]*-/)
			refuse("what is that option? " line[i])
		else
			option[options] = option[options] " " trimmed(line[i])
	if (options < 2)
		refuse("a prediction needs options")
	item("question", trimmed(text))
	field("name", id)
	field("options", options)
	for (i = 1; i <= options; i++)
		an_option(substr("abcde", i, 1), trimmed(option[i]))
}

# LETTER) WORDS <!-- belief: NAME; if: PREDICATE -->; the belief may be missing.
function an_option(letter, text,   belief, words, predicate) {
	if (text !~ ("^" letter "\\) "))
		refuse("options go a, b, c, ...")
	if (!match(text, /<!-- (belief: [a-z-]+; )?if: .* -->$/))
		refuse("an option without its predicate: " text)
	words = trimmed(substr(text, 4, RSTART - 4))
	predicate = substr(text, RSTART + 5, RLENGTH - 9)
	if (sub(/^belief: /, "", predicate)) {
		belief = predicate
		sub(/;.*/, "", belief)
		sub(/^[a-z-]+; /, "", predicate)
	}
	sub(/^if: /, "", predicate)
	if (predicate ~ /<!--/)
		refuse("two comments in an option: " text)
	item("option", words)
	field("letter", letter)
	field("predicate", predicate)
	field("belief", belief)
}

function page_ends(   s, shown, all, now) {
	end_text()
	if (title == "" || steps == 0)
		refuse("no title or no steps")
	for (s = 1; s <= steps; s++) {
		put("step." s ".minutes", minutes[s])
		put("step." s ".second", needs_two[s])
		put("step." s ".shown", needs_two[s] && !second ? "" : "yes")
		all += needs_two[s] ? 0 : minutes[s]
		now += needs_two[s] && !second ? 0 : minutes[s]
		shown += !(needs_two[s] && !second)
	}
	put("slug", slug)
	put("title", title)
	put("steps", steps)
	put("items", items)
	put("minutes", all)
	put("shown", shown)
	put("minutes.shown", now)
	for (s = 1; s <= records; s++)
		record(name_of[s], value_of[s])
}
