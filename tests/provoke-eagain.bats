# SPDX-License-Identifier: MIT
load helper

provoke=$bin/provoke-eagain
events=

setup() {
	events=$BATS_TEST_TMPDIR/events
	export ASAN_OPTIONS=detect_leaks=0 # it does not work in who is traced
	run "$provoke" --allow-none -- true
	[[ $status != 77 ]] || skip "${lines[-1]}"
}

# provoked ARGUMENT ...: run it; $status; what it said is in $events.
provoked() {
	run --separate-stderr timeout -k 2 60 "$provoke" --json="$events" "$@" </dev/null
}

# verdicts: the faults that the last run found, in words, in the table's order.
verdicts() {
	sed -n 's/.*"verdict":"\([^"]*\)".*/\1/p' "$events" |
		grep -vx -e waits -e 'goes on' -e open | sort -u | paste -sd ,
}

# finds VERDICT[,VERDICT ...]: these faults, and no others; '' is none.
finds() {
	local came
	came=$(verdicts)
	[[ $came == "$1" ]] || fail "expected the verdicts '$1', not '$came': $(<"$events")"
	[[ ! $1 ]] || expect_status 1
}

# times: how many calls were answered EAGAIN or with a part, of all verdicts.
times() {
	awk -F '"times":' '/"times":/ { sum += $2 } END { print sum + 0 }' "$events"
}

# on_bad_day MODE PROGRAM: it has descriptor 0, and a peer that is not easy.
on_bad_day() {
	run --separate-stderr timeout -k 2 60 "$fixtures/bad-day" --mode="$1" -- \
		"$provoke" --json="$events" --allow-none -- "$2"
}

# build EXERCISE [WAY]: that program, or a way of its fixes, as $BATS_TEST_TMPDIR/it.
build() {
	${CC:-cc} -w -O1 ${2:+-D"$2"} -o "$BATS_TEST_TMPDIR/it" \
		"$root/docs/exercises/$1/${2:+fixes}${2:-$1}.c" 2>/dev/null ||
		${CC:-cc} -w -O1 ${2:+-D"$2"} -o "$BATS_TEST_TMPDIR/it" "$root/docs/exercises/$1/fixes.c"
}

right_ways() {
	grep -oE '\bRIGHT_[A-Z_]+' "$root/docs/exercises/$1/fixes.c" | sort -u
}

# exercise NAME MODE VERDICT: the broken program has it, the right ways have none.
exercise() {
	local way
	build "$1"
	on_bad_day "$2" "$BATS_TEST_TMPDIR/it"
	finds "$3"
	for way in $(right_ways "$1"); do
		build "$1" "$way"
		on_bad_day "$2" "$BATS_TEST_TMPDIR/it"
		finds '' || fail "it was $way"
		expect_status 0
	done
}

@test "provoke-eagain: a command is needed, and one that cannot run is 99" {
	run -2 --separate-stderr "$provoke"
	expect_stderr 'COMMAND .* is needed'
	run -2 --separate-stderr "$provoke" --no-such -- true
	run -99 --separate-stderr "$provoke" -- /nowhere
	expect_stderr 'cannot run /nowhere: ENOENT'
}

@test "provoke-eagain: 77 if nothing came, 0 with --allow-none; output and status are the command's own" {
	provoked -- sh -c 'echo out; echo err >&2; exit 3'
	expect_status 77
	[[ $output == out ]] || fail 'expected standard output to be left alone'
	expect_stderr '^err$'
	expect_stderr '^ +sh ended with exit status 3'
	grep -q '"event":"command","status":3,"processes":1' "$events"
	cp "$(type -P true)" "$BATS_TEST_TMPDIR/"$'\e[31m'
	provoked --allow-none -- "$BATS_TEST_TMPDIR/"$'\e[31m'
	expect_stderr '/\?\[31m ended with exit status 0'
	provoked --allow-none --quiet -- sh -c 'kill -KILL $$'
	expect_status 0
	grep -q '"event":"command","signal":9,' "$events"
	[[ ! $stderr ]] || fail 'expected --quiet to be quiet'
}

