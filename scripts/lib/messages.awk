# SPDX-License-Identifier: MIT
# messages.awk: reads docs/messages.md, and says which entry a message belongs to.  What is
# printed about it is in answer.awk.
#
#	awk -v as=class|text|all|json|entries|questions [-v programs=" a b "] [-v me=eagain] \
#	    -f messages.awk -f answer.awk PAGE MESSAGES
#
# A message is a line; \n in it stands for a line's end.  With -v raw=1 all lines are one
# message, and of a long log the last of those that say EAGAIN counts.  `=CLASS` is an answer
# instead.  `programs` are those that are here.  How it decides, the first that finds something wins:
#   1. another errno ("First:"), if nothing says EAGAIN
#   2. an entry, by its longest phrase, in the heart of the message (see heart())
#   3. the key's first row with a word of the heart
#   4. both again, with the whole message
#   5. entries that come last on purpose ("Last:"); else nobody knows
# A phrase is literal; "..." skips some characters, "*" the rest of a word.

BEGIN {
	q = "\047"
	# Where a number is an errno: as programs, drivers, nginx and MySQL print it.
	numbers = "(errno|os error|error number)(: -|[ :=([#]*)[0-9]+|(error|ret=) ?-[0-9]+|" \
	    "failed [(][0-9]+: |(connect|lock|open|create|bind|start|read|write)[^|]* " \
	    "([(]|error: )[0-9]+[)]?( *$| [|])"
	# A number alone in brackets is an errno only where something has failed.
	failure = "fail|err|exception|fatal|can" q "?t|cannot|could ?n|unable|not |refuse|reject|" \
	    "unavailable|lock|fork|connect|EAGAIN|\\| *[([]|: *[([]11"
}

# The page: below "## SECTION" and "### ENTRY" items "- KEY: VALUE", and code in fences.

FNR == 1 { file++ }
file == 1 && /^```/ {
	fence = fence == "" ? substr($0, 4) : ""
	next
}
file == 1 && fence != "" {
	code[entry, fence] = code[entry, fence] $0 "\n"
	next
}
file == 1 && /^## / {
	class = substr($0, 4)
	entry = 0
	key = ""
	next
}
file == 1 && /^### / {
	entry = class == "Code" ? substr($0, 5) : ++n_entries
	if (class == "Code")
		pieces_of[++n_pieces] = entry
	else {
		title[entry] = substr($0, 5)
		of[entry] = class
	}
	key = ""
	next
}
file == 1 && /^- [A-Za-z.+]+: / {
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
raw {
	gather($0)
	next
}
{ explain($0, "") }
END {
	if (!ready)
		compile()
	if (raw && as != "questions")
		explain(gathered(), n_lines > 60 ? last_hit : "")
	if (as == "entries")
		for (e = 1; e <= n_entries; e++)
			printf "%s\t%s\t%s\t%s\n", of[e], title[e], text[e, "Shows"], text[e, "Met"]
	if (as == "questions")
		for (e = 1; e <= n_listed["Questions"]; e++)
			printf "%s\t%s\n", listed["Questions", e], plain(text["Questions", listed["Questions", e]])
	exit unknown
}

# explain(MESSAGE, FIRST): FIRST is the line of it that decides, if it does.
function explain(message, first) {
	if (first != "")
		decide(first)
	if (first == "" || unsure)
		decide(message)
	answer()
	if (verdict == "unknown")
		unknown = 1
}

# gather(LINE): of a log the last lines are kept, and those around the last that says EAGAIN.
function gather(line) {
	lines[++n_lines % 64] = line
	if (line ~ /11|35|[Aa][Gg][Aa][Ii][Nn]|[Bb][Ll][Oo][Cc][Kk]|navail|[\200-\377]/ &&
	    index(form(line), "EAGAIN")) {
		hits++
		hit = n_lines
		last_hit = line
	}
	if (hit && n_lines == hit + 10)
		around = joined(hit - 30, n_lines)
}

# gathered(): the message.
function gathered() {
	if (n_lines <= 60)
		return joined(1, n_lines)
	if (hit && n_lines < hit + 10)
		around = joined(hit - 30, n_lines)
	return hit ? around : joined(n_lines - 59, n_lines)
}

function joined(first, last,   i, out) {
	for (i = first < 1 ? 1 : first; i <= last; i++)
		out = out (out == "" ? "" : "\\n") lines[i % 64]
	return out
}

# put(MORE): of the entry, or of the section; a key that comes twice goes on in a new line.
function put(more,   where) {
	where = entry != 0 ? entry : class
	if ((where, key) in text)
		more = text[where, key] ($1 == "-" ? "\n" : " ") more
	else
		listed[where, ++n_listed[where]] = key
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
	gsub(/.*#|\).*/, "", row_class[n_rows])
	sub(/-/, ", ", row_class[n_rows])
	row_shows[n_rows] = cell[3]
	sub(/ *\|? *$/, "", row_shows[n_rows])
	if (row_shows[n_rows] !~ /`/)
		row_shows[n_rows] = ""
}

