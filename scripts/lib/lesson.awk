# SPDX-License-Identifier: MIT
# lesson.awk: a page of docs/lessons as records, for lesson.bash.  Of the page:
#   slug  title  steps  items  minutes (of what needs one terminal)  asks (as of a step)
#   answers  the item that has the answers to take home, if there are some
#   shown  minutes.shown   the number of steps on show, and their minutes: without
#                 `second` the steps below "<!-- two-terminals -->" are left out
# Of step N, from 1 on: step.N. ... title  minutes  second  shown, and item, its first, and
#   asks, its first question, if there is one
# Of item N, from 0 on: N. ...
#   kind     step text table verbatim note question option run more source picture answers
#   step     its own, 0 before the first
#   folded   it stands in "<details>", which a renderer folds; walk does not
#   safe     "<!-- safe -->" stood before it: the page says that it gives no answer away
#   text     Markdown; of a run the command, or the script; of a source "NUMBER<TAB>LINE" ...
#   name     of a question; of a source or picture what the page calls it
#   info     of verbatim text what stood behind "```"
#   options  of a question: so many items after it are its options, each with
#            letter  predicate  belief
#            because  why it is not so, or of the right one why it is so
#            usual  "yes" for the wrong one that most people choose
#            and run, the item that answers it
#   typed    of a run: with the prompt
#   exit steps from until terminal   of run and more: see console() in markdown.awk
# CONTRIBUTING.md says with examples how a lesson is written.

# Names and numbers are checked here, before bash sees them.
BEGIN {
	slug = ARGV[1]
	gsub(/.*\/|\.md$/, "", slug)
	put("step.0.shown", "yes")
}

function named(word) { return word ~ /^[a-z0-9][a-z0-9-]*$/ }

function trimmed(text) {
	gsub(/^[ \t\n]+|[ \t\n]+$/, "", text)
	return text
}

function add(kind, text) {
	if (kind ~ /^(step|question|run|more)$/)
		safe = "" # so far, and no farther
	item(kind, text)
	field("step", steps + 0)
	field("safe", safe)
	field("folded", fold)
}

function block(kind, info, text) {
	if (kind == "line") {
		a_line(text)
		return
	}
	end_text()
	if (kind == "note")
		add("note", trimmed(text))
	else if (kind == "predict")
		question(info, text)
	else if (kind == "generated" && info !~ /^(source|function) /)
		refuse("this is no lesson: \"generated: " info "\"; CONTRIBUTING.md says how one is written")
	else if (kind == "generated" || kind == "picture") {
		add(kind == "picture" ? kind : "source", kind == "picture" ? text : excerpt(info))
		field("name", info)
	} else if (kind == "fence")
		fence(info, text)
	else
		comment(info)
}