@test "provoke-eagain: what a reader that has gone leaves open is no fault, and no wait" {
	provoked -- sh -c 'dd if=/dev/zero bs=1M count=2 status=none | dd bs=4k count=1 of=/dev/null status=none'
	expect_status 0
	grep -q '"call":"write","on":"pipe","verdict":"open","times":1,' "$events"
	expect_stderr 'no fault was seen'
}

@test "provoke-eagain: what was answered stands in the row, if it was not EAGAIN" {
	build zero
	on_bad_day ends "$BATS_TEST_TMPDIR/it"
	expect_stderr 'recvfrom .* asks again at once \(answered 0\)'
	grep -q '"call":"recvfrom".*"verdict":"asks again at once".*"answer":"answered 0"' "$events"
	build close
	on_bad_day calls "$BATS_TEST_TMPDIR/it"
	expect_stderr 'asks again at once \(answered EBADF\)'
	provoked -- "$fixtures/habits" own-pipe
	expect_stderr 'stuck \(no answer yet\)'
	expect_stderr 'times: calls, and \(\.\.\.\) says how'
	provoked -- "$fixtures/habits" poll
	grep -q '"verdict":"waits".*"answer":"EAGAIN or a part"' "$events"
	[[ $stderr != *'(answered'* ]] || fail 'that was EAGAIN'
}

@test "provoke-eagain: that locks are not watched is said where nothing came" {
	command -v flock >/dev/null || skip 'no flock(1)'
	exec 8>"$BATS_TEST_TMPDIR/lock"
	flock 8
	provoked -- flock -n "$BATS_TEST_TMPDIR/lock" true
	exec 8>&-
	expect_status 77
	expect_stderr 'watched: read, .*; not locks, futexes, fork\(\)'
	expect_stderr 'SKIP .*neither came where it looks'
}

@test "provoke-eagain: where it came: the function, and the library that called for it" {
	cd "$BATS_TEST_TMPDIR"
	printf '#include <unistd.h>\nint ask(int fd) { char byte; return (int)read(fd, &byte, 1); }\n' >ask.c
	cat >asks.c <<-'END'
		#define _GNU_SOURCE
		#include <fcntl.h>
		#include <unistd.h>
		int ask(int fd);
		int main(void) { int ends[2]; return pipe2(ends, O_NONBLOCK) == -1 || ask(ends[0]) != -1; }
	END
	${CC:-cc} -shared -fPIC -o libask.so.1 ask.c && ${CC:-cc} -o asks asks.c ./libask.so.1 ||
		skip 'no shared libraries can be made here'
	./asks || skip 'no shared libraries can be used here'
	provoked -- ./asks
	expect_stderr 'first in main\(\) in asks, through libask$'
	${CC:-cc} -o alone asks.c ask.c
	provoked -- ./alone
	expect_stderr 'first in ask\(\) in alone$'
}

@test "provoke-eagain: --only judges that program, whoever starts it" {
	provoked -- sh -c '"$1" nap; "$2" --quiet' sh "$fixtures/habits" "$bin/recv-empty"
	finds naps
	provoked --only="$bin/recv-empty" -- sh -c '"$1" nap; "$2" --quiet' sh "$fixtures/habits" "$bin/recv-empty"
	finds ''
	expect_status 0
	provoked --only="$fixtures/habits" -- sh -c '"$1" nap; "$2" --quiet' sh "$fixtures/habits" "$bin/recv-empty"
	finds naps
	expect_stderr '^provoke-eagain: habits: naps'
	run -99 --separate-stderr "$provoke" --only=/nowhere -- true
	expect_stderr '/nowhere: ENOENT'
}

@test "provoke-eagain: the broken exercises have a fault each, their right ways none" {
	exercise drops stalls 'never comes back'
	exercise resends stalls 'sends the whole again'
	exercise zero ends 'asks again at once'
	exercise edge ends stuck
	exercise close calls 'asks again at once'
}

