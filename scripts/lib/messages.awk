# SPDX-License-Identifier: MIT
# messages.awk: reads docs/messages.md, and says which entry a message belongs to.
#
#	awk -v as=class|text|json|entries|questions [-v programs=" a b "] [-v me=eagain] -f messages.awk PAGE MESSAGES
#
# A message is a line; \n in it stands for a line's end.  `=CLASS` is an answer instead.
# `programs` are those that are here.  How it decides, the first that finds something wins:
#   1. another errno ("First:"), if nothing says EAGAIN
#   2. an entry, by its longest phrase, in the heart of the message (see heart())
#   3. the key's first row with a word of the heart
#   4. both again, with the whole message
#   5. entries that come last on purpose ("Last:"), then "wait"
# A phrase is literal; "..." skips some characters, "*" the rest of a word.

BEGIN {
	q = "\047"
	bar = "~~~~~~"
	if (programs == "")
		programs = " "
	if (me == "")
		me = "eagain"
	# Where a number is an errno: as programs, drivers, nginx and MySQL print it.
	numbers = "(errno|os error|error number)(: -|[ :=([#]*)[0-9]+|(error|ret=) ?-[0-9]+|" \
	    "failed [(][0-9]+: |(connect|lock|open|create|bind|start|read|write)[^|]* " \
	    "([(]|error: )[0-9]+[)]?( *$| [|])"
}

# The page.

FNR == 1 { file++ }
file == 1 && /^```/ {
	fence = fence == "" ? substr($0, 4) : ""
	next
}
file == 1 && fence != "" {
	if (!entry)
		code[class, fence] = code[class, fence] $0 "\n"
	next
}
file == 1 && /^## / {
	class = substr($0, 4)
	entry = 0
	key = ""
	if (class ~ /^[a-z]+$/)
		classes[++n_classes] = class
	next
}
file == 1 && /^### / {
	entry = ++n_entries
	title[entry] = substr($0, 5)
	of[entry] = class
	key = ""
	next
}
file == 1 && /^- [A-Za-z]+: / {
	key = substr($2, 1, length($2) - 1)
	put(substr($0, length($2) + 4))
	next
}
file == 1 && /^  [^ ]/ && key != "" {
	put(substr($0, 3))
	next
}
file == 1 && class == "The key" && /^\| `/ {
	row(substr($0, 3))
	next
}
file == 1 {
	key = ""
	next
}

# The messages.

!ready { compile() }
as == "entries" || as == "questions" { exit }
{
	decide($0)
	if (as == "class")
		printf "%s\t%s\t%s\n", verdict, found ? title[found] : key_row ? "the key" : "-", phrase
	else if (as == "json")
		write_json()
	else
		write_text()
	if (verdict == "unknown")
		unknown = 1
}
END {
	if (!ready)
		compile()
	if (as == "entries")
		for (e = 1; e <= n_entries; e++)
			printf "%s\t%s\t%s\t%s\n", of[e], title[e], text[e, "Shows"], text[e, "Met"]
	if (as == "questions")
		for (e = 1; e <= n_asked; e++)
			printf "%s\t%s\n", asked[e], plain(text["Questions", asked[e]])
	exit unknown
}

# put(MORE): of the entry, or of the class; a key that comes twice goes on in a new line.
function put(more,   where) {
	where = entry ? entry : class
	if ((where, key) in text)
		more = text[where, key] ($1 == "-" ? "\n" : " ") more
	else if (class == "Questions")
		asked[++n_asked] = key
	text[where, key] = more
}

