# SPDX-License-Identifier: MIT
# docs/messages.md, and what `eagain explain` makes of it.
load helper

page=$root/docs/messages.md
data=$root/tests/data/messages.tsv
reader=$root/scripts/lib/messages.awk
# The classes are those of everything else here; the page divides contrast.
classes='wait timeout changed owned quota flag unwaitable started shared contrast'
kinds='contrast, stale|contrast, resolver|contrast, library|contrast, device'

# read_page AS [FILE]
read_page() {
	LC_ALL=C awk -v as="$1" -f "$reader" -f "${reader%/*}/answer.awk" "$page" "${2:-/dev/null}"
}

# explained TEXT: $status, $output
explained() {
	run "$root/scripts/eagain" explain "$@"
}

expect_class() {
	[[ $output == "$1: "* ]] || fail "expected $1"
}

# with_backquotes KEY: a line for each thing in backquotes in the entries' items KEY.
with_backquotes() {
	awk -v key="- $1:" '
		/^- / { on = index($0, key) == 1 }
		!/^(- |  )/ { on = 0 }
		on {
			n = split($0, part, "`")
			for (i = 2; i <= n; i += 2)
				print part[i]
		}' "$page"
}

@test "eagain explain: messages that people met, seen and held back, have the right class" {
	grep -v '^#' "$data" >"$BATS_TEST_TMPDIR/rows"
	cut -f 4 "$BATS_TEST_TMPDIR/rows" >"$BATS_TEST_TMPDIR/messages"
	# What is unsure is labelled so, or what it was in the end.
	read_page class "$BATS_TEST_TMPDIR/messages" >"$BATS_TEST_TMPDIR/said" || true
	paste "$BATS_TEST_TMPDIR/rows" "$BATS_TEST_TMPDIR/said" | awk -F '\t' '
		{ all[$2]++ }
		$1 == "unsure" && $5 ~ /^(wait|unwaitable)$/ && $7 == "" { next }
		$1 != $5 { printf "missed: it is %s, not %s (%s): %s: %s\n", $1, $5, $6, $3, $4; bad[$2]++ }
		END {
			for (set in all) {
				printf "%s: %d of %d\n", set, all[set] - bad[set], all[set]
				if (20 * bad[set] > all[set])
					wrong = 1
			}
			exit wrong || all["seen"] + all["held-back"] < 150 || 3 * all["held-back"] < all["seen"]
		}' >"$BATS_TEST_TMPDIR/score" || fail "$(<"$BATS_TEST_TMPDIR/score")"
	sed -n '/^missed/!s/^/# messages: right, /p' "$BATS_TEST_TMPDIR/score" >&3
}

@test "eagain explain: the test's messages are whole rows, and none is a phrase of the page" {
	run awk -F '\t' -v words="${classes// /|}|$kinds" '
		BEGIN { n = split(words, w, "|"); for (i = 1; i <= n; i++) known[w[i]] = known["unsure"] = known["unknown"] = 1 }
		/^#/ { next }
		NF != 4 || !($1 in known) || ($2 != "seen" && $2 != "held-back") || $3 == "" || $4 == "" { print }
	' "$data"
	[[ -z $output ]] || fail 'rows that are wrong'
	with_backquotes Words | sort -u >"$BATS_TEST_TMPDIR/phrases"
	run grep -Fxi -f "$BATS_TEST_TMPDIR/phrases" <(grep -v '^#' "$data" | cut -f 4)
	[[ -z $output ]] || fail 'messages that are phrases'
	# No phrase is the errno and nothing else.
	run awk 'BEGIN { IGNORECASE = 1 } tolower($0) ~ /^(eagain|errno 11|resource temporarily unavailable)$/' "$BATS_TEST_TMPDIR/phrases"
	[[ -z $output ]] || fail 'phrases that every message has'
}

