# SPDX-License-Identifier: MIT
load helper
load echo

@test "echo: every server makes the same claims" {
	local way but
	# What they claim is in docs/proofs.md: the judge compares each with it.
	(($(proofs echo-poll | wc -l) >= 14))
	for way in "${servers[@]}"; do
		case $way in
		spin | nap) but='asleep-meanwhile|idle|refused-once' ;; # they are not asleep, and try again
		threads) but='fair|idle|no-room|refused-once|send-waits' ;; # its send() waits; which thread is next is the scheduler's choice
		uring) but='idle|refused-once' ;; # the kernel waits for room
		*) but=idle ;; # each does it in its own way
		esac
		diff <(proofs echo-poll | grep -vE "^- \`($but)\`") <(proofs "echo-$way" | grep -vE "^- \`($but)\`")
		proofs "echo-$way" | grep -q '^- `idle`' || fail "echo-$way does not claim idle"
	done
}

@test "echo: two servers differ in the way of waiting alone" {
	local way one
	# All but the account, the includes, the waiting and what it needs.
	shape() {
		sed -n '/^int$/,$p' "$root/demos/echo/echo-$1.c" |
			sed 's/blocking ? 0 : SOCK_NONBLOCK/FLAGS/; s/server, 0, &listen_at/server, FLAGS, \&listen_at/; s/ASLEEP\|THREADS\|NAPS\|BUSY/IDLE/' |
			grep -v 'probe\|ring_missing\|FD_SETSIZE\|server.nap\|server.threads'
	}
	one=$(shape poll)
	for way in "${servers[@]}"; do
		[[ $(shape "$way") == "$one" ]] || fail "main of echo-$way is another"
	done
}

@test "echo: what two servers call differs in the waiting, and in what that forces" {
	local way one
	# The calls of the step own-calls, but for those that wait or say what for.
	calls() {
		"$bin/echo-$1" | awk '/^\[/ { on = /^\[own-calls\]/ }
			on && $1 == "server" && $2 !~ /^(select|poll|epoll_ctl|epoll_wait|nanosleep)\(/'
	}
	one=$(calls poll)
	[[ $one == *'send(conn, 16384 bytes)'*'recv(conn, 16384 bytes)         = 0' ]]
	for way in select epoll; do
		diff <(printf '%s\n' "$one") <(calls "$way") || fail "echo-$way calls others"
	done
	# Edge-triggered it goes on until EAGAIN: more of the same, in the same order.
	names() {
		sed 's/.*server  \([a-z0-9]*\)(.*/\1/' | uniq
	}
	diff <(names <<<"$one") <(calls edge | names)
	calls edge | grep -Eq 'send\(conn, [0-9]+ bytes\) += -1 EAGAIN'
}

@test "echo-client: a pipe goes through each server and comes back in upper case" {
	local way
	for way in "${servers[@]}"; do
		[[ $way != uring ]] || can_uring || continue
		start "$way"
		seq 100000 | sed 's/$/ abc/' | timeout 30 "$bin/echo-client" --connect="127.0.0.1:$port" |
			cmp - <(seq 100000 | sed 's/$/ ABC/') || fail "echo-$way"
		kill "$server"
	done
}

@test "echo-client: an empty line is not sent; it asks again" {
	script -qec true /dev/null >/dev/null || skip 'script(1) can make no terminal here'
	local prompt='Please enter information: '
	start epoll
	: >"$BATS_TEST_TMPDIR/out"
	# Nothing is typed before the terminal has no echo.
	{ wait_for grep -q "$prompt" "$BATS_TEST_TMPDIR/out" && printf '\nhello\n\004'; } |
		timeout 30 script -qec "stty -echo; exec ${bin@Q}/echo-client --connect=127.0.0.1:$port" /dev/null >"$BATS_TEST_TMPDIR/out"
	[[ $(<"$BATS_TEST_TMPDIR/out") == "$prompt${prompt}HELLO"* ]] || fail "$(<"$BATS_TEST_TMPDIR/out")"
	kill "$server"
}

@test "echo-client: a server that is not there is 99, one that goes away is said" {
	start epoll
	mkfifo "$BATS_TEST_TMPDIR/in"
	timeout 30 "$bin/echo-client" --connect="127.0.0.1:$port" <"$BATS_TEST_TMPDIR/in" \
		>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- 4>&- &
	local client=$! code=0
	exec 5>"$BATS_TEST_TMPDIR/in"
	echo hello >&5
	wait_for grep -q HELLO "$BATS_TEST_TMPDIR/out"
	kill "$server"
	wait "$client" || code=$?
	exec 5>&-
	[[ $code == 1 ]]
	grep -q 'echo-client: the server closed; all was answered' "$BATS_TEST_TMPDIR/err"
	run -99 --separate-stderr timeout 30 "$bin/echo-client" --connect="127.0.0.1:$port"
	expect_stderr "echo-client: connect to 127.0.0.1:$port: ECONNREFUSED: "
	run -2 --separate-stderr "$bin/echo-client"
	expect_stderr 'echo-client: --connect is needed'
}

@test "echo-client: it links nothing of the servers and their proof" {
	symbols() {
		nm "$1" | awk '$2 == "T" { print $3 }' | sort -u
	}
	run -0 comm -12 <(symbols "$bin/echo-poll") <(symbols "$out/obj/demos/echo.a")
	[[ $output == *prove* ]]
	run -0 comm -12 <(symbols "$bin/echo-client") <(symbols "$out/obj/demos/echo.a")
	[[ -z $output ]] || fail "expected nothing of echo.a"
}

@test "echo: a server for others says its limit, and ends by SIGTERM" {
	local code=0
	(ulimit -Sn 64 && exec "$bin/echo-poll" --listen=127.0.0.1:0 --timeout=60 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&-) &
	server=$!
	port_in "$BATS_TEST_TMPDIR/out"
	grep -Eq '^ +at most [0-9]+ descriptors \(ulimit -n\), raised from 64$' "$BATS_TEST_TMPDIR/out"
	kill "$server"
	wait "$server" || code=$?
	((code == 143))
	tail -n 1 "$BATS_TEST_TMPDIR/out" | grep -q '^STOP echo-poll: \[serve\]'
}

@test "echo-uring: built without its header it says so, and does not blame the kernel" {
	# An empty one is as good as none: it knows no IORING_FEAT_FAST_POLL.
	mkdir -p "$BATS_TEST_TMPDIR/include/linux"
	: >"$BATS_TEST_TMPDIR/include/linux/io_uring.h"
	make -s -C "$root" O="$BATS_TEST_TMPDIR/o" CC="${CC:-cc}" CFLAGS=-O0 SANITIZE= \
		CPPFLAGS="-I$BATS_TEST_TMPDIR/include" "$BATS_TEST_TMPDIR/o/bin/echo-uring"
	run -77 "$BATS_TEST_TMPDIR/o/bin/echo-uring"
	[[ $(last_line) == 'SKIP echo-uring: linux/io_uring.h of Linux 5.7 or newer, when this was built' ]]
}

@test "echo-select: a listener that select() cannot watch is refused, not watched" {
	(($(ulimit -Hn) > 1100)) || skip "more than 1100 descriptors: ulimit -Hn"
	run -77 timeout 30 bash -c 'ulimit -Sn 1100; exec 3</dev/null 4<&3 5<&3 6<&3 7<&3 8<&3 9<&3
		for ((i = 0; i < 1050; i++)); do exec {fd}<&3; done
		exec "$0"' "$bin/echo-select"
	[[ $(last_line) == 'SKIP echo-select: a descriptor below FD_SETSIZE for the listener' ]]
}
