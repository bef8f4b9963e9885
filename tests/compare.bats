# SPDX-License-Identifier: MIT
load helper

@test "compare-waiting: processor time and counts decide, for any number that asks" {
	local active
	# Without the thousand silent clients, which cost the most: the judge runs it whole.
	for active in 7 100; do
		run -0 bash -c 'ulimit -n 130; exec timeout 60 "$0" --json --active="$1"' "$bin/compare-waiting" $active
		claims answers idle-burns idle-sleeps
	done
	grep -Eq '"name":"epoll/100/calls","value":[0-9]+,"unit":"per 1000 requests"' <<<"$output"
	run -2 "$bin/compare-waiting" --active=0
}

@test "compare-waiting: a small limit of descriptors is said, and the rest is done" {
	run -0 timeout 60 bash -c 'for fd in {3..63}; do exec {fd}>&-; done
		ulimit -n 64 && exec "$0"' "$bin/compare-waiting"
	expect_line ' +the limit of descriptors, ulimit -n, allows 50 connections'
	expect_line '  ~ way     a second    p50    p99    max   calls  EAGAIN  cpu us of most'
	run -77 bash -c 'ulimit -n 64 && exec timeout 60 "$0"' "$bin/compare-select"
	[[ $(last_line) == 'SKIP compare-select: a limit of descriptors above FD_SETSIZE: ulimit -n' ]]
}

@test "compare-waiting: a way that is refused here is named, and the others compared" {
	cp "$bin"/echo-* "$bin/compare-waiting" "$BATS_TEST_TMPDIR"
	printf '#!/bin/sh\nexit 77\n' >"$BATS_TEST_TMPDIR/echo-uring"
	run -0 bash -c 'ulimit -n 64; exec timeout 60 "$0"' "$BATS_TEST_TMPDIR/compare-waiting"
	expect_line ' +left out: echo-uring, which cannot be shown here'
	rm "$BATS_TEST_TMPDIR/echo-poll"
	run -99 timeout 60 "$BATS_TEST_TMPDIR/compare-waiting"
	expect_no_line 'PASS'
	run -77 bash -c 'for fd in {3..63}; do exec {fd}>&-; done; ulimit -n 12 && exec timeout 60 "$0"' "$bin/compare-waiting"
}
