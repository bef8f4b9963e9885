# SPDX-License-Identifier: MIT
# judge.awk: the runs of a program, judged; tests/judge makes them and names them.
#   awk -v name=NAME -f scripts/lib/events.awk -f tests/judge.awk part=PART FILE ...
# A part is what a run printed, the facts about all of them, or the titles of what is
# asked for: see BEGIN for what is kept of each.

BEGIN {
	classes = " wait timeout changed owned quota flag unwaitable started shared contrast "
	string = "\"([^\"\\\\[:cntrl:]]|\\\\.)*\""
	value = "(" string "|-?[0-9]+|true|false|null)"
	object = "\\{(" string ":" value "(," string ":" value ")*)?\\}"
	event = "^\\{\"event\":" string "(," string ":(" value "|" object "))*\\}$"
}

# red(PROPERTY, WHAT): it does not hold.  Of many reasons the first few are told.
function red(property, what) {
	if (!((property, what) in told_so) && ++reds[property] <= 6)
		reason[property] = reason[property] "# " what "\n"
	told_so[property, what] = 1
}

function quoted(line) {
	return line == "" ? "nothing" : "'" line "'"
}

part == "titles" {
	split($0, word, "\t")
	property[++properties] = word[1]
	title[word[1]] = word[2]
}
part == "facts" {
	if ($1 == "status")
		status[$2] = $3
	else if ($1 == "mode")
		red("account", "expected a demonstration to have one mode; its source asks for what is not on the line: " substr($0, 6))
	else if ($1 == "missing")
		red("account", "next: there is no program " $2)
	else
		fact[$1] = $2 == "" ? "yes" : $2
}
part == "describe" && /^[a-z]+: / {
	said[substr($1, 1, length($1) - 1)] = substr($0, length($1) + 2)
}