@test "eagain explain: each entry has all its parts, and a class that is explained" {
	read_page entries >"$BATS_TEST_TMPDIR/entries"
	(($(wc -l <"$BATS_TEST_TMPDIR/entries") >= 60))
	run awk -v words="${classes// /|}|$kinds" '
		BEGIN { n = split(words, w, "|"); for (i = 1; i <= n; i++) known[w[i]] = 1 }
		function ends() {
			if (title != "" && missing != "")
				print title ": no" missing
			title = missing = ""
		}
		/^#/ { ends() }
		/^## / { class = substr($0, 4); if (class in known) { title = class; missing = " Means Poll Tell Do" } }
		/^### / && class != "Code" { title = $0; missing = " Words Cause Tell Do"; if (!(class in known)) print title ": below " class }
		/^- [A-Z][a-z]*: ./ { sub(" " substr($2, 1, length($2) - 1), "", missing) }
		END { ends() }' "$page"
	[[ -z $output ]] || fail 'what is missing'
	# The key's classes are explained, too.
	local class
	while read -r class; do
		grep -qx "## $class" "$page" || fail "the key says $class"
	done < <(sed -n 's/^| `.* | \[[a-z]*\](#\([a-z-]*\)) |.*/\1/p' "$page" | sort -u | sed 's/-/, /')
}

