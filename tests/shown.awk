# SPDX-License-Identifier: MIT
# shown.awk: which of these events of a run cannot be seen in a text?
#   awk -f scripts/lib/events.awk -f tests/shown.awk -v numbers="3 5" EVENTS TEXT
# Each is shown by the line that the program prints of it; the answer is a line of
# JSON for each that is not there.

FNR == 1 { file++ }

file == 1 {
	if (index(" " numbers " ", " " FNR " ") != 0)
		wanted[++n] = $0
	next
}

{
	line[++lines] = $0
	gsub(/[ \t]+/, " ")
	all = all " " $0
}

# A number of its own in LINE, not a part of one.
function number_in(line, number) {
	return (" " line " ") ~ ("[^0-9.]" number "[^0-9.]")
}

# The call with its arguments and its answer.
function call_in(line,   call, at, answer) {
	call = field["call"] "(" field["args"] ")"
	at = index(line, call)
	if (at == 0 || index(line, field["actor"]) == 0 || index(line, field["actor"]) > at)
		return 0
	answer = "= " ("is" in field ? field["is"] : field["ret"])
	if (field["errno"] != "null")
		answer = answer " " field["errno"]
	else if (field["revents"] != "")
		answer = answer " " field["revents"]
	if (field["times"] > 1 && !number_in(substr(line, at + length(call)), field["times"]))
		return 0
	line = substr(line, at + length(call))
	sub(/^ +/, "", line)
	return index(line " ", answer " ") == 1
}

function buffer_in(line) {
	return index(line, field["buffer"] == "pipe" ? "pipe" : field["buffer"] " buffer") != 0 &&
		number_in(line, field["size"]) && (!("data" in field) || number_in(line, field["data"]))
}

# By name, or of WAY/CONNECTIONS/WHAT by the way.  Measured times are in ns and printed
# in us; what is for 1000 requests, for one.
function measure_in(line,   name) {
	name = field["name"]
	sub(/\/.*/, "", name)
	if (name == "tcp-state")
		return index(line, field["unit"]) != 0
	if (index(line, name) == 0)
		return 0
	return number_in(line, field["value"]) ||
		field["unit"] == "per 1000 requests" && number_in(line, sprintf("%.1f", field["value"] / 1000)) ||
		field["unit"] == "ns" && number_in(line, int(field["value"] / 1000))
}

function shown(   i) {
	if (field["event"] == "claim")
		return index(all, (field["ok"] == "true" ? " ok " : " expected: ") field["text"]) != 0
	if (field["event"] == "end")
		return index(all, " " toupper(field["result"]) " ") != 0
	for (i = 1; i <= lines; i++)
		if (field["event"] == "call" && call_in(line[i]) ||
		    field["event"] == "buffer" && buffer_in(line[i]) ||
		    field["event"] == "measure" && measure_in(line[i]) ||
		    field["event"] ~ /^(step|note|left-out)$/ && index(line[i], field["text"]))
			return 1
	return 0
}

END {
	for (i = 1; i <= n; i++) {
		read_event(wanted[i], field)
		if (!shown())
			print wanted[i]
	}
}