# What a run printed, whole but for lines of measured time or rate; and of that the
# titles, claims and last words, which do not depend on how busy the machine is.
part ~ /^(text|once\.[0-9]|hostile|blocking)$/ {
	last[part] = $0
	if ($0 ~ /^  ~ /)
		timed = 1
	else
		line[part, ++lines[part]] = $0
	if ($0 ~ /left out: /)
		left_out = left_out || part == "text"
	if ($0 ~ /^(  (not )?ok|[A-Z]+ |\[)/)
		line["firm " part, ++lines["firm " part]] = $0
	if ($0 ~ /^  (not )?ok/)
		claimed[part, ++claims_of[part]] = $0
}
part == "text" {
	if (length($0) > 76)
		red("claims", "expected at most 76 columns; came " length($0) " in line " FNR ": " $0)
	if ($0 ~ /[^ -~]/)
		red("claims", "expected ASCII; another byte is in line " FNR ": " $0)
	if ($0 ~ /^  ok /)
		oks++
	if ($0 ~ /^  not ok|^          came: /)
		red("claims", $0)
	whole = whole " " $0
}
part ~ /\.err$/ && FNR <= 3 { complaint[part] = complaint[part] " " $0 }
part == "help" {
	helped = 1
	if (length($0) > 80)
		red("account", "expected at most 80 columns of --help; came " length($0) ": " $0)
}

part == "events" {
	if ($0 !~ event)
		red("events", "expected an object in the form of docs/json.md; came line " FNR ": " $0)
	if (FNR == 1 && index($0, "{\"event\":\"begin\",\"schema\":1,\"demo\":\"" name "\",") != 1)
		red("events", "expected the first to begin with schema 1 and this demo; came: " $0)
	last_event = $0
	read_event($0, field)
	if (field["event"] == "call" || field["event"] == "submitted")
		called[field["call"]] = 1
	if (field["event"] == "step") {
		if (tags[field["tag"]]++)
			red("events", "expected each tag once; came again: " field["tag"])
		told[++tellings] = "[" field["tag"] "] " field["text"]
	}
	if (field["event"] == "claim") {
		claims++
		held += field["ok"] == "true"
		if (field["id"] in sentence)
			red("events", "expected each claim once; came again: " field["id"])
		id[claims] = field["id"]
		sentence[field["id"]] = field["text"]
		told[++tellings] = (field["ok"] == "true" ? "ok " : "expected: ") field["text"]
	}
	rest = $0
	while (match(rest, /("errno":"|\[)E[A-Z0-9]+/)) {
		number = substr(rest, RSTART, RLENGTH)
		sub(/^("errno":"|\[)/, "", number)
		errnos[number] = 1
		rest = substr(rest, RSTART + RLENGTH)
	}
}

# The same calls, by one name for both sides: the first of their line.
part == "names" && !/^#/ {
	for (i = 1; i <= NF; i++)
		if (!($i in first_name))
			first_name[$i] = $1
	if ($2 == "-")
		unseen_by_strace[$1] = 1
}
function one_name(name) {
	return name in first_name ? first_name[name] : name
}

# What is reported: name, bytes asked for, return value or errno.  "-": the report does
# not say what was asked for.  A descriptor's number does not matter, so a new one is "fd".
part == "traced.events" && /"event":"claim"/ {
	read_event($0, field)
	traced_claim[field["id"]] = field["ok"]
	if (field["ok"] != "true")
		refuted = refuted " " field["id"]
}
part == "traced.events" && /"event":"step"/ { step++ }
part == "traced.events" && /"event":"call"/ {
	read_event($0, field)
	call = one_name(field["call"])
	if (call in unseen_by_strace) {
		uncompared = 1
		next
	}
	asked = "-"
	if ("asked" in field)
		asked = field["asked"]
	else if (call ~ /^(send|write)$/ && match(field["args"], /"[^"\\]*"/))
		asked = RLENGTH - 2 # the text itself: send(sock, "hello")
	ret = field["errno"] != "null" ? field["errno"] : "is" in field ? "fd" : field["ret"]
	if (field["actor"] ~ /^(thread|child)$/) {
		i = "other " ++reports_of_others
		reported[i] = call " " asked " " ret
		told_as[i] = comparable(call, field["args"]) " " field["revents"]
		of_others[reported[i], told_as[i]] += field["times"]
		uncompared = 1
		next
	}
	for (i = 0; i < field["times"] + 0; i++) {
		reported[++reports] = call " " asked " " ret
		told_as[reports] = comparable(call, field["args"]) " " field["revents"]
		step_of[reports] = step " " field["actor"] # a number may come again for another
	}
	is_reported[call] = 1
}

# Of the arguments what strace prints the same: a text only if it was moved, a number in
# brackets unless read() gave it, an option's value in brackets.
function comparable(call, arguments) {
	if (call !~ /^(send|recv|read|write)$/)
		gsub(/"[^"]*"/, "", arguments)
	if (call == "read")
		gsub(/\[[0-9]+\]/, "", arguments)
	if (call == "setsockopt" && arguments ~ /, [0-9]+$/) {
		sub(/, [0-9]+$/, ", [&]", arguments)
		sub(/\[, /, "[", arguments)
	}
	return arguments
}

function from_hex(hex,   value, i) {
	for (i = 1; i <= length(hex); i++)
		value = 16 * value + index("0123456789abcdef", substr(hex, i, 1)) - 1
	return value
}

# Only what is reported at all: socket() and the like are not under study; and what
# main() does: before it, the loader opens libraries and reads them.  Later a stack that
# does not reach main() could not be read to its end: nobody knows whose call that was.
function traced_call_ends() {
	if (pending != "" && main_began && (!arranged || is_ours) && pending in is_reported) {
		seen[++sights] = pending " " asked " " ret
		seen_as[sights] = as_seen
		whose_not[sights] = !in_main
	}
	pending = ""
}
# Threads and children run at the same time: what they did has no order here.
part == "trace-others" && /^[a-z0-9_]+\(/ {
	traced_call_ends()
	read_traced_call()
	i = "other " ++sights_of_others
	seen[i] = pending " " asked " " ret
	seen_as[i] = as_seen
	pending = ""
}
part == "trace" && /^[a-z0-9_]+\(/ {
	traced_call_ends()
	traced = 1
	read_traced_call()
	arranged = is_ours = in_main = 0
}
function read_traced_call() {
	pending = as_seen = $0
	gsub(/FASYNC/, "O_ASYNC", as_seen)
	gsub(/SIGRT_[0-9]+/, "SIGRTMIN", as_seen) # the kernel counts from another one on
	gsub(/  +/, " ", as_seen)
	# A signal that nobody handles came meanwhile: restart_syscall(<... resuming interrupted poll ...>)
	# With what, the line before it says.
	if (sub(/^restart_syscall\(<\.\.\. resuming interrupted /, "", pending) && match(as_seen, /\) = /))
		as_seen = was_seen substr(as_seen, RSTART)
	was_seen = as_seen
	sub(/\) = .*/, "", was_seen)
	sub(/[( ].*/, "", pending)
	pending = one_name(pending)
	asked = "-"
	# The third argument of send, recv, read and write.
	if (pending ~ /^(send|recv|read|write)$/ && match($0, /^[a-z]+\(-?[0-9]+, ("([^"\\]|\\.)*"(\.\.\.)?|[^ ,]+), [0-9]+/)) {
		asked = substr($0, 1, RLENGTH)
		sub(/.* /, "", asked)
	}
	match($0, /\) += (-1 E[A-Z0-9]+|0x[0-9a-f]+|-?[0-9]+)/)
	ret = substr($0, RSTART, RLENGTH)
	sub(/.*= (-1 )?/, "", ret)
	if (/\) += \? ERESTART/) # a signal: now it is EINTR, or the call begins anew
		ret = "interrupted"
	if (ret ~ /^0x/) # the flags of fcntl(F_GETFL)
		ret = from_hex(substr(ret, 3))
}
# Below an arrangement of the library, unless that is one that reports.
part == "trace" && /^ > .*\(eag_/ { arranged = 1 }
# Or below a function of libc's that may be reported itself: fflush() writes.
part == "trace" && /^ > .*\([a-z_]+\+/ {
	frame = $0
	sub(/^.*\((_IO_)?/, "", frame)
	sub(/\+.*/, "", frame)
	if (frame in unseen_by_strace)
		arranged = 1
}
part == "trace" && /^ > .*\(eag_(poll|poll_for|wait|send|receive)\+/ { is_ours = 1 }
part ~ /^trace/ && /\(main\+/ { in_main = main_began = reaches_main = 1 }

part == "proofs" && /^## / { ours = index($0, "## [" name "](") == 1 }
part == "proofs" && ours && /^- `/ {
	proof = substr($0, 4)
	sub(/`.*/, "", proof)
	proofs[++all_proofs] = proof
	proven[proof] = substr($0, length(proof) + 7)
}

function ended(run, property) {
	if (status[run] != 0)
		red(property, "expected status 0; came " status[run] ", the last line " quoted(last[run]) \
			(complaint[run ".err"] == "" ? "" : ", and on stderr" complaint[run ".err"]))
	return status[run] == 0
}

# differ(A, B, PROPERTY): two runs have the same lines, or it is told where not.
function differ(a, b, property,   i) {
	for (i = 1; i <= lines[a] || i <= lines[b]; i++)
		if (line[a, i] != line[b, i]) {
			sub(/^firm /, "", b)
			red(property, "expected " quoted(line[a, i]) "; came " quoted(line[b, i]) " (" b ")")
			return
		}
}

function judge_claims() {
	if (ended("text", "claims") &&
	    (last["text"] !~ "^PASS " name ": [0-9]+ of [0-9]+ claims hold$" || oks == 0 ||
	    last["text"] != "PASS " name ": " oks " of " oks " claims hold"))
		red("claims", "expected the last line 'PASS " name ": " oks + 0 " of " oks + 0 " claims hold'; came " quoted(last["text"]))
	if (complaint["text.err"] != "")
		red("claims", "expected nothing on stderr; came" complaint["text.err"])
}

# same_words(KEY, CAME): --describe names what came, and no more; where the run says
# that something is "left out", it may name more.
function same_words(key, came,   i, n, word, named) {
	n = split(said[key], word, " ")
	for (i = 1; i <= n; i++) {
		named[word[i]] = 1
		if (!(word[i] in came) && !left_out)
			red("events", "--describe has " word[i] " among its " key "; no event has it")
	}
	for (i in came)
		if (!(i in named))
			red("events", "--describe has no " i " among its " key "; an event has it")
}

function judge_events(   i, at, found) {
	same_words("calls", called)
	same_words("errnos", errnos)
	if (oks != claims)
		red("events", "expected as many claims in the text as events, " claims + 0 "; came " oks + 0)
	if (last_event != "{\"event\":\"end\",\"result\":\"pass\",\"claims\":" claims + 0 ",\"held\":" claims + 0 "}")
		red("events", "expected the last to end with result pass, and " claims + 0 " claims, all of which hold; came: " last_event)
	gsub(/ +/, " ", whole)
	for (i = 1; i <= tellings; i++) {
		gsub(/ +/, " ", told[i])
		found = index(substr(whole, at + 1), " " told[i])
		if (found == 0) {
			red("events", "expected in the text, in this order: " quoted(told[i]))
			break
		}
		at += found
	}
}

function judge_account() {
	if (status["describe"] != 0 || said["name"] != name)
		red("account", "expected --describe to end with 0 and give the name " name "; came " \
			status["describe"] " and " quoted(said["name"]))
	if (status["help"] != 0 || !helped || complaint["help.err"] != "")
		red("account", "expected --help to end with 0, on stdout; came " status["help"] complaint["help.err"])
	if (index(classes, " " said["class"] " ") == 0)
		red("account", "expected a class of" classes "; came " quoted(said["class"]))
	if (fact["without"])
		red("account", "expected a .belief in its account: what people think, and what this run shows to be wrong")
	if (fact["unmentioned"])
		red("account", "expected " name " to be in README.md or docs; no page names it: make docs")
}

function judge_same(   i, run) {
	for (i = 1; i <= 7; i++) {
		run = "once." i
		if (!(run in status))
			break
		if (ended(run, "same"))
			differ("firm text", "firm " run, "same")
	}
	if (!fact["equal"])
		differ("text", "once." i - 1, "same")
}

# Where a limit of descriptors is named, less may be claimed; nothing else.  And nobody's
# user may have to skip what another may do, if the last line says so.
function judge_hostile(   i, named, before) {
	for (i = 1; i <= lines["hostile"]; i++)
		named = named || index(line["hostile", i], "limit of descriptors")
	if (status["hostile"] == 77 && (named || last["hostile"] ~ "^SKIP " name ": .* this user may "))
		return
	if (!ended("hostile", "hostile"))
		return
	if (!named)
		differ("text", "hostile", "hostile")
	for (i = 1; i <= claims_of["text"]; i++)
		before[claimed["text", i]] = 1
	for (i = 1; i <= claims_of["hostile"]; i++)
		if (!(claimed["hostile", i] in before))
			red("hostile", "expected only claims that it makes elsewhere too; came " claimed["hostile", i])
	if (last["hostile"] !~ "^PASS " name ": ")
		red("hostile", "expected PASS at the end; came " quoted(last["hostile"]))
	if (fact["flags"] !~ /[4-7][0-7][0-7][0-7]$/)
		red("hostile", "expected O_NONBLOCK of stdout to be left alone; came flags " fact["flags"])
}

function judge_blocking() {
	if (status["blocking"] != 124 && status["blocking"] != 1)
		red("blocking", "expected 124, a hang, or 1, a refuted claim; came " status["blocking"] ", the last line " quoted(last["blocking"]))
	else if (status["blocking"] == 124 && last["blocking"] !~ "^HANG " name ": \\[.*\\].*: no end in 1 s$")
		red("blocking", "expected 'HANG " name ": [STEP] ...: no end in 1 s'; came " quoted(last["blocking"]))
	if (length(last["blocking"]) > 80)
		red("blocking", "expected at most 80 columns; came " length(last["blocking"]) ": " last["blocking"])
}

function in_words(call,   word) {
	if (call == "")
		return "nothing more"
	split(call, word, " ")
	return word[1] "()" (word[2] == "-" ? "" : " of " word[2] " bytes") " = " word[3]
}

# Does strace agree?  Bytes that were not reported are ignored, and so is the number
# of a descriptor, a process or a signal that was reported by its role.
function bears_out(at, i, words_aside,   call, report, word) {
	call = seen[at]
	report = reported[i]
	sub(/ interrupted$/, " EINTR", call)
	split(report, word, " ")
	if (word[3] == "fd" && call !~ / E[A-Z0-9]+$/)
		sub(/ [^ ]+$/, " fd", call)
	if (word[2] == "-") {
		split(call, word, " ")
		call = word[1] " - " word[3]
	}
	return call == report && (words_aside || unlike(at, i) == "")
}

# A word of the report that is not in strace's line: a flag, an option, an errno; what
# was sent; "~NAME" must not be there.  Or nothing.
function unlike(at, i,   rest, word) {
	rest = told_as[i]
	while (match(rest, /~?[A-Z][A-Z0-9_][A-Z0-9_][A-Z0-9_]+|\[-?[0-9]+\]|"([^"\\]|\\.)*"/)) {
		word = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		sub(/^SIG/, "", word) # [USR1]
		if (word ~ /^"/ && length(word) > 34)
			continue
		if (word ~ /^~/ ? index(seen_as[at], substr(word, 2)) : !index(seen_as[at], word))
			return word
	}
	return other_time(told_as[i], seen_as[at])
}

# Milliseconds that a report ends with, "{every 50 ms}" or "5 s", or an hour, or none; -1:
# it tells of no time.
function told_time(words,   ms) {
	if (words ~ /\{off\} *$/)
		return 0
	if (words ~ /(an|every) hour *$/)
		return 3600000
	if (!match(words, /[0-9]+ m?s\}? *$/))
		return -1
	ms = substr(words, RSTART)
	return ms ~ / ms/ ? ms + 0 : 1000 * ms
}

# Milliseconds in a line of strace's, behind NAME; -1: there are none, or it is a date.
function seen_time(line, name,   part) {
	if (match(line, name "\\{tv_sec=[0-9]+, tv_[nu]sec=[0-9]+")) {
		line = substr(line, RSTART + length(name) + 8, RLENGTH - length(name) - 8)
		split(line, part, /, tv_[nu]sec=/)
		return part[1] > 1e9 ? -1 : 1000 * part[1] + part[2] / (line ~ /nsec/ ? 1e6 : 1e3)
	}
	if (name != "")
		return -1
	if (match(line, /(l_linger=|TCP_DEFER_ACCEPT, \[)[0-9]+/)) {
		line = substr(line, RSTART, RLENGTH)
		sub(/.*[^0-9]/, "", line)
		return 1000 * line
	}
	if (match(line, /SO_(RCV|SND)TIMEO[A-Z_]*, "/))
		return time_in_bytes(substr(line, RSTART + RLENGTH))
	return -1
}

# Milliseconds of a struct timeval, which strace prints as bytes up to the next ".
function time_in_bytes(text,   i, n, code, byte, seconds, rest) {
	for (i = 1; i < 256; i++)
		code[sprintf("%c", i)] = i
	for (n = 0; text != "" && text !~ /^"/; n++) {
		if (match(text, /^\\[0-7][0-7][0-7]/) || match(text, /^\\[0-7][0-7]/) || match(text, /^\\[0-7]/)) {
			byte[n] = 0
			for (i = 2; i <= RLENGTH; i++)
				byte[n] = 8 * byte[n] + substr(text, i, 1)
		} else if (match(text, /^\\[tnvfr]/))
			byte[n] = 8 + index("tnvfr", substr(text, 2, 1))
		else if (match(text, /^\\?./))
			byte[n] = code[substr(text, RLENGTH, 1)]
		text = substr(text, RLENGTH + 1)
	}
	if (n != 8 && n != 16 || !byte[0] && byte[n / 2 - 1])
		return -1 # another kind of machine
	for (i = n / 2 - 1; i >= 0; i--) {
		seconds = 256 * seconds + byte[i]
		rest = 256 * rest + byte[n / 2 + i]
	}
	return 1000 * seconds + rest / 1000
}

# A time of the report that is not strace's, or nothing.
function other_time(words, line,   told, seen, interval) {
	told = told_time(words)
	if (told < 0)
		return ""
	interval = seen_time(line, "it_interval=")
	seen = seen_time(line, interval < 0 ? "" : "it_value=")
	if (!(words !~ /then and every/ && seen >= 0 && seen != told ||
	    interval >= 0 && interval != (words ~ /every/ ? told : 0)))
		return ""
	gsub(/^.*, | *$/, "", words)
	return words
}

# A flag by which it did not wait, and which was not reported; or nothing.
function untold(at, i,   call) {
	call = seen_as[at]
	sub(/\) = .*/, "", call)
	if (told_as[i] !~ /NONBLOCK|DONTWAIT|flags/ && match(call, /[A-Z]+_(NONBLOCK|DONTWAIT)/))
		return substr(call, RSTART, RLENGTH)
	return ""
}

# The descriptor of a call that strace saw, and the name of it in a report; or nothing.
function number_of(at,   fd) {
	fd = seen_as[at]
	sub(/^[a-z0-9_]+\((\[\{fd=)?/, "", fd)
	return match(fd, /^[0-9]+/) ? substr(fd, 1, RLENGTH) : ""
}
function role_in(i) {
	return match(told_as[i], /^[a-z_]+[, ]/) ? substr(told_as[i], 1, RLENGTH - 1) : ""
}

# The name that the descriptor of this call had before, in this step, if that was another
# one; or nothing.
function other_role(at, i,   fd, role, before) {
	fd = number_of(at)
	role = role_in(i)
	if (fd == "" || role == "")
		return ""
	numbers_of[role] = numbers_of[role] " " fd " "
	fd = step_of[i] " " fd
	before = role_of[fd]
	role_of[fd] = role
	return before == role ? "" : before
}

# What a thread or a child calls by a name has one of the numbers that its parent called so.
function other_number(at, i,   fd, role) {
	fd = number_of(at)
	role = role_in(i)
	return fd != "" && role in numbers_of && !index(numbers_of[role], " " fd " ") ? \
		role ", whose number is another" : ""
}

# Of threads and children: as many calls as were reported, in whatever order.
# Where the words are wrong it tells of the call with most that are right.
function judge_others(   i, j, key, found, what, far, farthest, because) {
	for (i = 1; i <= reports_of_others; i++) {
		key = "other " i
		if (!((reported[key], told_as[key]) in of_others))
			continue
		found = farthest = 0
		because = ""
		for (j = 1; j <= sights_of_others; j++) {
			if (!bears_out("other " j, key, "words aside"))
				continue
			what = unlike("other " j, key)
			far = index(told_as[key], what)
			if (what == "") {
				what = other_number("other " j, key)
				far = 1000
			}
			if (what == "")
				found++
			else if (far > farthest) {
				farthest = far
				because = ", but no " what ": " seen_as["other " j]
			}
		}
		if (found < of_others[reported[key], told_as[key]])
			red("witness", "it reported " in_words(reported[key]) " of a thread or a child " \
				of_others[reported[key], told_as[key]] " times; strace saw that " found " times" because)
		delete of_others[reported[key], told_as[key]]
	}
}

# compare(AMONG, BUT): what was reported, in that order, is what was seen; with AMONG,
# it is there among others.  Calls whose names match BUT are left out.
function compare(among, but,   i, at) {
	for (i = 1; i <= reports || !among && at < sights; i++) {
		while (i <= reports && reported[i] ~ but)
			i++
		at++
		# What was interrupted and began anew comes again.
		while (at <= sights && (seen[at] ~ but ||
		    (among && i <= reports || whose_not[at] || seen[at] ~ / interrupted$/) &&
		    !bears_out(at, i)))
			at++
		if (i > reports && at > sights)
			continue
		if (!bears_out(at, i)) {
			red("witness", "call " i ": it reported " in_words(reported[i]) "; strace saw " \
				(among ? "no such call after the one before" : in_words(seen[at])) \
				(bears_out(at, i, "words aside") ? ", no " unlike(at, i) ": " seen_as[at] : ""))
			if (among)
				break
		} else if (!among)
			compare_words(at, i)
	}
}

function compare_words(at, i,   what) {
	what = untold(at, i)
	if (what != "")
		red("witness", "call " i ": it reported no " what "; strace saw " seen_as[at])
	what = other_role(at, i)
	if (what != "")
		red("witness", "call " i ": it reported " told_as[i] "; in the same step this descriptor was " what)
}

# A program that times a transfer ("  ~ ") does not report each call of it: what it
# reports must be there among others.  So it is where close() is reported, of the calls
# that set up, tear down or ask; but each byte that moved must have been told.
function judge_witness(   i) {
	if (said["calls"] == "")
		return
	if (fact["no"] == "stacks" || traced && !reaches_main) {
		skipped["witness"] = "no strace whose traces (-k) reach main() here: scripts/bootstrap --all"
		return
	}
	if (fact["unseen"]) {
		skipped["witness"] = "none of what it reports is a system call"
		return
	}
	if (!ended("traced", "witness")) {
		if (refuted != "")
			red("witness", "what did not hold under strace:" refuted)
		return
	}
	if (reports == 0 && !uncompared)
		red("witness", "expected reports of " said["calls"] "; came none")
	# With --quiet, and watched, it is the same program as before.
	for (i = 1; i <= claims; i++)
		if (!fact["few"] && traced_claim[id[i]] != "true")
			red("witness", "expected the claim " id[i] " to be made here too, and to hold; it does not")
	traced_call_ends()
	if (timed || "close" in is_reported)
		compare("among", "^$")
	if (!timed)
		compare("", "close" in is_reported ? "^(accept|close|connect|epoll_ctl|epoll_wait|open|poll|socket) " : "^$")
	if (fact["followed"])
		judge_others()
}

function judge_proofs(   i) {
	for (i = 1; i <= all_proofs; i++)
		if (!(proofs[i] in sentence)) {
			if (!left_out)
				red("proofs", "expected the claim " proofs[i] ": " proven[proofs[i]] "; came no such claim")
		} else if (proven[proofs[i]] != sentence[proofs[i]])
			red("proofs", "expected of " proofs[i] ": " proven[proofs[i]] "; came: " sentence[proofs[i]])
	for (i = 1; i <= claims; i++)
		if (!(id[i] in proven))
			red("proofs", "the claim " id[i] " is not in docs/proofs.md: make docs, and look at the difference")
}

END {
	if (fact["skipped"]) {
		for (i = 1; i <= properties; i++)
			if (property[i] != "account")
				skipped[property[i]] = last["text"]
	}
	for (i = 1; i <= properties; i++) {
		p = property[i]
		if (p in skipped)
			continue
		if (p == "claims") judge_claims()
		else if (p == "events") judge_events()
		else if (p == "account") judge_account()
		else if (p == "same") judge_same()
		else if (p == "hostile") judge_hostile()
		else if (p == "blocking") judge_blocking()
		else if (p == "witness") judge_witness()
		else if (p == "proofs") judge_proofs()
	}
	for (i = 1; i <= properties; i++) {
		p = property[i]
		if (p in skipped)
			printf "ok %d %s # skip %s\n", i, title[p], skipped[p]
		else if (!(p in reds))
			printf "ok %d %s\n", i, title[p]
		else
			printf "not ok %d %s\n%s%s", i, title[p], reason[p], \
				(reds[p] > 6 ? "# and " reds[p] - 6 " more\n" : "")
	}
}
