# SPDX-License-Identifier: MIT
# shown.awk: where a text shows these events of a run.
#   awk -f scripts/lib/events.awk -f scripts/lib/shown.awk -v numbers="3 5" EVENTS TEXT
# Each is shown by the line that the program prints of it.  The answer is these lines,
# each once; a call that is not there is printed as a program would.  With -v missing=1
# it is a line of JSON for each that is not there.

FNR == 1 { file++ }

file == 1 {
	if (index(" " numbers " ", " " FNR " ") != 0)
		wanted[++n] = $0
	next
}

{
	gsub(/\033\[[0-9;]*m/, "")
	line[++lines] = $0
	if (/^\[/)
		among = ""
	else if (match($0, /^ +~ [a-z0-9]+ connections?, /))
		among = $2 == "one" ? 1 : $2
	connections[lines] = among
}

# A number of its own in LINE, not a part of one.
function number_in(line, number) {
	return (" " line " ") ~ ("[^0-9.]" number "[^0-9.]")
}

function call_made() { return field["call"] "(" field["args"] ")" }

function answer_of(   answer) {
	answer = "is" in field ? field["is"] : field["ret"]
	if (field["errno"] != "null")
		return answer " " field["errno"]
	return answer (field["revents"] != "" ? " " field["revents"] : "")
}

# The call with its arguments and its answer; with --accessible, in words.
function call_in(line,   call, at) {
	call = call_made()
	at = index(line, call)
	if (at == 0 || index(line, field["actor"]) == 0 || index(line, field["actor"]) > at)
		return 0
	line = substr(line, at + length(call))
	if (field["times"] > 1 ? !number_in(line, field["times"]) : line ~ / [0-9]+ times/)
		return 0
	sub(/^ +/, "", line)
	sub(/[.,]? *$|[.,] .*$/, "", line)
	return index(line " ", "= " answer_of() " ") == 1 ||
		index(line " ", "returned " answer_of() " ") == 1 ||
		field["errno"] != "null" && index(line " ", "failed with " field["errno"] " ") == 1
}

function buffer_in(line) {
	return index(line, field["buffer"] == "pipe" ? "pipe" : field["buffer"] " buffer") != 0 &&
		number_in(line, field["size"]) && (!("data" in field) || number_in(line, field["data"]))
}

# By name, or of WAY/CONNECTIONS/WHAT by the way, below the line that says how many.
# Measured times are in ns and printed in us; what is for 1000 requests, for one.
function measure_in(line, among,   name, part) {
	name = field["name"]
	split(name, part, "/")
	if (part[2] ~ /^[0-9]+$/ && among != part[2])
		return 0
	name = part[1]
	if (name == "tcp-state")
		return index(line, field["unit"]) != 0
	if (index(line, name) == 0)
		return 0
	return number_in(line, field["value"]) ||
		field["unit"] == "per 1000 requests" && number_in(line, sprintf("%.1f", field["value"] / 1000)) ||
		field["unit"] == "ns" && number_in(line, int(field["value"] / 1000))
}

# In line i, or from there on if it is too long for one.
function claim_in(i,   text) {
	text = line[i] (i < lines ? " " line[i + 1] : "")
	gsub(/ +/, " ", text)
	if (!sub(field["ok"] == "true" ? "^( ok |Holds: )" : "^.*expected: ", "", text))
		return 0
	return index(text, field["text"]) == 1
}

function shown_in(i) {
	if (field["event"] == "call")
		return call_in(line[i])
	if (field["event"] == "buffer")
		return buffer_in(line[i])
	if (field["event"] == "measure")
		return measure_in(line[i], connections[i])
	if (field["event"] == "claim")
		return claim_in(i)
	if (field["event"] == "end")
		return index(line[i], toupper(field["result"]) " ") == 1
	return index(line[i], field["text"]) != 0
}

function shown(   i) {
	for (i = 1; i <= lines; i++)
		if (shown_in(i))
			return i
	return 0
}

# The line that shows it, if that was not quoted before.
function quote(at,   text) {
	if (at)
		text = line[at]
	else if (field["event"] == "call")
		text = sprintf("  %-7s %-31s = %s", field["actor"], call_made(), answer_of())
	if (text != "" && !(text in quoted))
		print text
	quoted[text] = 1
}

END {
	for (i = 1; i <= n; i++) {
		read_event(wanted[i], field)
		at = shown()
		if (!missing)
			quote(at)
		else if (!at)
			print wanted[i]
	}
}
