# SPDX-License-Identifier: MIT
load helper

@test "accept-empty: with --blocking it waits, and the watchdog says in which step" {
	demo accept-empty --blocking --timeout=1
	expect_status 124
	[[ $(last_line) == 'HANG accept-empty: [empty] accept() before any client has ...: no end in 1 s' ]]
}
