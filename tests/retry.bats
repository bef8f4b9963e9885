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

@test "retry-sleep: a short send repeated whole repeats bytes; at the count it is right, and slow" {
	demo retry-sleep --json
	claims repeats whole-is-right nap-is-right poll-is-right nap-is-slow
	demo retry-sleep --pause=20
	expect_status 0
	expect_line '  ~ naps: [0-9]+ times'
	run -2 "$bin/retry-sleep" --pause=5001
}

@test "retry-sleep: any buffers; large ones may be too large to show it: 77" {
	local size code
	for size in 1 20000 70000 200000 default; do
		code=0
		timeout 30 "$bin/retry-sleep" --quiet --timeout=25 --sndbuf=$size --rcvbuf=$size || code=$?
		((code == 0 || code == 77)) || fail "buffers $size: $code"
	done
}

@test "retry-poll: right with a slow reader, a stopped one and one that resets" {
	demo retry-poll --json
	claims refused every-byte deadline not-put-off no-cpu reset reset-at-once
}

@test "retry-poll: any message and any buffers" {
	local both
	# A byte at a time out of the kernel's own buffers is millions of calls: on a busy
	# machine a third of that takes longer than the program's patience.
	for both in 1:1 5000:1 200000:1 1:70000 200000:70000; do
		timeout 30 "$bin/retry-poll" --quiet --timeout=25 --message="${both%:*}" \
			--sndbuf="${both#*:}" --rcvbuf="${both#*:}" || fail "message and buffers $both: $?"
	done
}