@test "eagain explain: programs that an entry names are of its class, claims are made" {
	local program
	for program in "$bin"/*-*; do
		"$program" --describe
	done >"$BATS_TEST_TMPDIR/described"
	read_page entries >"$BATS_TEST_TMPDIR/entries"
	run awk -F '\t' '
		FNR == 1 { file++ }
		file == 1 && /^name: / { name = substr($0, 7) }
		file == 1 && /^class: / { kind[name] = substr($0, 8) }
		file == 2 && /^## / { split($0, word, /[][]/); name = word[2] }
		file == 2 && /^- / { split($0, word, "`"); claimed[name, word[2]] = 1 }
		file == 3 {
			first = ""
			n = split($3, piece, ", ")
			for (i = 1; i <= n; i++) {
				if (piece[i] !~ /^`[a-z-]+`( \(`[a-z-]+`\))?$/)
					continue
				split(piece[i], word, "`")
				if (!(word[2] in kind))
					continue # it comes later
				looked++
				if (word[4] != "" && !((word[2], word[4]) in claimed))
					print $2 ": " word[2] " does not claim " word[4]
				if (first == "" && !fits($1, kind[first = word[2]]))
					print $2 ": " $1 ", but " first " is " kind[first]
			}
		}
		function fits(class, kind) {
			if (class == "contrast") # what stands beside EAGAIN may be of any class
				return 1
			if (class == "started")
				return kind ~ /^(started|timeout)$/
			return kind == "contrast" || class !~ /(stale|resolver)$/ &&
				(kind == class || class ~ /(library|device|shared)$/ && kind == "wait")
		}
		END { if (looked < 60) print "only " looked + 0 " are named" }' \
		"$BATS_TEST_TMPDIR/described" "$root/docs/proofs.md" "$BATS_TEST_TMPDIR/entries"
	[[ $status == 0 && -z $output ]] || fail 'what an entry says of a program is not so'
}

@test "eagain explain: what a newcomer has on the screen" {
	explained $'Traceback (most recent call last):\n  File "s.py", line 8, in <module>\n    sock.send(data)\nBlockingIOError: [Errno 11] Resource temporarily unavailable'
	expect_class wait
	expect_line 'See +(scripts/)?eagain run send-stalled-peer.*'
	expect_line 'Or +timeout, if .*'
	explained $'  File "s.py", line 8, in <module>\n    pid = os.fork()\nBlockingIOError: [Errno 11] Resource temporarily unavailable'
	expect_class quota
	explained 'write /dev/stdout: resource temporarily unavailable'
	expect_class shared
	explained $'Error: read EAGAIN\n    at TTY.onStreamRead (node:internal/stream_base_commons:217:20)'
	expect_class shared
	explained 'bash: fork: retry: Resource temporarily unavailable'
	expect_class quota
	explained 'cat: -: Resource temporarily unavailable'
	expect_class shared
	local part
	for part in Why Cause 'poll\(\)' Or Tell Do See More; do
		expect_line "$part +.+"
	done
	explained --all 'cat: -: Resource temporarily unavailable'
	expect_line 'Met +.+'
	expect_no_line 'More +.*'
}

@test "eagain explain: says when errno 11 is not the matter" {
	local message
	for message in 'XIO:  fatal IO error 11 (Resource temporarily unavailable) on X server ":3"' \
		'OpenSSL SSL_read: Resource temporarily unavailable, errno 11' \
		'Error: getaddrinfo EAI_AGAIN db.example.com' 'zmq.error.Again: Resource temporarily unavailable' \
		'curl: (81) Socket not ready for send/recv' 'avcodec_send_packet: AVERROR(EAGAIN)'; do
		explained "$message"
		expect_line 'Note +Errno 11 is NOT the matter.*'
	done
	explained "$(printf '    s.recv(10)\nBlockingIOError: [Errno 35] Resource temporarily unavailable')"
	expect_class wait
	expect_line 'Note .*another system \(macOS or a BSD\).*'
	explained '[WinError 10035] A non-blocking socket operation could not be completed immediately'
	expect_class wait
	expect_line 'Note .*another system \(Windows\).*'
}

@test "eagain explain: another errno beside the words of a cause is another errno" {
	local message
	for message in 'failed to create thread: Operation not permitted (os error 1)' \
		'runtime: failed to create new OS thread (have 2 already; errno=22)' \
		"Can't connect to MySQL server on '10.0.0.1' (111)" 'InnoDB: Unable to lock ./ibdata1 error: 37' \
		"can't open lock file /run/x.lock: Permission denied" 'i2c i2c-1: sendbytes: error -110'; do
		explained "$message"
		expect_class contrast
	done
	expect_line 'Why +It says "errno 110".*'
	explained 'i2c i2c-1: sendbytes: error -11'
	expect_line "contrast: a driver's own .not now..*"
	# They do not hide what is asked for: a name, a connection in progress.
	explained 'connect: Operation now in progress; then: Connection timed out'
	expect_class started
	explained 'getaddrinfo EAI_AGAIN db.example.com, errno: -3'
	expect_line "contrast: the resolver's own number.*"
}

@test "eagain explain: EDEADLK is 35 here and 11 on macOS, and is EAGAIN on neither" {
	explained 'OSError: [Errno 35] Resource deadlock avoided'
	expect_line 'Note +This is NOT EAGAIN\.'
	expect_line 'Tell +the number: 35 on Linux.*'
	expect_line 'See +no program here shows it'
	explained "OSError: [Errno 11] Resource deadlock avoided: '/Users/me/x'"
	expect_line 'Note +This is NOT EAGAIN\.'
	expect_line 'Why .*macOS.*'
}

@test "eagain explain: a limit that the program keeps is no EAGAIN, and no errno" {
	local message
	for message in 'read tcp 10.0.0.1:51234->10.0.0.2:5432: i/o timeout' \
		'curl: (28) Operation timed out after 5001 milliseconds with 0 bytes received'; do
		explained "$message"
		expect_class timeout
		expect_line 'Note +This is NOT EAGAIN: the program counts the time itself\.'
		expect_line 'See .*eagain run recv-late-answer.*'
	done
	explained 'dial tcp 44.205.64.79:443: i/o timeout'
	expect_line 'See .*eagain run connect-timeout.*'
	explained 'dial tcp: lookup db.internal on 10.96.0.10:53: read udp 10.1.1.1:4->10.96.0.10:53: i/o timeout'
	expect_line 'See .*eagain run errno-resolver.*'
}

# answered MESSAGE PROGRAM: the program that its answer runs.
answered() {
	explained "$1"
	expect_line "See .*eagain run $2.*"
}

@test "eagain explain: a name server that did not answer, one that did, and either" {
	local message
	for message in "wget: unable to resolve host address 'foo.invalid': Name or service not known" \
		'getaddrinfo ENOTFOUND registry.npmjs.org' 'socket.gaierror: [Errno -2] Name or service not known'; do
		explained "$message"
		expect_line 'Cause +EAI_NONAME .*'
		expect_line 'Note +Errno 11 is NOT the matter here\.'
	done
	for message in 'curl: (6) Could not resolve host: foo.invalid' 'java.net.UnknownHostException: foo.invalid'; do
		explained "$message"
		expect_line 'Cause +the message does not say which\..*'
	done
	explained 'wget: unable to resolve host address: Temporary failure in name resolution'
	expect_line 'Cause +the resolver got no answer.*'
}

@test "eagain explain: connect() to a TCP address is no path, and no limit; without an address it does not tell" {
	local message
	for message in 'ssh: connect to host h port 22: Resource temporarily unavailable' \
		'dial tcp 10.0.0.1:443: connect: resource temporarily unavailable'; do
		explained "$message"
		expect_class contrast
		expect_line 'Tell .*WSL 1.*'
	done
	for message in 'ping: connect: Resource temporarily unavailable' 'connect: Resource temporarily unavailable'; do
		explained "$message"
		expect_line '.*but the message alone does not tell\.'
	done
	answered 'dial udp 10.0.0.1:53: connect: resource temporarily unavailable' udp-no-port
	answered 'dial unix /run/x.sock: connect: resource temporarily unavailable' unix-connect-backlog
}

@test "eagain explain: datagrams to a path: systemd, syslog" {
	local message
	for message in 'write unix @->/run/systemd/notify: resource temporarily unavailable' \
		'logger: socket /dev/log: Resource temporarily unavailable' 'rsyslogd: imuxsock: sendto: Resource temporarily unavailable'; do
		answered "$message" unix-datagram
	done
}

@test "eagain explain: where no program shows just this, it says so" {
	explained 'getrandom: Resource temporarily unavailable'
	expect_line 'See +no program here shows just this; its class:.*'
	explained --json 'getrandom: Resource temporarily unavailable'
	expect_line '.*"programs":\[\]\}'
}

@test "eagain explain: an errno by name or number, nothing known, an option" {
	local pair
	for pair in 11:wait EAGAIN:wait EWOULDBLOCK:wait 115:started EINPROGRESS:started 114:started \
		EAI_AGAIN:contrast -3:contrast 35:wait 10035:wait ECONNREFUSED:contrast 24:contrast EDEADLK:contrast; do
		explained "${pair%:*}"
		expect_status 0
		expect_class "${pair#*:}"
	done
	explained 11
	expect_line 'wait: most often, but the message alone does not tell\.'
	expect_line ' +2\. .*'
	explained 'the weather is fine'
	expect_status 1
	expect_class unknown
	explained --no-such
	expect_status 2
	# Not options of ours.
	explained '--foo: Resource temporarily unavailable'
	expect_class wait
	run -2 "$root/scripts/eagain" explain --foo
	explained '-bash: fork: Resource temporarily unavailable'
	expect_class quota
}

@test "eagain explain: from standard input, with colours of a log, in other languages, as JSON" {
	run -0 "$root/scripts/eagain" explain <<<$'2024-01-01 worker[3]: something\r\nworker[3]: fork: Resource temporarily unavailable\r'
	expect_class quota
	run -0 bash -c '(seq 100000 && echo "fork: Resource temporarily unavailable") | "$0" explain' \
		"$root/scripts/eagain" # all is read, and the end counts
	expect_class quota
	run -1 "$root/scripts/eagain" explain </dev/null
	expect_class unknown
	explained 'bash: fork: retry: Die Ressource ist zur Zeit nicht verfügbar'
	expect_class quota
	explained 'cat: écriture : Ressource temporairement non disponible stdout'
	expect_class shared
	explained --json 'say "fork: \x": fork: Resource temporarily unavailable'
	expect_line '\{"schema":1,"class":"quota","kind":null,"sure":true,"entry":".*","words":".*","eagain":true,"system":null,"poll":"no.*","cause":".*","tell":".*","do":".*","programs":\[("[a-z-]+",?)+\]\}'
	((${#lines[@]} == 1))
	if command -v python3 >/dev/null; then
		grep -v '^#' "$data" | cut -f 4 >"$BATS_TEST_TMPDIR/messages"
		read_page json "$BATS_TEST_TMPDIR/messages" | python3 -c 'import json, sys
for line in sys.stdin: json.loads(line)'
	fi
}

@test "eagain explain: without a message, a terminal is asked the questions" {
	script -qec true /dev/null >/dev/null || skip 'script(1) can make no terminal here'
	run -0 timeout 60 script -qec "${root@Q}/scripts/eagain explain" /dev/null <<<$'what\nn\ny\n'
	expect_line '.*A lock; .*'
	expect_line 'owned: somebody else holds it.*'
	# An answer ends the line on a screen.
	awk 'length($0) > 80 { exit 1 }' <<<"${output//\? /$'?\n'}" || fail 'a question is wider than the screen'
	run -1 timeout 60 script -qec "${root@Q}/scripts/eagain explain" /dev/null <<<q
}

@test "eagain explain: every awk that is here reads it alike" {
	local awk
	grep -v '^#' "$data" | cut -f 4 >"$BATS_TEST_TMPDIR/messages"
	read_page class "$BATS_TEST_TMPDIR/messages" >"$BATS_TEST_TMPDIR/said" || true
	for awk in mawk gawk original-awk 'busybox awk'; do
		command -v "${awk%% *}" >/dev/null && $awk 1 </dev/null 2>/dev/null || continue
		[[ ! $(command -v "${awk%% *}") -ef $(command -v awk) ]] || continue # it has read it
		# shellcheck disable=SC2086  # "busybox awk" is two words
		LC_ALL=C $awk -v as=class -f "$reader" -f "${reader%/*}/answer.awk" "$page" "$BATS_TEST_TMPDIR/messages" \
			>"$BATS_TEST_TMPDIR/other" || true
		cmp "$BATS_TEST_TMPDIR/said" "$BATS_TEST_TMPDIR/other" || fail "$awk differs"
	done
}

@test "eagain explain: one message is cheap, and many in one call cost less each" {
	local TIMEFORMAT='%U %S' one all
	grep -v '^#' "$data" | cut -f 4 >"$BATS_TEST_TMPDIR/messages"
	{ time "$root/scripts/eagain" explain 'fork: Resource temporarily unavailable' >/dev/null; } 2>"$BATS_TEST_TMPDIR/one"
	{ time read_page class "$BATS_TEST_TMPDIR/messages" >/dev/null || true; } 2>"$BATS_TEST_TMPDIR/all"
	one=$(awk '{ printf "%d", 1000 * ($1 + $2) }' "$BATS_TEST_TMPDIR/one")
	all=$(awk '{ printf "%d", 1000 * ($1 + $2) }' "$BATS_TEST_TMPDIR/all")
	# The processor's time, not the clock's; ten times what it takes.
	((one < 300)) || fail "one message: $one ms"
	((all < 50 * (one + 10))) || fail "all: $all ms, one: $one ms"
}

# all_messages: whole answers, each below a line of "=".
all_answers() {
	grep -v '^#' "$data" | cut -f 4 >"$BATS_TEST_TMPDIR/messages"
	with_backquotes Words >>"$BATS_TEST_TMPDIR/messages"
	sed 's/^/=/' <<<"${classes// /$'\n'}" >>"$BATS_TEST_TMPDIR/messages"
	LC_ALL=C awk -v as=text -v me=scripts/eagain -v programs=" $(cd "$bin" && echo *-*) " \
		-f "$reader" -f "${reader%/*}/answer.awk" "$page" "$BATS_TEST_TMPDIR/messages" \
		>"$BATS_TEST_TMPDIR/answers" || true
}

@test "eagain explain: every answer fits a screen of 80 columns and 24 rows, with the prompt" {
	all_answers
	(($(grep -c '^More ' "$BATS_TEST_TMPDIR/answers") > 1000))
	run awk '
		/^[a-z]+: / { n = 0 }
		++n > 23 { print "row " n ": " $0 }
		length($0) > 79 { print "wide: " $0 }' "$BATS_TEST_TMPDIR/answers"
	[[ -z $output ]] || fail 'too long'
	# What is most important is never what found no room.
	run awk '/^More / { if (!why || !do_it) print NR; why = do_it = 0 } /^Why / { why = 1 } /^Do |^        1\. / { do_it = 1 }' "$BATS_TEST_TMPDIR/answers"
	[[ -z $output ]] || fail 'answers without a reason or a reaction'
	# The first word is a class that README and list know.
	run awk -v known=" $classes unknown " '/^[a-z]+: / && !index(known, " " substr($1, 1, length($1) - 1) " ")' "$BATS_TEST_TMPDIR/answers"
	[[ -z $output ]] || fail 'other words for a class'
}

# shows_code MESSAGE PATTERN: it shows such code, or if PATTERN is empty none.
shows_code() {
	explained "$1"
	local code
	code=$(sed -n 's/^        | //p' <<<"$output")
	if [[ $2 ]]; then
		[[ $code == *$2* ]] || fail "$1: no $2"
	else
		[[ -z $code ]] || fail "$1: code"
	fi
}

@test "eagain explain: the code is of the call and of the language that the message names" {
	shows_code 'recv: Resource temporarily unavailable' 'read(fd'
	shows_code 'send: Resource temporarily unavailable' 'write(fd'
	shows_code 'accept: Resource temporarily unavailable' 'accept(listener'
	shows_code 'connect: Operation now in progress' SO_ERROR
	shows_code 'connect(/run/x.sock): Resource temporarily unavailable' 'usleep('
	shows_code 'flock: Resource temporarily unavailable' 'LOCK_EX | LOCK_NB'
	shows_code 'pthread_create: Resource temporarily unavailable' 'error = pthread_create('
	shows_code 'getaddrinfo EAI_AGAIN db.example.com' 'error = getaddrinfo('
	shows_code 'vfork: Resource temporarily unavailable' '' # a shell's: no program of yours
	shows_code 'futex(0x7f, FUTEX_WAIT, 2, NULL) = -1 EAGAIN' FUTEX_WAIT
	shows_code 'sendto: Resource temporarily unavailable' 'drop it'
	local call pattern
	while IFS='|' read -r call pattern; do
		shows_code $'  File "s.py", line 8, in <module>\n    '"$call"$'\nBlockingIOError: [Errno 11] Resource temporarily unavailable' "$pattern"
	done <<-'END'
		data = sock.recv(10)|sock.recv(size)
		sock.send(data)|sock.send(data)
		conn, _ = listener.accept()|listener.accept()
		fcntl.flock(f, fcntl.LOCK_NB)|fcntl.LOCK_NB
		pid = os.fork()|subprocess.call
		sock.connect("/run/x.sock")|connect_ex(path)
	END
	# No code in that language: where to look, in one line.
	local message
	for message in 'fork/exec /bin/sh: resource temporarily unavailable' \
		'Error: spawn /bin/sh EAGAIN' \
		$'thread \'main\' panicked at \'failed printing to stdout: Resource temporarily unavailable (os error 11)\''; do
		shows_code "$message" ''
		expect_line ' +\(No (Go|Node|Rust) here; docs/handling.md, section [0-9]+, has it in C and Python.\)'
	done
	# A program that is not yours: no code.
	shows_code 'E: Could not get lock /var/lib/dpkg/lock - open (11: Resource temporarily unavailable)' ''
}

@test "eagain explain: EAGAIN and nothing else: it says so, and asks the three questions" {
	local message
	for message in EAGAIN 'BlockingIOError: [Errno 11] Resource temporarily unavailable' \
		'Error: Internal error: Resource temporarily unavailable (os error 11)' \
		'java.io.IOException: Resource temporarily unavailable'; do
		explained "$message"
		expect_line 'wait: most often, but the message alone does not tell\.'
		expect_line ' +1\. Did the call wait .*'
		expect_line ' +3\. .*'
		expect_line 'Tell +.*eagain why PID'
		expect_no_line '^ +[|] .*'
		explained --json "$message"
		[[ $output == *'"sure":false'* ]]
	done
	explained --json 'fork: Resource temporarily unavailable'
	[[ $output == *'"class":"quota","kind":null,"sure":true'* ]]
	explained --json 'XIO:  fatal IO error 11 (Resource temporarily unavailable) on X server ":3"'
	[[ $output == *'"class":"contrast","kind":"stale"'* ]]
}

@test "eagain explain: of a log of ten thousand lines it finds the last that says EAGAIN, in a second" {
	local TIMEFORMAT='%U %S'
	{
		seq 7000 | sed 's/.*/12:00:01 worker[11]: request & done in 11 ms, 200 OK/'
		echo '12:00:02 worker[7]: fork: Resource temporarily unavailable'
		echo '12:00:02 worker[8]: Die Ressource ist zur Zeit nicht verfügbar: fork'
		seq 3000 | sed 's/.*/12:00:03 worker[11]: request & done in 11 ms, connection closed/'
	} >"$BATS_TEST_TMPDIR/log"
	{ time "$root/scripts/eagain" explain <"$BATS_TEST_TMPDIR/log" >"$BATS_TEST_TMPDIR/said"; } 2>"$BATS_TEST_TMPDIR/time"
	run cat "$BATS_TEST_TMPDIR/said"
	expect_class quota
	[[ $(tr -s '[:space:]' ' ' <<<"$output") == *'10002 lines, and 2 of them say EAGAIN. This is about the last, line 7002.'* ]]
	expect_no_line '.*connect.*' # of other lines
	# The processor's time, not the clock's; five times what it takes.
	awk '{ exit !($1 + $2 < 1) }' "$BATS_TEST_TMPDIR/time" || fail "$(<"$BATS_TEST_TMPDIR/time")"
	# From 61 lines on it is a log; fewer are one message.
	run -0 "$root/scripts/eagain" explain < <(sed -n '6942,7002p' "$BATS_TEST_TMPDIR/log")
	[[ $(tr -s '[:space:]' ' ' <<<"$output") == *'61 lines, and 2 of them say EAGAIN. This is about the last, line 61.'* ]]
	run -0 "$root/scripts/eagain" explain < <(sed -n '6943,7002p' "$BATS_TEST_TMPDIR/log")
	expect_class quota
	expect_no_line 'lines, and'
}

