# SPDX-License-Identifier: MIT
# How a run ends, and what is said of it: the fixtures must be reported as
# exactly what they are.
load helper

fixture() {
	run --separate-stderr timeout -k 2 30 "$fixtures/$@" </dev/null
}

@test "failsafe: a claim that does not hold fails the run, and says what came" {
	fixture claims-wrong
	expect_status 1
	expect_line '  not ok  expected: a byte is there'
	expect_line '          came:     recv\(sock, 1 byte\) = -1 EAGAIN'
	[[ $(last_line) == 'FAIL claims-wrong: 1 of 2 claims hold' ]]
	fixture claims-wrong --json
	[[ $(last_line) == '{"event":"end","result":"fail","claims":2,"held":1,"text":"1 of 2 claims hold"}' ]]
	fixture claims-wrong --quiet
	[[ $status == 1 && -z $output$stderr ]]
}

@test "failsafe: a run without a claim fails" {
	fixture ends-badly
	expect_status 1
	[[ $(last_line) == 'FAIL ends-badly: no claim was made' ]]
}

@test "failsafe: set-up that fails is 99, with the call and its errno on stderr" {
	fixture ends-badly --how=set-up
	expect_status 99
	[[ $stderr == 'ends-badly: open: ENOENT: No such file or directory' ]]
	fixture ends-badly --how=set-up --json
	[[ $(last_line) == *'"result":"error"'*'"text":"open: ENOENT: No such file or directory"}' ]]
}

@test "failsafe: a skip is 77 and names what is missing; a failed claim outweighs it" {
	fixture ends-badly --how=skip
	expect_status 77
	[[ $(last_line) == 'SKIP ends-badly: a kernel that can' ]]
	fixture ends-badly --how=skip --json
	[[ $(last_line) == *'"result":"skip",'*'"text":"a kernel that can"}' ]]
	fixture ends-badly --how=fail-skip
	expect_status 1
	[[ $(last_line) == 'FAIL ends-badly: 0 of 1 claims hold' ]]
}

@test "failsafe: a hang is 124, names the step, and loses nothing that was reported" {
	fixture ends-badly --how=hang --timeout=1
	expect_status 124
	expect_line '\[end\] it ends'
	[[ $(last_line) == 'HANG ends-badly: [end] it ends: no end in 1 s' ]]
	fixture ends-badly --how=hang --timeout=1 --json
	[[ $(last_line) == *'"result":"hang","claims":0,"held":0,"text":"[end] it ends: no end in 1 s"}' ]]
	fixture ends-badly --how=hang --timeout=1 --quiet
	[[ $status == 124 && -z $output$stderr ]]
}

@test "failsafe: a crash has no end event" {
	fixture ends-badly --how=die --json
	expect_status 134
	expect_no_line '"event":"end"'
}

@test "a stdout that takes nothing does not hang a run: 124" {
	# A full pipe whose reader is there and does not read.
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	exec 5<>"$BATS_TEST_TMPDIR/pipe"
	run timeout 5 dd if=/dev/zero of="$BATS_TEST_TMPDIR/pipe" bs=4096 count=1000 oflag=nonblock
	run -124 timeout -s KILL 10 bash -c '"$0" --timeout=1 >"$1"' "$bin/accept-empty" "$BATS_TEST_TMPDIR/pipe"
	exec 5>&-
}

@test "a full, non-blocking stdout: nothing is lost when its reader comes late" {
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	exec 5<>"$BATS_TEST_TMPDIR/pipe"
	"$fixtures/nonblocking-stdout" --full "$bin/recv-eof" >&5 3>&- 4>&- &
	wait_for sleeping $!	# it finds no room
	timeout 10 cat <"$BATS_TEST_TMPDIR/pipe" 5>&- | tr -d '\0' >"$BATS_TEST_TMPDIR/came" &
	wait %1
	exec 5>&-
	wait
	diff <("$bin/recv-eof") "$BATS_TEST_TMPDIR/came"
}

@test "a stdout that takes a part and then nothing does not hang a run: 124" {
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	exec 5<>"$BATS_TEST_TMPDIR/pipe"
	local room
	for room in 100 700 1200; do
		run -124 timeout -s KILL 10 bash -c '
			exec 5<>"$1"
			"$2" --full /bin/true >&5
			page=$(getconf PAGESIZE)
			head -c "$page" <&5 >/dev/null
			head -c $((page - $3)) /dev/zero >&5
			exec "$0" --timeout=1 >"$1"' \
			"$bin/accept-empty" "$BATS_TEST_TMPDIR/pipe" "$fixtures/nonblocking-stdout" "$room"
	done
	exec 5>&-
}

@test "--json=FIFO without a reader is no hang either: 124" {
	mkfifo "$BATS_TEST_TMPDIR/fifo"
	run -124 timeout -s KILL 10 "$bin/recv-eof" --timeout=1 --json="$BATS_TEST_TMPDIR/fifo"
}

@test "--json=/dev/stdout in a file: nothing overwrites anything" {
	"$bin/recv-eof" --json=/dev/stdout >"$BATS_TEST_TMPDIR/both"
	(($(grep -c '^{"event"' "$BATS_TEST_TMPDIR/both") == $("$bin/recv-eof" --json | wc -l)))
	diff <(grep -v '^{"event"' "$BATS_TEST_TMPDIR/both") <("$bin/recv-eof")
}

@test "a file size limit is 99, and says so" {
	run -99 bash -c 'set -o pipefail; { ulimit -f 0; "$0" >"$1"; } 2>&1 | cat' \
		"$bin/recv-eof" "$BATS_TEST_TMPDIR/file"
	[[ $output == *EFBIG* ]]
}