# The peer is the judge of that exercise: a refusal that comes late.
@test "provoke-eagain: who believes to be connected never comes back" {
	local judge=$out/exercises/believes/judge way
	printf '#!/bin/sh\nexec "%s" --json="%s" --allow-none -- "%s" "$@"\n' \
		"$provoke" "$events" "$BATS_TEST_TMPDIR/it" >"$BATS_TEST_TMPDIR/watched"
	chmod +x "$BATS_TEST_TMPDIR/watched"
	build believes
	run timeout 60 "$judge" --program="$BATS_TEST_TMPDIR/watched"
	[[ $(verdicts) == 'never comes back' ]] || fail "$(<"$events")"
	build believes RIGHT_SO_ERROR
	run timeout 60 "$judge" --program="$BATS_TEST_TMPDIR/watched"
	[[ $(verdicts) == '' ]] || fail "$(<"$events")"
}

@test "provoke-eagain: verdicts are the same three times" {
	local i
	for i in 1 2 3; do
		provoked -- "$fixtures/habits" poll
		finds ''
		expect_status 0
		provoked -- "$fixtures/habits" drain
		finds ''
		expect_status 0
		provoked -- "$fixtures/habits" limit
		finds ''
		expect_status 0
		[[ $(times) == 8 ]] || fail 'each of its calls is told EAGAIN'
		provoked -- "$fixtures/habits" nap
		finds naps
		provoked -- "$fixtures/habits" writable
		finds 'asks again at once'
		[[ $(times) == 300 ]] || fail 'each of its calls is told EAGAIN'
		provoked -- "$fixtures/habits" lines
		finds 'never comes back'
		provoked -- "$fixtures/habits" own-pipe
		finds stuck
	done
}

@test "provoke-eagain: a 32-bit child's calls are decoded" {
	${CC:-cc} -m32 -w -o "$BATS_TEST_TMPDIR/narrow" "$root/tests/fixtures/habits.c" 2>/dev/null &&
		"$BATS_TEST_TMPDIR/narrow" lines || skip 'no 32-bit programs can be built and run here'
	provoked -- "$BATS_TEST_TMPDIR/narrow" poll
	finds ''
	expect_status 0
	provoked -- "$BATS_TEST_TMPDIR/narrow" nap
	finds naps
	provoked -- "$BATS_TEST_TMPDIR/narrow" own-pipe
	finds stuck
}

# serves PROGRAM: it is told something, and ended by SIGTERM.
serves() {
	local pid port
	rm -f "$BATS_TEST_TMPDIR/said" # of the server before, whose port nobody has
	timeout -k 2 60 "$provoke" --json="$events" -- "$bin/$1" --listen=127.0.0.1:0 \
		>"$BATS_TEST_TMPDIR/said" 2>/dev/null 3>&- &
	pid=$!
	port=$(port_in "$BATS_TEST_TMPDIR/said")
	head -c 200000 /dev/zero | timeout 30 "$bin/echo-client" --connect=127.0.0.1:"$port" >/dev/null
	kill "$pid"
	status=0
	wait "$pid" || status=$?
}

@test "provoke-eagain: echo-epoll waits, echo-spin asks again at once, echo-nap naps" {
	serves echo-epoll
	finds ''
	expect_status 0
	serves echo-spin
	finds 'asks again at once'
	serves echo-nap
	finds naps
}