@test "eagain explain: nothing, an empty line, bytes that are no UTF-8" {
	run -1 "$root/scripts/eagain" explain <<<''
	expect_line 'unknown: .*'
	expect_line 'Why +The message is empty\.'
	explained ''
	expect_status 1
	printf '\377\376\200 fork: Resource temporarily unavailable\n' >"$BATS_TEST_TMPDIR/bytes"
	run -0 "$root/scripts/eagain" explain <"$BATS_TEST_TMPDIR/bytes"
	expect_class quota
	head -c 100000 /dev/urandom >"$BATS_TEST_TMPDIR/bytes"
	run "$root/scripts/eagain" explain <"$BATS_TEST_TMPDIR/bytes"
	[[ $status -le 1 && ${lines[0]} =~ ^[a-z]+:\  ]]
	run -0 "$root/scripts/eagain" explain < <(printf '\033[31mError\033[0m: \033[1mfork\033[0m: Resource temporarily unavailable\n')
	expect_class quota
}

@test "eagain explain: the C library's texts in its other languages" {
	local text
	while read -r text; do
		explained "bash: fork: $text"
		expect_class quota
	done <<-'END'
		Die Ressource ist zur Zeit nicht verfügbar
		Ressource temporairement non disponible
		Recurso no disponible temporalmente
		资源暂时不可用
		リソースが一時的に利用できません
		Ресурс временно недоступен
		Recurso temporariamente indisponível
		Risorsa temporaneamente non disponibile
	END
	while read -r text; do
		explained "connect: $text"
		expect_class started
	done <<-'END'
		Die Operation ist jetzt in Bearbeitung
		Opération maintenant en cours
		Operación en curso
		操作现在正在进行
		現在処理中の操作です
		Операция выполняется в данный момент
		Operação agora em progresso
		Operazione ora in corso
		Die Operation wird bereits ausgeführt
	END
}

