# SPDX-License-Identifier: MIT
load helper

@test "accept-empty: an empty accept queue answers EAGAIN, and poll agrees" {
	demo accept-empty --json
	claims empty-is-eagain poll-agrees
}

@test "accept-empty: with clients there, the same call succeeds, oldest first, until EAGAIN" {
	demo accept-empty --json
	claims then-succeeds oldest-first drained
}

@test "accept-empty: with --blocking it waits, and the watchdog says in which step" {
	demo accept-empty --blocking --timeout=1
	expect_status 124
	[[ $(last_line) == 'HANG accept-empty: [empty] accept(), and nobody has called: no end in 1 s' ]]
}

@test "accept-empty: --at listens there, says where, and leaves out what it cannot decide" {
	timeout 20 "$bin/accept-empty" --at=localhost:0 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- &
	local port
	port=$(port_in "$BATS_TEST_TMPDIR/out")
	timeout 20 "$bin/other-end" --connect=127.0.0.1:"$port" --do=read </dev/null
	wait $!
	output=$(<"$BATS_TEST_TMPDIR/out")
	expect_line '  -       left out: .*'
	expect_line 'PASS accept-empty: 2 of 2 claims hold'
}

@test "accept-empty: --at works with IPv6, where there is any" {
	[[ -e /proc/net/if_inet6 ]] && grep -q ' lo$' /proc/net/if_inet6 || skip "no IPv6 on lo"
	timeout 20 "$bin/accept-empty" --at='[::1]:0' >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- &
	local port
	port=$(port_in "$BATS_TEST_TMPDIR/out")
	timeout 20 "$bin/other-end" --connect="[::1]:$port" --do=close
	wait $!
}

@test "accept-empty: --at is satisfied by a shell's /dev/tcp" {
	timeout 20 "$bin/accept-empty" --at=127.0.0.1:0 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- &
	local port
	port=$(port_in "$BATS_TEST_TMPDIR/out")
	: >"/dev/tcp/127.0.0.1/$port"
	wait $!
}

@test "accept-empty: a port in use, or not ours to have, is 99 and says so" {
	timeout 20 "$bin/accept-empty" --at=127.0.0.1:0 >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- &
	local port
	port=$(port_in "$BATS_TEST_TMPDIR/out")
	demo accept-empty --at=127.0.0.1:"$port"
	expect_status 99
	expect_stderr "^accept-empty: (bind|listen) 127.0.0.1:$port: EADDRINUSE: "
	kill %1
	demo accept-empty --at=192.0.2.1:4000
	expect_status 99
	expect_stderr '^accept-empty: bind 192.0.2.1:4000: EADDRNOTAVAIL: '
}
