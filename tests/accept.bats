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