@test "events stay UTF-8 and JSON, whatever an option holds" {
	"$fixtures/any-text" --json --message=$'\xff"\\\x01\xc3\xbc' >"$BATS_TEST_TMPDIR/events"
	grep -Fq '"message":"\ufffd\"\\\u0001ü"' "$BATS_TEST_TMPDIR/events"
	# Surrogates, overlong forms, and what is beyond U+10FFFF are not UTF-8.
	local bad
	for bad in $'\xed\xa0\x80' $'\xe0\x80\x80' $'\xf4\x90\x80\x80' $'\xc0\x80' $'\xe4\xbd'; do
		"$fixtures/any-text" --json --message="$bad" >"$BATS_TEST_TMPDIR/events"
		grep -Eq '"message":"(\\ufffd)+"' "$BATS_TEST_TMPDIR/events"
	done
}

# stopped_by SIGNAL: end a hanging run with it; its output and status.
stopped_by() {
	# With job control, as a job in the background else ignores SIGINT.
	run --separate-stderr timeout 20 bash -c '
		set -m
		"$1" --how=hang --timeout=15 --json="$2" >"$3" &
		until sleeping $!; do :; done
		kill -"$0" $!
		wait $!' "$1" "$fixtures/ends-badly" "$BATS_TEST_TMPDIR/events" "$BATS_TEST_TMPDIR/out"
	output=$(<"$BATS_TEST_TMPDIR/out")
}

@test "SIGINT ends a run with 130, SIGTERM with 143, after a last line" {
	stopped_by INT
	expect_status 130
	[[ $(last_line) == 'STOP ends-badly: [end] it ends: ended by SIGINT' ]]
	[[ $(tail -n 1 "$BATS_TEST_TMPDIR/events") == *'"result":"error"'*'ended by SIGINT"}' ]]
	stopped_by TERM
	expect_status 143
	[[ $(last_line) == 'STOP ends-badly: [end] it ends: ended by SIGTERM' ]]
}

@test "being stopped and continued does not ring the watchdog" {
	"$fixtures/ends-badly" --how=hang --timeout=2 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- &
	local pid=$! before
	wait_for sleeping $pid
	kill -STOP $pid
	# Longer than its timeout.
	before=$SECONDS
	wait_for eval '((SECONDS > before + 3))'
	kill -CONT $pid
	wait_for sleeping $pid
	kill $pid
	wait $pid || true
	grep -q '^STOP' "$BATS_TEST_TMPDIR/out"
}

@test "--step needs a terminal, and waits there for Enter before each step" {
	demo accept-empty --step
	expect_status 2
	expect_stderr '^accept-empty: --step needs a terminal'
	script -qec true /dev/null >/dev/null || skip "script(1) can make no terminal here"
	run timeout 20 bash -c 'printf "\n\n\n\n\n\n" | script -qec "exec ${0@Q} --step --color=never" /dev/null' "$bin/accept-empty"
	expect_status 0
	[[ $(grep -o -- '-- Enter --' <<<"$output" | wc -l) == $(grep -c '^\[' <<<"$output") ]]
	[[ $output == *'PASS accept-empty'* ]]
}

@test "a wrong option stays one line, whatever is in it" {
	run --separate-stderr -2 "$bin/recv-eof" $'--no\nsuch\033option'
	((${#stderr_lines[@]} == 2))
	[[ $stderr != *$'\033'* ]]
}

@test "the last of two options counts, and a value may be the next word" {
	demo send-stalled-peer --message=7 --message 1000 --json
	[[ ${lines[0]} == *'"message":1000'* ]]
	demo recv-eof --json="$BATS_TEST_TMPDIR/unused" --json
	[[ ${lines[0]} == '{"event":"begin"'* && ! -e $BATS_TEST_TMPDIR/unused ]]
}

@test "NO_COLOR counts when it is not empty, and --color outweighs it" {
	script -qec true /dev/null >/dev/null || skip "script(1) can make no terminal here"
	coloured() {
		env TERM=xterm "$@" script -qec "exec ${bin@Q}/recv-eof \$OPTION" /dev/null </dev/null | grep -q $'\033'
	}
	coloured NO_COLOR=
	coloured OPTION=--color=auto
	run ! coloured OPTION=--color=never
	run ! coloured NO_COLOR=1
	run ! coloured TERM=dumb
	NO_COLOR=1 demo recv-eof --color=always
	[[ $output == *$'\033['* ]]
}

@test "a signal that the parent ignored stays so, one that it blocked does not; events are for nobody else" {
	env --block-signal=TERM true 2>/dev/null || skip "env --block-signal, of coreutils 8.31"
	(trap '' INT && exec env --block-signal=TERM "$fixtures/ends-badly" --how=hang --timeout=15 \
		--json="$BATS_TEST_TMPDIR/events" >/dev/null 3>&- 4>&-) &
	local program=$! code=0 fd
	wait_for sleeping "$program"
	for fd in /proc/"$program"/fd/*; do
		[[ $(readlink "$fd") != */events ]] || break
	done
	grep -q '^flags:.*2......$' "/proc/$program/fdinfo/${fd##*/}" || fail 'expected O_CLOEXEC'
	kill -INT "$program"
	kill -TERM "$program"
	wait "$program" || code=$?
	((code == 143)) || fail "ended with $code"
}

@test "a child dies with its parent, however that dies" {
	local parent child
	"$fixtures/ends-badly" --how=family --timeout=15 >/dev/null 3>&- 4>&- &
	parent=$!
	wait_for grep -q . "/proc/$parent/task/$parent/children"
	read -r child <"/proc/$parent/task/$parent/children" || [[ $child ]] # without a newline
	wait_for sleeping "$parent"
	kill -KILL "$parent"
	wait_for eval '[[ ! -e /proc/$child || $(</proc/$child/stat) == *") Z "* ]]'
	wait "$parent" || true
}
