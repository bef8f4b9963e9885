# SPDX-License-Identifier: MIT
load helper

@test "retry-ignore: EAGAIN from accept and recv, passed over, loses nothing" {
	demo retry-ignore --json
	claims accept-refused recv-refused every-byte every-client
}

@test "retry-drop: EAGAIN from send, passed over, leaves a hole in the stream" {
	demo retry-drop --json
	claims refused before-is-right hole next-instead
}

@test "retry-drop: any message and any buffers; one out of range is 2" {
	local message size
	for message in 16 1000 60000; do
		for size in 1 70000 default; do
			timeout 30 "$bin/retry-drop" --quiet --message=$message \
				--sndbuf=$size --rcvbuf=$size || fail "message $message, buffers $size: $?"
		done
	done
	for message in 15 60001; do
		run -2 "$bin/retry-drop" --message=$message
	done
}
