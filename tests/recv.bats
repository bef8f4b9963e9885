# SPDX-License-Identifier: MIT
load helper

@test "recv-empty: an empty receive buffer answers EAGAIN, and poll agrees" {
	demo recv-empty --json
	claims empty-is-eagain poll-agrees
}

@test "recv-empty: once the peer has sent, the same call gives its bytes; then EAGAIN" {
	demo recv-empty --json
	claims then-bytes same-bytes empty-again
}

@test "recv-eof: EAGAIN while the peer may send, its last bytes, then 0 for ever" {
	demo recv-eof --json
	claims open-is-eagain bytes-come-first end-is-zero end-is-readable end-stays
}

# The article's client, in shell: it connects and sends at once.
@test "recv-empty: --at with a client that sends at once says what came, or skips" {
	timeout 20 "$bin/recv-empty" --at=127.0.0.1:0 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- &
	local port code=0
	port=$(port_in "$BATS_TEST_TMPDIR/out")
	printf 'hello world!' >"/dev/tcp/127.0.0.1/$port"
	wait $! || code=$?
	output=$(<"$BATS_TEST_TMPDIR/out")
	case $code in
	0) expect_line '  server  recv\(conn, 1024 bytes\) += 12' ;;
	77) expect_line 'SKIP recv-empty: .*' ;;
	*) fail "expected 0 or 77, not $code" ;;
	esac
}

@test "recv-empty: --at with a client that sends later holds" {
	timeout 20 "$bin/recv-empty" --at=127.0.0.1:0 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- &
	local port
	port=$(port_in "$BATS_TEST_TMPDIR/out")
	exec 5<>"/dev/tcp/127.0.0.1/$port"
	wait_for grep -q 'left out' "$BATS_TEST_TMPDIR/out"
	printf 'hello world!' >&5
	wait $!
	output=$(<"$BATS_TEST_TMPDIR/out")
	expect_line 'PASS recv-empty: 2 of 2 claims hold'
}

@test "recv-empty: --at with a client that only leaves is a skip that says so" {
	local verb port code
	for verb in close reset; do
		timeout 20 "$bin/recv-empty" --at=127.0.0.1:0 >"$BATS_TEST_TMPDIR/$verb" 3>&- 4>&- &
		port=$(port_in "$BATS_TEST_TMPDIR/$verb")
		timeout 20 "$bin/other-end" --connect=127.0.0.1:"$port" --do=$verb
		code=0
		wait $! || code=$?
		((code == 77)) || fail "--do=$verb: expected 77, not $code"
	done
}
