# SPDX-License-Identifier: MIT
# faults-judge.awk: how a run with a fault ended.  Reads the events of the run, then
# strace's trace of the call that was made to fail.  Writes a line of four fields with
# tabs between them:
#
#	OUTCOME OFFENCE CALLS SAID
#
# OUTCOME is PASS, FAIL, SKIP, 99, HANG, other, or missed: the call was not made so
# often.  CALLS is the highest number of calls that a tracee made.  OFFENCE is "-", or
# what is wrong with it.
#
# Variables: part: "events", then "trace"; status; late: it had to be ended; call and
# errno: the fault.  In the environment: declared: the errnos that the program says it shows;
# complaint: the first line of its stderr.

BEGIN {
	declared = ENVIRON["declared"]
	complaint = ENVIRON["complaint"]
}

# A field with text, as it is quoted.
function text_of(line, key) {
	if (!match(line, "\"" key "\":\"([^\"\\\\]|\\\\.)*\""))
		return ""
	return substr(line, RSTART + length(key) + 4, RLENGTH - length(key) - 5)
}

part == "events" {
	if (/^\{"event":"call"/) {
		calls++
		key[calls] = text_of($0, "actor") " " text_of($0, "call") "(" text_of($0, "args") ")"
		answer[calls] = text_of($0, "errno")
	} else if (/^\{"event":"claim"/ && /"ok":false/)
		red = red " " text_of($0, "id")
	else if (/^\{"event":"end"/) {
		ended = 1
		reason = text_of($0, "text")
	}
	next
}

# The first argument, a descriptor in most calls, tells whether it is the same call.
$2 ~ /^[a-z0-9_]+\(/ {
	argument = $2 " " $3
	sub(/^[^(]*\(/, "", argument)
	sub(/[,)].*/, "", argument)
	first[$1] = argument
	if (++made[$1] > most)
		most = made[$1]
	if (($1 in struck) && struck[$1] == argument)
		again = 1
}

/\(INJECTED\)$/ {
	hit = 1
	struck[$1] = first[$1]
}

/^[0-9]+ +\+\+\+ killed by SIG(SEGV|ABRT|BUS|ILL|FPE|SYS|TRAP)/ { crash = $5 }

/^[0-9]+ +\+\+\+ exited with/ { exits++ }

# The report of a call with an errno that nobody declared, if no later one decided.
function undeclared(i, j) {
	for (i = 1; i <= calls; i++) {
		if (answer[i] == "" || index(" " declared " ", " " answer[i] " "))
			continue
		for (j = calls; j > i && key[j] != key[i]; j--)
			continue
		if (j > i && (answer[j] == "" || index(" " declared " ", " " answer[j] " ")) &&
		    (answer[i] != errno || again))
			continue
		return key[i] " = -1 " answer[i]
	}
	return ""
}

END {
	outcome = "other"
	if (status == 0)
		outcome = "PASS"
	else if (status == 1)
		outcome = "FAIL"
	else if (status == 77)
		outcome = "SKIP"
	else if (status == 99)
		outcome = "99"
	else if (status == 124 && !late)
		outcome = "HANG"

	said = outcome == "99" || !ended ? complaint : reason
	if (outcome == "FAIL" || outcome == "HANG")
		said = said (red != "" ? "; not ok:" red : "")
	# Whoever read the events has left, and nobody writes to them.
	if (call ~ /^writev?$/ && errno == "EPIPE" && !ended) {
		ended = 1
		reason = "-"
	}
	offence = "-"
	# strace dies as the program did; where the trace does not say it, this does.
	split("4 SIGILL 5 SIGTRAP 6 SIGABRT 7 SIGBUS 8 SIGFPE 11 SIGSEGV 31 SIGSYS", number)
	for (i in number)
		if (number[i] == status - 128)
			crash = number[i + 1]
	if (crash != "")
		offence = "crash: " crash
	else if (late)
		offence = exits ? "late: a process was left" : "late"
	else if (outcome == "other")
		offence = status > 128 ? "signal " status - 128 : "exit " status
	else if (outcome == "PASS" && undeclared() != "") {
		offence = "undeclared"
		said = undeclared()
	} else if (outcome == "PASS" && !ended)
		offence = "no end event"
	else if (outcome == "99" && complaint == "")
		offence = "no reason"
	else if (outcome != "PASS" && outcome != "99" && reason == "")
		offence = "no reason"
	if (!hit && offence == "-")
		outcome = "missed"
	gsub(/[\t]/, " ", said)
	printf "%s\t%s\t%d\t%s\n", outcome, offence, most, said
}
