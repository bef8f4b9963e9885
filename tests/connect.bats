# SPDX-License-Identifier: MIT
load helper

@test "connect-in-progress: EINPROGRESS, POLLOUT, SO_ERROR 0, then EISCONN" {
	demo connect-in-progress --json
	claims in-progress writable no-error again-is-connected then-eisconn
	grep -q '"event":"measure","name":"tcp-state","value":[0-9]*,"unit":"[A-Z_0-9]*"' <<<"$output"
}

@test "connect-already: EALREADY, and send and recv EAGAIN, while it is stuck" {
	demo connect-already --json
	claims in-progress again-is-ealready send-is-eagain recv-is-eagain poll-is-silent
}

@test "connect-already: once there is room the same attempt completes" {
	demo connect-already --json
	claims completes again-is-connected then-sends
}

@test "connect-refused: POLLOUT with POLLERR, and SO_ERROR says why, once" {
	demo connect-refused --json
	claims in-progress writable-and-error so-error-says-why no-peer reads-once
}

@test "connect-in-progress: --at connects there" {
	timeout 20 "$bin/other-end" --listen='[::1]:0' --do=read </dev/null >"$BATS_TEST_TMPDIR/peer" 3>&- 4>&- &
	wait_for test -s "$BATS_TEST_TMPDIR/peer" || skip "no IPv6"
	local port
	port=$(port_in "$BATS_TEST_TMPDIR/peer")
	demo connect-in-progress --at="[::1]:$port"
	expect_status 0
	expect_line 'PASS connect-in-progress: 5 of 5 claims hold'
	wait
}

@test "connect-in-progress: --at with nobody there is 99; port 0 is 2" {
	demo connect-in-progress --at=127.0.0.1:1
	expect_status 99
	expect_stderr '^connect-in-progress: connect to 127.0.0.1:1: ECONNREFUSED: '
	demo connect-in-progress --at=255.255.255.255:80
	expect_status 99
	demo connect-in-progress --at=127.0.0.1:0
	expect_status 2
}

@test "connect-refused: --at to a port that refuses holds, to one that accepts is a skip" {
	demo connect-refused --at=127.0.0.1:1
	expect_status 0
	timeout 20 "$bin/other-end" --listen=127.0.0.1:0 --do=read </dev/null >"$BATS_TEST_TMPDIR/peer" 3>&- 4>&- &
	local port
	port=$(port_in "$BATS_TEST_TMPDIR/peer")
	run -77 timeout 20 "$bin/connect-refused" --at=127.0.0.1:"$port"
	[[ $(last_line) == 'SKIP connect-refused: a port that refuses: this one does not' ]]
	wait
}
