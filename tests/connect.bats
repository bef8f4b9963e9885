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