# compile(): phrases are put in the same form as messages.
function compile(   e, i) {
	ready = 1
	tongues("EAGAIN", text["Other languages", "EAGAIN"])
	tongues("operation now in progress", text["Other languages", "EINPROGRESS"])
	tongues("operation already in progress", text["Other languages", "EALREADY"])
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

# phrases(WORDS, OWNER): what stands in backquotes; returns how many.  Of all phrases, in
# one row, `lead` has the first piece: what is not in a message rules most of them out.
function phrases(words, owner,   n, i, k, part) {
	n = split(words, part, "`")
	leads_before[owner] = n_leads
	for (i = 2; i <= n; i += 2) {
		shown[owner, ++k] = part[i]
		pieces[owner, k] = cut(form(part[i]), owner, k)
		lead[++n_leads] = literal[owner, k, 1]
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
	if (index(s, "11"))
		s = eleven(s)
	while (match(s, /EAGAIN[^a-z0-9|]*EAGAIN/))
		s = substr(s, 1, RSTART - 1) "EAGAIN" substr(s, RSTART + RLENGTH)
	# One that is there already is not being made.
	gsub(/(client|peer|existing|closing|close|on|from) connection/, "peer", s)
	gsub(/connection to [^ ]+ port [0-9]+: /, "peer: ", s) # OpenSSH's
	return s
}

# eleven(S): which 11 is the errno.
function eleven(s) {
	# 11 that is a signal, a command's status, rsync's or macOS's; that of drivers, of
	# Java's exec.
	gsub(/(exit code|exit status|exited with code|exitcode|returncode|return code) ?=?-11/, "signal eleven", s)
	gsub(/signal ?=?11|code=(killed|dumped), status=11/, "signal eleven", s)
	gsub(/(exit code|exit status|exited with code|exitcode|returncode|return code) ?=?11|\*\*\* \[[^]]*\] error 11/, "exit eleven", s)
	if (s ~ /resource deadlock|edeadlk/ && s !~ /EAGAIN/)
		gsub(/(errno:?|os error|code:?|error:?|[([]) ?11/, "eleven", s)
	gsub(/file io \(code 11\)/, "file io (code eleven)", s)
	gsub(/unknown system error -11/, "unknown system error -eleven", s)
	while (match(s, /error -11([^0-9]|$)/))
		s = substr(s, 1, RSTART - 1) "kernel EAGAIN" substr(s, RSTART + 9)
	gsub(/ioexception: error=11/, "ioexception: exec EAGAIN", s)
	gsub(/errcode:11/, "errcode:EAGAIN", s)
	while (match(s, /os error 11([^0-9]|$)/))
		s = substr(s, 1, RSTART - 1) "errno 11 os error" substr(s, RSTART + 11)
	s = named(s, "(errno|error number|errorcode|errcode|error|err|code|rawvalue|winerror)[ :=([]*")
	s = named(s, "", "(send|recv|is|=|returned|with|: ?-) ?")
	if (s ~ failure)
		s = named(s, "", "(^|[^a-z0-9])[([]", "[]):]")
	return s
}

# named(S, WORD, BEFORE, AFTER): EAGAIN for each WORD with 11, and for 11 between BEFORE and
# AFTER, which stay.
function named(s, word, before, after,   part, head, tail) {
	if (after == "")
		after = "([^0-9a-z.]|$)"
	while (match(s, word before "-?11" after)) {
		part = substr(s, RSTART, RLENGTH)
		tail = part ~ /11$/ ? "" : substr(part, length(part))
		head = substr(s, 1, RSTART - 1)
		s = substr(s, RSTART + RLENGTH)
		sub(/-?11[^0-9]?$/, "", part)
		s = head (word == "" ? part : "") "EAGAIN" tail s
	}
	return s
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

# any(S, OWNER, N, GAP): the first of its N phrases that S says; 0: none.
function any(s, owner, n, gap,   k, at) {
	at = leads_before[owner]
	for (k = 1; k <= n; k++)
		if (index(s, lead[at + k]) && says(s, owner, k, gap))
			return k
	return 0
}

# heart(MESSAGE): what was said, without the frames of a traceback but the innermost one.
function heart(message,   n, i, line, out, inner, take, frames) {
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
		} else if (line[i] ~ /^at [^\/]|:[0-9]+:in [`']/) {
			if (!frames++)
				out = out " | " line[i]
		} else if (line[i] ~ /^(from |[0-9]+: 0x|#[0-9]+ +0x|[0-9]+: [a-z_<].*::|at \/)/ || line[i] ~ /^[~^ ]+$/)
			continue
		else
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
function best_entry(s, when,   e, k, at, long, most, best) {
	for (e = 1; e <= n_entries; e++) {
		at = leads_before[e]
		for (k = 1; k <= n_phrases[e]; k++)
			if (index(s, lead[at + k]) && (long = says(s, e, k, 200)) > most) {
				if (!counts(e, s, when))
					break
				most = long
				best = e
				phrase = shown[e, k]
			}
	}
	return best + 0
}

# counts(E, S, WHEN): may the entry be the one, whatever phrase of it S has?
function counts(e, s, when) {
	if (when == "" ? (e, "Last") in text : !((e, when) in text))
		return 0
	return !((said || asked) && (e, "First") in text) && !any(s, "not" e, n_not[e], 200)
}

# first_row(S, BUT): the key's first row of which S has a word, of each group one; not one
# of the class BUT.
function first_row(s, but,   r, i, k, words) {
	for (r = 1; r <= n_rows; r++) {
		if (row_class[r] == but)
			continue
		words = ""
		for (i = 1; i <= groups[r]; i++) {
			if (!(k = any(s, "row" r "," i, n_words[r, i], 40)))
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

# look(S): an entry, or else a row of the key, for S.
function look(s) {
	if (!(found = best_entry(s, "")))
		key_row = first_row(s, "")
	return found || key_row
}

# in_words(NUMBER): an errno's number alone, as a message has it.
function in_words(number) {
	if (number == "-3")
		return "EAI_AGAIN"
	if (number == "10035")
		return "[WinError 10035] EAGAIN"
	if (number ~ /^(115|einprogress|10036)$/)
		return "operation now in progress"
	if (number == "114")
		return "operation already in progress"
	if (number ~ /^(35|36)$/)
		return "Errno " number
	return "errno " (number < 0 ? -number : number)
}

# decide(MESSAGE): sets verdict, found or key_row, phrase, said (is it about EAGAIN?),
# foreign and whole (the message in form).  asked: as asks() has it.  unsure: EAGAIN, and nothing tells which.
function decide(message,   s, bare) {
	found = key_row = chosen = unsure = asked = 0
	phrase = foreign = ""
	gsub(/\033\[[0-9;]*[A-Za-z]/, "", message) # colours
	bare = tolower(message)
	gsub(/^[ \t]+|[ \t\r]+$/, "", bare)
	if (bare ~ /^(-?[0-9]+|einprogress)$/)
		message = in_words(bare)
	s = with_words(form(heart(message)))
	whole = with_words(form(replace(message, "\\n", " | ")))
	foreign = origin(tolower(message))
	said = index(whole, "EAGAIN") > 0 || foreign != ""
	if (bare ~ /^=[a-z]+$/) {
		chosen = said = 1
		verdict = section(substr(bare, 2))
		return
	}
	asked = asks(s)
	if (!said && !asked)
		found = best_entry(other_number(s), "First")
	if (!found && !look(s) && !look(whole))
		found = best_entry(whole, "Last")
	# "sending", "reading", "connecting" stand in every log: alone they tell nothing.
	if (key_row && !said && (row_class[key_row] == "wait" || phrase ~ /^(connect|dial)/))
		key_row = phrase = ""
	if (phrase == "not 11")
		phrase = "errno " number
	empty = bare == ""
	unsure = said && !key_row && (!found || (found, "Unsure") in text)
	if (unsure)
		phrase = ""
	verdict = found ? of[found] : key_row ? row_class[key_row] : said ? "wait" : "unknown"
}

# section(KIND): the heading of a kind: "stale" is below "contrast, stale".
function section(kind) {
	return ("contrast, " kind, "Means") in text ? "contrast, " kind : kind
}

# with_words(S): numbers are no words, nor are parts of names as ReadTimeoutError: what they
# tell is added as a word.
function with_words(s) {
	if (s ~ /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/)
		s = s " | tcp"
	if (s ~ /timeout(error|exception)|[a-z]timeout([^a-z0-9=_]|$)/)
		s = s " | timeout"
	return s
}

# asks(S): is it about a connection in progress, or a name? Other errnos stand beside it.
function asks(s) {
	return s ~ /operation (now |already )?in progress|einprogress|ealready|errno 11[45]|\(115|getaddrinfo|eai_again|name resolution/
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
	if (s ~ /resource deadlock|edeadlk/) # 35 is Linux's own, here
		return ""
	if (s ~ /10035|10036|wsaewouldblock/)
		return "Windows"
	if (s ~ /(errno|os error|code|error|error code|system error)[ :=(]*-?3[56]([^0-9]|$)/ ||
	    s ~ /unavailable[ (]*\[3[56]\]/ || s ~ /error\(3[56],/)
		return "macOS or a BSD"
	return ""
}
