# SPDX-License-Identifier: MIT
load helper

@test "send-stalled-peer: both ends' buffers are reported in between" {
	demo send-stalled-peer --json
	grep -Eq '"buffer":"send","data":[0-9]+,"charged":[0-9]+,"size":[0-9]+,"unsent":[0-9]+' <<<"$output"
	grep -Eq '"buffer":"receive","data":[0-9]+,"charged":[0-9]+,"size":[0-9]+' <<<"$output"
	# Nothing is in flight: what is not acknowledged was not even sent.
	local data unsent
	data=$(sed -n 's/.*"buffer":"send","data":\([0-9]*\).*/\1/p' <<<"$output")
	unsent=$(sed -n 's/.*"unsent":\([0-9]*\).*/\1/p' <<<"$output")
	((data == unsent && data > 0))
}

@test "send-stalled-peer: the article's own run, 12 bytes at a time with default buffers" {
	demo send-stalled-peer --message=12 --sndbuf=default --rcvbuf=default
	expect_status 0
	[[ $(last_line) == PASS* ]]
	expect_line '  client  send\(sock, 12 bytes\) += 12 +[0-9]+ times'
	((${#lines[@]} < 60)) || fail "expected the calls to fold into few lines"
}

@test "send-stalled-peer: any message and any buffers" {
	local message size
	for message in 1 7 1000 65536 1048576; do
		for size in 1 5000 70000 default; do
			# A large buffer, a byte at a time, takes millions of calls.
			[[ $message:$size != [17]:default ]] || continue
			timeout 120 "$bin/send-stalled-peer" --quiet --timeout=100 --message=$message \
				--sndbuf=$size --rcvbuf=$size 3>&- || fail "message $message, buffers $size: $?"
		done
	done
}

@test "send-stalled-peer, send-short: however slowly somebody steps through them" {
	script -qec true /dev/null >/dev/null || skip "script(1) can make no terminal here"
	local name
	for name in send-stalled-peer send-short; do
		run timeout 30 bash -c '
			for _ in {1..6}; do pause 0.2; printf "\n"; done |
				script -qec "exec ${0@Q} --step --color=never" /dev/null' "$bin/$name"
		[[ $status == 0 && $output == *"PASS $name"* ]] || fail "$name --step"
	done
}

@test "send-short: any message; one that fits cannot show it: 77" {
	run -77 timeout 30 "$bin/send-short" --message=10
	[[ $(last_line) == 'SKIP send-short: a larger --message, or smaller buffers' ]]
	local message code
	for message in 1 5000 6145 8000 10240 11000 12288 12289 14000 20000 100000 1048576; do
		code=0
		timeout 120 "$bin/send-short" --quiet --timeout=100 --message=$message || code=$?
		((code == 0 || code == 77)) || fail "--message=$message: $code"
	done
	((code == 0))
}
