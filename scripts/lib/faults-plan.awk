# SPDX-License-Identifier: MIT
# faults-plan.awk: which faults to try on PROGRAM.  Reads scripts/lib/errnos, then what
# strace -f -e raw=all saw of a run that nothing disturbed.  Writes lines
#
#	PROGRAM CALL ERRNO NUMBER KIND
#
# where KIND is interrupt, listed or resource.
#
# strace counts a call per tracee: a process or a thread, which starts at 1 and goes on
# counting when it executes another program.  So NUMBER meets every tracee that makes
# so many of that call, and one that meets a tracee while it starts up is not tried.
# First and last (and middle) are those of the program itself, and those of all the
# processes and threads that it starts.
#
# Variables: part: "errnos", then "trace"; program; all: every errno, and the middle one;
# wanted: a regular expression for "PROGRAM CALL ERRNO"; slow: a file, for how many times
# as long as others the program may take.  One that starts more than a hundred processes
# and threads may take four times as long, and without all only its first is tried.

# A call, and what it may answer.
part == "errnos" {
	if (/^[a-z]/) {
		known[$1] = 1
		$1 = $1
		errnos[$1] = $0
	}
	next
}

$2 ~ /^[a-z0-9_]+\(/ {
	name = $2
	sub(/\(.*/, "", name)
	if (!($1 in tracee)) {
		tracee[$1] = 1
		tracees++
	}
	if (main == "") {
		main = $1
		starting[$1] = 1
	}
	n = ++made[$1, name]
	# Waking others cannot fail, and libc ends the program if it does.
	if (starting[$1] || $2 $3 ~ /^futex\(0x[0-9a-f]+,0x8?1,/)
		barred[name, n] = 1
	else if (n <= 65535)
		note($1 == main ? "main" : "others", name, n)
	# It is not itself any more, and not ready before its watchdog is.
	if (name == "execve")
		starting[$1] = 1
	else if (name == "timer_settime")
		starting[$1] = 0
}

function note(who, name, n) {
	if (!((who, name, n) in seen)) {
		seen[who, name, n] = 1
		if (n > most[who, name])
			most[who, name] = n
		names[name] = 1
	}
}

# The first, the last and the middle one of those that may be tried.
function choose(who, name, n, first, last) {
	for (n = 1; n <= most[who, name]; n++)
		if (((who, name, n) in seen) && !((name, n) in barred)) {
			if (!first)
				first = n
			last = n
		}
	if (!first)
		return
	take(name, first)
	if (tracees > 100 && !all)
		return
	take(name, last)
	if (!all)
		return
	n = int((first + last) / 2)
	if (((who, name, n) in seen) && !((name, n) in barred))
		take(name, n)
}

function take(name, n, i, words, word, said) {
	if ((name, n) in taken)
		return
	taken[name, n] = 1
	words = split(errnos[name], word)
	fault(name, "EINTR", n, "interrupt", said)
	if (word[2] != "-")
		fault(name, word[2], n, "resource", said)
	for (i = 3; i <= (all ? words : 3); i++)
		fault(name, word[i], n, "listed", said)
}

function fault(name, errno, n, kind, said) {
	if ((errno in said) || (program " " name " " errno) !~ wanted)
		return
	said[errno] = 1
	print program, name, errno, n, kind
}

END {
	print (tracees > 100 ? 4 : 1) >slow
	for (name in names) {
		# A call that is not in the list: what any call may say.
		if (!known[name])
			errnos[name] = name " ENOMEM EINVAL"
		if (errnos[name] == name)
			continue
		choose("main", name)
		choose("others", name)
	}
}
