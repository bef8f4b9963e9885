# SPDX-License-Identifier: MIT
load helper

@test "connect-in-progress: the state of the connection is an event, with its name" {
	demo connect-in-progress --json
	grep -q '"event":"measure","name":"tcp-state","value":[0-9]*,"unit":"[A-Z_0-9]*"' <<<"$output"
}
