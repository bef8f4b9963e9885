# SPDX-License-Identifier: MIT
load helper

@test "retry-drop: any message and any buffers; one out of range is 2" {
	local message size
	for message in 16 1000 60000; do
		for size in 1 70000 default; do
			timeout 120 "$bin/retry-drop" --quiet --timeout=100 --message=$message \
				--sndbuf=$size --rcvbuf=$size || fail "message $message, buffers $size: $?"
		done
	done
	for message in 15 60001; do
		run -2 "$bin/retry-drop" --message=$message
	done
}

@test "retry-sleep: --pause is how long it naps, and has its limits" {
	demo retry-sleep --pause=20
	expect_status 0
	expect_line '  ~ the transfer with naps slept [0-9]+ times'
	run -2 "$bin/retry-sleep" --pause=5001
}

@test "retry-sleep: any buffers; large ones may be too large to show it: 77" {
	local size code
	for size in 1 20000 70000 200000 default; do
		code=0
		timeout 120 "$bin/retry-sleep" --quiet --timeout=100 --sndbuf=$size --rcvbuf=$size || code=$?
		((code == 0 || code == 77)) || fail "buffers $size: $code"
	done
}

@test "retry-poll: any message and any buffers" {
	local both
	# A byte at a time out of the kernel's own buffers is millions of calls: on a busy
	# machine a third of that takes longer than the program's patience.
	for both in 1:1 5000:1 200000:1 1:70000 200000:70000; do
		timeout 120 "$bin/retry-poll" --quiet --timeout=100 --message="${both%:*}" \
			--sndbuf="${both#*:}" --rcvbuf="${both#*:}" || fail "message and buffers $both: $?"
	done
}
