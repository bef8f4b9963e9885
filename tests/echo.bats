# SPDX-License-Identifier: MIT
load helper
load echo

@test "echo: every server makes the same claims" {
	local way fair
	for way in "${servers[@]}"; do
		[[ $way != uring ]] || can_uring || continue
		demo echo-$way --json
		# Which thread runs next is the scheduler's choice, not the server's.
		[[ $way == threads ]] && fair='' || fair=fair
		# shellcheck disable=SC2086  # none is no claim
		claims answers in-order one-byte-segments bounded not-held-up slow-gets-all \
			half-close urgent-mark resets nothing-leaked full-table recovers idle $fair
	done
}

@test "echo: two servers differ in the way of waiting alone" {
	local way one
	# All but the account, the includes, the waiting and what it needs.
	shape() {
		sed -n '/^int$/,$p' "$root/demos/echo/echo-$1.c" |
			sed 's/eag_flag(SOCK_NONBLOCK)/FLAGS/; s/server, 0)/server, FLAGS)/; s/ASLEEP\|THREADS\|NAPS\|BUSY/IDLE/' |
			grep -v 'probe\|ring_missing\|FD_SETSIZE'
	}
	one=$(shape poll)
	for way in "${servers[@]}"; do
		[[ $(shape "$way") == "$one" ]] || fail "main of echo-$way is another"
	done
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
	grep -q 'echo-client: the server went away: it owed no answer' "$BATS_TEST_TMPDIR/err"
	run -99 --separate-stderr timeout 30 "$bin/echo-client" --connect="127.0.0.1:$port"
	expect_stderr "echo-client: connect to 127.0.0.1:$port: ECONNREFUSED: "
	run -2 --separate-stderr "$bin/echo-client"
	expect_stderr 'echo-client: --connect is needed'
}

@test "echo: a server for others says its limit, and ends by SIGTERM" {
	local code=0
	(ulimit -Sn 64 && exec "$bin/echo-poll" --at=127.0.0.1:0 --timeout=60 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&-) &
	server=$!
	port_in "$BATS_TEST_TMPDIR/out"
	grep -Eq '^ +at most [0-9]+ descriptors \(ulimit -n\), raised from 64$' "$BATS_TEST_TMPDIR/out"
	kill "$server"
	wait "$server" || code=$?
	((code == 143))
	tail -n 1 "$BATS_TEST_TMPDIR/out" | grep -q '^STOP echo-poll: \[serve\]'
}

@test "compare-waiting: processor time and counts decide, for any number that asks" {
	local active
	for active in 7 100; do
		demo compare-waiting --json --active=$active
		claims answers idle-burns idle-sleeps
	done
	grep -Eq '"name":"epoll/100/calls","value":[0-9]+,"unit":"per 1000 requests"' <<<"$output"
	demo compare-waiting
	expect_line '  ok      the others look at what is ready, and cost less than two thirds'
	expect_line '  ~ way     a second    p50    p99    max   calls  EAGAIN  cpu us of most'
	run -2 "$bin/compare-waiting" --active=0
}

@test "compare-waiting: a small limit of descriptors is said, and the rest is done" {
	run -0 timeout 60 bash -c 'for fd in {3..63}; do exec {fd}>&-; done
		ulimit -n 64 && exec "$0"' "$bin/compare-waiting"
	expect_line ' +the limit of descriptors, ulimit -n, allows 50 connections'
	expect_line ' +left out: the limit of descriptors is too low'
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

@test "compare-waiting: a way that is refused here is named, and the others compared" {
	cp "$bin"/echo-* "$bin/compare-waiting" "$BATS_TEST_TMPDIR"
	printf '#!/bin/sh\nexit 77\n' >"$BATS_TEST_TMPDIR/echo-uring"
	run -0 timeout 60 "$BATS_TEST_TMPDIR/compare-waiting"
	expect_line ' +left out: echo-uring, which cannot be shown here'
	rm "$BATS_TEST_TMPDIR/echo-poll"
	run -99 timeout 60 "$BATS_TEST_TMPDIR/compare-waiting"
	expect_no_line 'PASS'
	run -77 bash -c 'for fd in {3..63}; do exec {fd}>&-; done; ulimit -n 12 && exec timeout 60 "$0"' "$bin/compare-waiting"
}

@test "echo-select: a listener that select() cannot watch is refused, not watched" {
	(($(ulimit -Hn) > 1100)) || skip "more than 1100 descriptors: ulimit -Hn"
	run -77 timeout 30 bash -c 'ulimit -Sn 1100; exec 3</dev/null 4<&3 5<&3 6<&3 7<&3 8<&3 9<&3
		for ((i = 0; i < 1050; i++)); do exec {fd}<&3; done
		exec "$0"' "$bin/echo-select"
	[[ $(last_line) == 'SKIP echo-select: a descriptor below FD_SETSIZE for the listener' ]]
}