@test "eagain explain: what is there is not what is meant" {
	# Windows and macOS: their 11 is another.
	explained 'bash 5740 fork: child -1 - forked process 2976 died unexpectedly, errno 11'
	expect_class contrast
	explained 'Resource deadlock avoided (os error 11)'
	expect_class contrast
	explained 'Error: Unknown system error -11: Unknown system error -11, read'
	expect_class contrast
	# Nor is rsync's.
	explained $'rsync: [sender] write error: Broken pipe (32)\nrsync error: error in file IO (code 11) at io.c(831)'
	expect_class contrast
	# A number in brackets is a process.
	explained 'worker[11]: hello'
	expect_class unknown
	# A call that did not fail says nothing with errno.
	explained 'wait(9312) = 0: Resource temporarily unavailable (11)'
	expect_line 'contrast: an old errno\..*'
	# Not Node's terminal.
	explained 'TUN write EAGAIN (drops=4)'
	expect_class wait
	# pwrite() is of files; there is nothing to wait for.
	explained 'pwrite: Resource temporarily unavailable'
	expect_class flag
	explained 'panic: pebble.Open: resource temporarily unavailable'
	expect_class owned
}

@test "eagain explain: that nothing in a message says EAGAIN is said, unless something has begun" {
	explained 'pthread_create failed'
	expect_line 'Note    Nothing in it says EAGAIN by name or number: check that first.'
	explained 'Operation now in progress'
	expect_class started
	expect_no_line '^Note'
}