function a_line(text,   kind) {
	if (text ~ /^# /)
		title = substr(text, 3)
	else if (text ~ /^## /)
		step(substr(text, 4))
	else if (text == "")
		end_text()
	else if (text ~ /^<\/?details>/)
		a_fold(text)
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

# The prose or table that was read so far becomes an item; if only the page has it, none.
function end_text() {
	if (held == "")
		return
	if (fold ~ /Answers/)
		put("answers", items)
	if (on_page == "")
		add(fold ~ /Answers/ ? "answers" : held_kind, held)
	held = on_page = ""
}

# <details><summary>WORDS</summary> to </details>; "Answers" among them: to what is taken home.
function a_fold(text,   opens) {
	end_text()
	opens = text ~ /^<details><summary>[^<>]+<\/summary>$/
	if ((!opens && text != "</details>") || opens == (fold != ""))
		refuse("what does this fold? " text)
	fold = opens ? substr(text, 19, length(text) - 28) : ""
}

function step(words) {
	end_text()
	if (fold != "")
		refuse("a step begins inside of what is folded")
	put("step." ++steps ".title", words)
	put("step." steps ".item", items)
	add("step", words)
}

function comment(info) {
	if (info ~ /^SPDX/)
		return
	if (info == "safe")
		safe = "yes"
	else if (info == "on the page")
		on_page = "yes"
	else if (steps == 0)
		refuse("that belongs to a step: " info)
	else if (info == "two-terminals")
		needs_two[steps] = "yes"
	else if (info ~ /^minutes: [1-9][0-9]?[0-9]?$/)
		minutes[steps] = substr(info, 10)
	else
		refuse("what is this comment? " info)
}

function fence(info, text,   q) {
	if (info !~ /^console/) {
		add("verbatim", text)
		field("info", info)
		return
	}
	if (info ~ / from=/)
		add("more", "")
	else {
		run = items
		if (info !~ / terminal=/)
			text = command_of(text)
		else if (("\n" text) !~ /^(\n[12](\$ [^\n]+|>[^\n]*))+$/)
			refuse("what is played begins with 1$, 2$, 1> or 2>")
		add("run", text ~ /^\$/ ? substr(text, 3) : text)
		field("typed", text)
	}
	for (q in waiting)
		put(q ".run", run)
	split("", waiting)
	console(info)
}

# command_of(TEXT): the command of a block, without its output.
function command_of(text) {
	if (text !~ /^\$ [^ ]/ || text ~ /\n\$ /)
		refuse("a console block of a lesson has one command")
	sub(/\n.*/, "", text)
	if (text ~ /^\$.*['"\\$`|&;<>*?()]/)
		refuse("a simple command, please: " substr(text, 3))
	return text
}

function question(id, text,   option, n, i) {
	if (!named(id))
		refuse("a prediction needs a name")
	if (id in asked)
		refuse("two predictions are called " id)
	asked[id] = 1
	n = split(text, option, /\n- /)
	if (n < 3)
		refuse("a prediction needs options")
	if (!(steps in asks)) {
		if (first == "")
			put("asks", first = items)
		put("step." steps + 0 ".asks", asks[steps] = items)
	}
	waiting[items] = 1
	add("question", trimmed(option[1]))
	field("name", id)
	field("options", n - 1)
	for (i = 2; i <= n; i++)
		an_option(substr("abcde", i - 1, 1), trimmed(option[i]))
}

# LETTER) WORDS <!-- belief: NAME; if: PREDICATE -->; the belief may be missing.  On the
# next line, <!-- because: SENTENCE -->, or <!-- usual; because: SENTENCE -->.
function an_option(letter, text,   hidden, because, usual) {
	if (letter == "" || index(text, letter ") ") != 1 || text ~ /\n[ \t]*-/)
		refuse("options go a, b, c, d, e; not " text)
	gsub(/[ \t]*\n[ \t]*/, " ", text)
	if (match(text, / <!-- (usual; )?because: .+ -->$/)) {
		because = substr(text, RSTART + 6, RLENGTH - 10)
		text = substr(text, 1, RSTART - 1)
		usual = sub(/^usual; /, "", because) ? "yes" : ""
		because = substr(because, 10)
		if (because ~ /<!--|-->/)
			refuse("one sentence for each option: " because)
	}
	if (!match(text, /<!-- (belief: [a-z-]+; )?if: .* -->$/))
		refuse("an option without its predicate: " text)
	hidden = substr(text, RSTART + 5, RLENGTH - 9)
	if (hidden ~ /<!--/)
		refuse("two comments in an option: " text)
	add("option", trimmed(substr(text, 4, RSTART - 4)))
	field("letter", letter)
	field("predicate", substr(hidden, index(hidden, "if: ") + 4))
	field("because", because)
	field("usual", usual)
	field("belief", hidden ~ /^belief/ ? substr(hidden, 9, index(hidden, ";") - 9) : "")
}

function page_ends(   s, on, shown, all, now) {
	end_text()
	if (fold != "" || on_page != "")
		refuse("something is missing at the end")
	if (title == "" || steps == 0 || !named(slug))
		refuse("a lesson has a title, steps, and a name of small letters, digits and hyphens")
	for (s = 1; s <= steps; s++) {
		on = second || !needs_two[s]
		put("step." s ".minutes", minutes[s] + 0)
		put("step." s ".second", needs_two[s])
		put("step." s ".shown", on ? "yes" : "")
		all += needs_two[s] ? 0 : minutes[s]
		now += on ? minutes[s] : 0
		shown += on
	}
	put("slug", slug)
	put("title", title)
	put("steps", steps)
	put("minutes", all)
	put("shown", shown)
	put("minutes.shown", now)
}