@test "provoke-eagain: asyncio waits; the article's client naps, gives up, or never comes back" {
	command -v python3 >/dev/null || skip 'no python3'
	local client=$BATS_TEST_TMPDIR/client.py
	cat >"$client" <<-'END'
		import asyncio, select, socket, sys, time
		async def echo(reader, writer):
		    while data := await reader.read(65536):
		        writer.write(data)
		        await writer.drain()
		    writer.close()
		async def talk():
		    server = await asyncio.start_server(echo, '127.0.0.1', 0)
		    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
		    writer.write(bytes(300000))
		    await reader.readexactly(300000)
		    writer.close()
		def article(how):
		    server = socket.create_server(('127.0.0.1', 0))
		    client = socket.create_connection(server.getsockname())
		    peer = server.accept()[0]
		    client.setblocking(False)
		    napped = False
		    for i in range(1000):
		        try:
		            client.send(b'hello world!')
		            if napped:
		                return
		        except BlockingIOError:
		            if how == 'pass':
		                continue
		            if how == 'raise':
		                raise
		            # The window may open later than that: it naps again.
		            while select.select([peer], [], [], 0)[0]:
		                peer.recv(100000)
		            time.sleep(0.01)
		            napped = True
		    # The last one is refused, whatever was acknowledged meanwhile.
		    while True:
		        try:
		            client.send(b'hello world!')
		        except BlockingIOError:
		            return
		if sys.argv[1] == 'asyncio':
		    asyncio.run(talk())
		else:
		    article(sys.argv[1])
	END
	provoked -- python3 "$client" asyncio
	! grep -q 'another word size' "$events" || skip 'python3 is of another word size'
	finds ''
	expect_status 0
	provoked -- python3 "$client" sleep
	finds naps
	provoked -- python3 "$client" raise
	finds 'gives up'
	# Each message is as the one before: has it come back with that, or not?
	provoked -- python3 "$client" pass
	finds 'asks again at once,never comes back'
}

# gone PID ...: none of them is left.
gone() {
	local pid
	for pid; do
		[[ ! -e /proc/$pid ]] || return 1
	done
}

@test "provoke-eagain: nothing is left stopped or traced when it is killed; what daemonises stays in sight" {
	local pid left
	mkfifo "$BATS_TEST_TMPDIR/never" "$BATS_TEST_TMPDIR/go"
	"$provoke" -- sh -c 'cat "$1" & cat "$1"' sh "$BATS_TEST_TMPDIR/never" 2>/dev/null 3>&- &
	pid=$!
	children() { left=$(cat /proc/"$pid"/task/*/children) && [[ $left ]]; }
	wait_for children
	kill -KILL "$pid"
	wait "$pid" || true
	# shellcheck disable=SC2086  # words on purpose
	wait_for gone $left
	# It outlives the command, and is waited for.
	"$provoke" --json="$events" --allow-none -- \
		sh -c '(read -r _ <"$1" && exec true) & exit 5' sh "$BATS_TEST_TMPDIR/go" 2>/dev/null 3>&- &
	pid=$!
	timeout 20 sh -c 'echo >"$1"' sh "$BATS_TEST_TMPDIR/go"
	wait "$pid"
	grep -q '"event":"command","status":5,"processes":2' "$events"
}

@test "provoke-eagain: a signal is passed on; a command that ignores it ends at the second; who is traced already is told so" {
	local pid
	mkfifo "$BATS_TEST_TMPDIR/never"
	"$provoke" --json="$events" --allow-none -- \
		sh -c 'trap "" TERM; echo ready; read -r _ <"$1"' sh "$BATS_TEST_TMPDIR/never" \
		>"$BATS_TEST_TMPDIR/said" 2>/dev/null 3>&- &
	pid=$!
	wait_for grep -q ready "$BATS_TEST_TMPDIR/said"
	again() { kill "$pid" 2>/dev/null; grep -q '"signal":9' "$events"; }
	wait_for again
	wait "$pid"
	provoked --allow-none -- "$provoke" -- true
	expect_stderr 'SKIP provoke-eagain: ptrace\(\) is refused here'
	((UID == 0)) || skip 'a set-user-ID program: not root'
	cp "$(type -P true)" "$BATS_TEST_TMPDIR/set-id"
	chown 65534 "$BATS_TEST_TMPDIR/set-id"
	chmod u+s "$BATS_TEST_TMPDIR/set-id"
	provoked --allow-none -- "$BATS_TEST_TMPDIR/set-id"
	expect_stderr 'set-user-ID programs ran without their privilege'
}