# row(CELLS): a row of the key; "and" divides its words into groups.
function row(cells,   cell, n, i, group) {
	split(cells, cell, / \| /)
	n = split(cell[1], group, / and /)
	n_rows++
	groups[n_rows] = n
	for (i = 1; i <= n; i++)
		group_words[n_rows, i] = group[i]
	row_class[n_rows] = cell[2]
	gsub(/^\[|\].*/, "", row_class[n_rows])
	row_shows[n_rows] = cell[3]
	sub(/ *\|? *$/, "", row_shows[n_rows])
	if (row_shows[n_rows] !~ /`/)
		row_shows[n_rows] = ""
}

# compile(): phrases are put in the same form as messages.
function compile(   e, i, n, list) {
	ready = 1
	tongues("EAGAIN", text["Other languages", "EAGAIN"])
	tongues("operation now in progress", text["Other languages", "EINPROGRESS"])
	for (e = 1; e <= n_entries; e++) {
		n_phrases[e] = phrases(text[e, "Words"], e)
		n_not[e] = phrases(text[e, "Not"], "not" e)
	}
	for (e = 1; e <= n_rows; e++)
		for (i = 1; i <= groups[e]; i++)
			n_words[e, i] = phrases(group_words[e, i], "row" e "," i)
}

function tongues(what, words,   n, i, part) {
	n = split(words, part, "`")
	for (i = 2; i <= n; i += 2) {
		n_tongues++
		tongue[n_tongues] = tolower(part[i])
		meant[n_tongues] = what
	}
}

# phrases(WORDS, OWNER): what stands in backquotes; returns how many.
function phrases(words, owner,   n, i, k, m, part, piece) {
	n = split(words, part, "`")
	for (i = 2; i <= n; i += 2) {
		shown[owner, ++k] = part[i]
		pieces[owner, k] = cut(form(part[i]), owner, k)
	}
	return k + 0
}

# cut(S, OWNER, K): the pieces of a phrase, and how far apart they may stand.
function cut(s, owner, k,   m, at, dots) {
	while (s != "") {
		m++
		at = match(s, / *\.\.\. */) ? RSTART : 0
		dots = RLENGTH
		if (match(s, /\*./) && (!at || RSTART < at)) {
			at = RSTART
			dots = 1
			one_word[owner, k, m + 1] = 1
		}
		literal[owner, k, m] = at ? substr(s, 1, at - 1) : s
		open_end[owner, k, m] = sub(/\*$/, "", literal[owner, k, m]) || one_word[owner, k, m + 1]
		s = at ? substr(s, at + dots) : ""
	}
	return m
}

# form(S): small letters, one blank between words, and EAGAIN for its text in any
# language and its number wherever a number is an errno.
function form(s,   i) {
	s = tolower(s)
	gsub(/\\"/, "\"", s)
	gsub(/\\\//, "/", s)
	gsub(/（/, "(", s)
	gsub(/）/, ")", s)
	gsub(/：/, ": ", s)
	gsub(/‘|’/, q, s)
	gsub(/“|”/, "\"", s)
	gsub(/[ \t]+/, " ", s)
	for (i = 1; i <= n_tongues; i++)
		if (index(s, tongue[i]))
			s = replace(s, tongue[i], meant[i])
	s = replace_word(s, "eagain", "EAGAIN")
	s = replace_word(s, "ewouldblock", "EAGAIN")
	s = replace_word(s, "wsaewouldblock", "EAGAIN")
	# 11 that is a signal; that of drivers, of Java's exec, of a program's own code.
	gsub(/(signal|exit code|exit status|exited with code|exitcode|returncode|return code) ?=?-?11/, "signal eleven", s)
	while (match(s, /error -11([^0-9]|$)/))
		s = substr(s, 1, RSTART - 1) "kernel EAGAIN" substr(s, RSTART + 9)
	gsub(/ioexception: error=11/, "ioexception: exec EAGAIN", s)
	gsub(/errcode:11/, "errcode:EAGAIN", s)
	while (match(s, /os error 11([^0-9]|$)/))
		s = substr(s, 1, RSTART - 1) "errno 11 os error" substr(s, RSTART + 11)
	while (match(s, /(errno|error code|errorcode|error|err|code|rawvalue|winerror)[ :=([]*-?11([^0-9a-z.]|$)/))
		s = put_in(s, RSTART, RLENGTH)
	while (match(s, /(send|recv|is|=|returned|with) ?-?11([^0-9a-z.]|$)/))
		s = put_in(s, RSTART + match_number(substr(s, RSTART, RLENGTH)), RLENGTH - number_at)
	while (match(s, /: -11([^0-9a-z.]|$)/))
		s = put_in(s, RSTART + 2, RLENGTH - 2)
	while (match(s, /[([]-?11[]):]/))
		s = put_in(s, RSTART + 1, RLENGTH - 1)
	while (match(s, /EAGAIN[^a-z0-9|]*EAGAIN/))
		s = substr(s, 1, RSTART - 1) "EAGAIN" substr(s, RSTART + RLENGTH)
	# One that is there already is not being made.
	gsub(/(client|peer|existing|closing|close|on|from) connection/, "peer", s)
	return s
}

# The number begins there in S; also in number_at.
function match_number(s,   at) {
	at = match(s, / ?-?11([^0-9a-z.]|$)/) - 1
	if (substr(s, at + 1, 1) == " ")
		at++
	number_at = at
	match(s, /^.*/)
	return at
}

# put_in(S, FROM, LONG): EAGAIN in its place, up to the digits' end.
function put_in(s, from, long,   was, tail) {
	was = substr(s, from, long)
	tail = was ~ /[0-9]$/ ? "" : substr(was, length(was))
	return substr(s, 1, from - 1) "EAGAIN" tail substr(s, from + long)
}

function replace(s, old, new,   at, out) {
	while ((at = index(s, old)) > 0) {
		out = out substr(s, 1, at - 1) new
		s = substr(s, at + length(old))
	}
	return out s
}

function replace_word(s, old, new,   at, out) {
	while ((at = find(s, old, 0)) > 0) {
		out = out substr(s, 1, at - 1) new
		s = substr(s, at + length(old))
	}
	return out s
}

# find(S, WORD, OPEN): where it stands as a word of its own; with OPEN, as its beginning.
function find(s, word, open,   at, base, before, after) {
	while ((at = index(substr(s, base + 1), word)) > 0) {
		at += base
		before = at == 1 ? " " : substr(s, at - 1, 1)
		after = substr(s, at + length(word), 1)
		if ((word !~ /^[a-z0-9A-Z]/ || before !~ /[a-z0-9]/) &&
		    (open || word !~ /[a-z0-9A-Z]$/ || after !~ /[a-z0-9]/))
			return at
		base = at
	}
	return 0
}

# says(S, OWNER, K, GAP): how many characters of the phrase stand in S, in order and not
# further apart than GAP; 0: not all of them.
function says(s, owner, k, gap,   i, at, long) {
	for (i = 1; i <= pieces[owner, k]; i++) {
		at = find(s, literal[owner, k, i], open_end[owner, k, i])
		if (at == 0 || (i > 1 && at > gap) ||
		    (one_word[owner, k, i] && substr(s, 1, at) ~ / ./))
			return 0
		long += length(literal[owner, k, i])
		s = substr(s, at + length(literal[owner, k, i]))
	}
	return long
}

# heart(MESSAGE): what was said, without the frames of a traceback but the innermost one.
function heart(message,   n, i, line, out, inner, take, java) {
	n = split(message, line, /\\n/)
	for (i = 1; i <= n; i++) {
		sub(/^[ \t]+/, "", line[i])
		if (match(line[i], /[Ff]ile "[^"]*", line [0-9]+/)) {
			take = substr(line[i], RSTART)
			if (i < n && line[i + 1] !~ /[Ff]ile "|^[A-Za-z_.]*(Error|Exception)|^[a-z]*[eE]rror:/) {
				i++
				if (line[i] !~ /raise |reraise/)
					inner = take " " line[i]
			} else
				inner = take
		} else if (line[i] ~ /^at /) {
			if (!java++)
				out = out " | " line[i]
		} else if (line[i] ~ /^(from |[0-9]+: 0x|#[0-9]+ +0x|[0-9]+: [a-z_<].*::|at \/)/ || line[i] ~ /^[~^ ]+$/)
			continue
		else if (line[i] ~ /:[0-9]+:in [`']/) {
			if (!java++)
				out = out " | " line[i]
		} else
			out = out " | " strace(line[i])
	}
	return inner out
}

# strace(LINE): without the data that was read or written, which may say anything.
function strace(line) {
	if (line ~ /= -1 E[A-Z]+ \(/ && line !~ /(connect|open|openat|openat2|bind|execve)\(/)
		gsub(/"[^"]*"(\.\.\.)?/, "\"\"", line)
	return line
}

# best_entry(S, WHEN): the entry with the longest phrase in S; of those that have an item
# WHEN, or, without it, of those that do not come last.
function best_entry(s, when,   e, k, long, most, best) {
	for (e = 1; e <= n_entries; e++) {
		if ((when == "" ? (e, "Last") in text : !((e, when) in text)) ||
		    (said && of[e] == "contrast"))
			continue
		for (k = 1; k <= n_not[e]; k++)
			if (says(s, "not" e, k, 200))
				break
		if (k <= n_not[e])
			continue
		for (k = 1; k <= n_phrases[e]; k++)
			if ((long = says(s, e, k, 200)) > most) {
				most = long
				best = e
				phrase = shown[e, k]
			}
	}
	return best + 0
}

# first_row(S, BUT): the key's first row of which S has a word, of each group one; not one
# of the class BUT.
function first_row(s, but,   r, i, k, words) {
	for (r = 1; r <= n_rows; r++) {
		if (row_class[r] == but)
			continue
		words = ""
		for (i = 1; i <= groups[r]; i++) {
			for (k = 1; k <= n_words[r, i]; k++)
				if (says(s, "row" r "," i, k, 40))
					break
			if (k > n_words[r, i])
				break
			words = words (i > 1 ? "\", \"" : "") shown["row" r "," i, k]
		}
		if (i > groups[r]) {
			phrase = words
			return r
		}
	}
	return 0
}

# decide(MESSAGE): sets verdict, found or key_row, phrase, said (is it about EAGAIN?),
# foreign and whole (the message in form).
function decide(message,   s, bare) {
	found = key_row = 0
	phrase = foreign = ""
	bare = tolower(message)
	gsub(/^[ \t]+|[ \t\r]+$/, "", bare)
	if (bare ~ /^-?[0-9]+$/)
		message = bare == "-3" ? "EAI_AGAIN" : bare == 35 || bare == 36 ? "Errno " bare : \
		    "errno " (bare < 0 ? -bare : bare)
	if (bare == "10035")
		message = "[WinError 10035] EAGAIN"
	if (bare == "115" || bare == "einprogress" || bare == "10036")
		message = "operation now in progress"
	if (bare == "114")
		message = "operation already in progress"
	# An exception's name says no more than the number does.
	sub(/^([a-z_.]*error|ioerror|oserror|errno::eagain)[: ]+/, "", bare)
	sub(/^\[errno 11\] */, "", bare)
	alone = bare ~ /^(-?11|eagain|ewouldblock|resource temporarily unavailable)$/
	chosen = bare ~ /^=[a-z]+$/
	s = with_address(form(heart(message)))
	whole = with_address(form(replace(message, "\\n", " | ")))
	said = index(whole, "EAGAIN") > 0
	foreign = origin(tolower(message))
	if (foreign != "")
		said = 1
	if (chosen) {
		verdict = substr(bare, 2)
		said = 1
	} else if (alone)
		verdict = "wait"
	else if ((!said && !asks(s) && (found = best_entry(other_number(s), "First"))) ||
	    (found = best_entry(s, "")) || (!found && (key_row = first_row(s, ""))) ||
	    (found = best_entry(whole, "")) || (!found && (key_row = first_row(whole, ""))) ||
	    (found = best_entry(whole, "Last")))
		verdict = found ? of[found] : row_class[key_row]
	else
		verdict = said ? "wait" : "unknown"
	if (phrase == "not 11")
		phrase = "errno " number
}

# with_address(S): numbers are no words, so what they tell is added as one.
function with_address(s) {
	return s ~ /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/ ? s " | tcp" : s
}

# asks(S): is it about a connection in progress, or a name? Other errnos stand beside it.
function asks(s) {
	return s ~ /in progress|einprogress|ealready|errno 11[45]|\(115|getaddrinfo|eai_again|name resolution/
}

# other_number(S): an errno that is not EAGAIN, in the one form that the page has; also in
# number.  99 is in an entry of its own.
function other_number(s,   rest) {
	rest = s
	while (match(rest, numbers)) {
		number = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		sub(/[^0-9]+$/, "", number)
		sub(/^.*[^0-9]/, "", number)
		if (number + 0 > 0 && number + 0 < 134 && number !~ /^(11|35|36|99|114|115)$/)
			return s " | errno " number " | not 11"
	}
	return s
}

# origin(S): another system, by its number for EAGAIN.
function origin(s) {
	if (s ~ /10035|10036|wsaewouldblock/)
		return "Windows"
	if (s ~ /(errno|os error|code|error|error code|system error)[ :=(]*-?3[56]([^0-9]|$)/ ||
	    s ~ /unavailable[ (]*\[3[56]\]/ || s ~ /error\(3[56],/)
		return "macOS or a BSD"
	return ""
}

# What is said about it.

function said_of_it(name) {
	return found && ((found, name) in text) ? text[found, name] : text[verdict, name]
}

# or_else(): what else it may be: as the page has it, and by the next word of the key.
function or_else(   s, other, was) {
	s = text[verdict, "Or"]
	if (found && (found, "Or") in text)
		s = text[found, "Or"] (s == "" ? "" : "\n" s)
	was = phrase
	other = alone || chosen ? 0 : first_row(whole, verdict)
	if (other && index("\n" s, "\n" row_class[other] ",") == 0)
		s = s "\n" row_class[other] ", for it says \"" phrase "\" too."
	phrase = was
	sub(/^\n/, "", s)
	return s
}

function shows(   list) {
	if (found && (found, "Shows") in text)
		return text[found, "Shows"]
	return key_row && row_shows[key_row] != "" ? row_shows[key_row] : text[verdict, "Shows"]
}

# first_program(): the first that is here; else "".
function first_program(   n, i, part) {
	n = split(shows(), part, "`")
	for (i = 2; i <= n; i += 2)
		if (index(programs, " " part[i] " "))
			return part[i]
	return ""
}

function plain(s) {
	gsub(/`/, "", s)
	return s
}

# What stands in backquotes is not broken, if it is short enough.
function whole_commands(s,   n, i, part, out) {
	n = split(s, part, "`")
	for (i = 1; i <= n; i++) {
		if (i % 2 == 0 && length(part[i]) < 68)
			gsub(/ /, "\001", part[i])
		out = out part[i]
	}
	return out
}

# wrapped(HEAD, TEXT): at most 76 columns, under a word at the margin.
function wrapped(head, s,   n, i, k, word, line, paragraph, m) {
	m = split(s, paragraph, "\n")
	for (k = 1; k <= m; k++) {
		n = split(whole_commands(paragraph[k]), word, " ")
		line = sprintf("%-8s", head)
		for (i = 1; i <= n; i++) {
			if (length(line) + length(word[i]) > 75 && length(line) > 8) {
				print line
				line = "        "
			}
			gsub(/\001/, " ", word[i])
			line = line (length(line) > 8 ? " " : "") word[i]
		}
		print line
		head = ""
	}
}

function reason() {
	if (chosen)
		return "Your answer says so."
	if (alone)
		return "The number or the text alone does not tell: one errno, many meanings. " \
		    "Most often it is this one. Give the whole line, or the whole traceback."
	if (verdict == "unknown")
		return "Nothing in it that this page knows."
	if (phrase == "")
		return "It says EAGAIN, and nothing in it names a cause: this is what is left."
	return "It says \"" phrase "\". " (found ? "Entry: " plain(title[found]) "." : "That decides in the key.")
}

function not_eleven(   s) {
	if (verdict == "stale" || verdict == "resolver")
		s = "Errno 11 is NOT the matter here."
	else if (verdict == "library")
		s = "Errno 11 is NOT the matter: it is the library's own state."
	else if (verdict == "contrast")
		s = "This is NOT EAGAIN."
	else if (!said && verdict != "started" && verdict != "unknown")
		s = "Nothing in it says EAGAIN by name or number: check that first."
	if (foreign != "")
		s = s (s == "" ? "" : " ") "The number is that of another system (" foreign \
		    "): on Linux EAGAIN is 11" (foreign ~ /BSD/ ? ", and 35 is EDEADLK." : ".")
	return s
}

function write_text(   s, n, i, part_of, language) {
	print verdict ": " (verdict == "unknown" ? "no entry and no word of the key fits." : first_sentence(text[verdict, "Means"]))
	if ((s = not_eleven()) != "")
		wrapped("Note", s)
	wrapped("Why", reason())
	if (alone) {
		for (i = 1; i <= n_asked; i++)
			wrapped(i == 1 ? "Is it" : "", text["Questions", asked[i]] " " asked[i] ".")
		return
	}
	if (verdict == "unknown") {
		wrapped("Do", "Give the whole line with the name of the program and of the call. " \
		    "Without an argument, " me " explain asks you a few questions.")
		return
	}
	if (found)
		wrapped("Cause", text[found, "Cause"])
	wrapped("poll()", text[verdict, "Poll"])
	if ((s = or_else()) != "")
		wrapped("Or", s)
	if (verdict != "contrast" && verdict != "resolver") {
		wrapped("Tell", "`" me " why PID`")
		wrapped("", said_of_it("Tell"))
	} else
		wrapped("Tell", said_of_it("Tell"))
	if (found && (found, "Tell") in text)
		wrapped("", text[verdict, "Tell"])
	wrapped("Do", said_of_it("Do"))
	language = whole ~ /python|blockingioerror|file "|traceback|oserror|ioerror|\.py/ ? "python" : "c"
	if ((verdict, language) in code)
		s = code[verdict, language]
	else
		s = code[verdict, "c"]
	if (s != "") {
		n = split(s, part_of, "\n")
		for (i = 1; i < n; i++)
			print "        | " part_of[i]
	}
	s = shows()
	if (s == "")
		wrapped("See", "no program here shows it; docs/handling.md")
	else if (first_program() != "")
		wrapped("See", me " run " first_program() "   (of: " plain(s) ")")
	else
		wrapped("See", plain(s) " (not here yet); docs/handling.md")
	if (found && text[found, "Met"] != "")
		wrapped("Met", text[found, "Met"])
}

# The first sentence, for the first line.
function first_sentence(s) {
	if (match(s, /[.:] /))
		s = substr(s, 1, RSTART)
	sub(/:$/, ".", s)
	return plain(s)
}

function string(s) {
	gsub(/\\/, "&&", s)
	gsub(/"/, "\\\"", s)
	gsub(/\t/, " ", s)
	gsub(/\n/, "\\n", s)
	return "\"" s "\""
}

function write_json(   n, i, part_of, list) {
	n = split(shows(), part_of, "`")
	for (i = 2; i <= n; i += 2)
		if (part_of[i - 1] !~ /\($/)
			list = list (list == "" ? "" : ",") string(part_of[i])
	printf "{\"schema\":1,\"class\":%s,\"entry\":%s,\"words\":%s,\"eagain\":%s,\"system\":%s,\"poll\":%s,\"cause\":%s,\"or\":%s,\"tell\":%s,\"do\":%s,\"programs\":[%s]}\n",
	    string(verdict), found ? string(plain(title[found])) : "null",
	    phrase == "" ? "null" : string(phrase),
	    verdict ~ /^(stale|resolver|library|contrast|started|unknown)$/ ? "false" : "true",
	    foreign == "" ? "null" : string(foreign),
	    string(plain(text[verdict, "Poll"])), string(plain(found ? text[found, "Cause"] : text[verdict, "Means"])),
	    string(plain(or_else())), string(plain(said_of_it("Tell"))), string(plain(said_of_it("Do"))), list
}
