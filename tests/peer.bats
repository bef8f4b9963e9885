# SPDX-License-Identifier: MIT
load helper

# listen VERB [ARGUMENT ...]: an other-end in the background; its port.
listen() {
	timeout 20 "$bin/other-end" --listen=127.0.0.1:0 --do="$@" </dev/null >"$BATS_TEST_TMPDIR/peer" 3>&- 4>&- &
	port=$(port_in "$BATS_TEST_TMPDIR/peer")
}

@test "other-end: one of --listen and --connect, and nothing else that is wrong" {
	local -a all=('' --no-such-option '--listen=127.0.0.1:0 --connect=127.0.0.1:1'
		--listen=x --connect=127.0.0.1:0 '--listen=127.0.0.1:0 --do=dance'
		'--listen=127.0.0.1:0 --message=')
	local bad
	for bad in "${all[@]}"; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr timeout 10 "$bin/other-end" $bad
		[[ $status == 2 && -z $output && ${#stderr_lines[@]} == 2 ]] || fail "expected 2 for '$bad'"
	done
}

@test "other-end: --help, --version, --describe are 0; output that fails is 99 at once" {
	local option
	for option in help version describe; do
		run -0 "$bin/other-end" --$option
		[[ -n $output ]]
	done
	run -99 timeout 5 bash -c '"$0" --listen=127.0.0.1:0 >/dev/full' "$bin/other-end"
	run -99 timeout 5 bash -c '"$0" --listen=127.0.0.1:0 >&-' "$bin/other-end"
	run -124 timeout 5 "$bin/other-end" --listen=127.0.0.1:0 --timeout=1
}

@test "other-end: sends its message at once when nobody can press Enter" {
	listen send --message='good day'
	exec 5<>"/dev/tcp/127.0.0.1/$port"
	local came
	IFS= read -r -N 8 came <&5
	[[ $came == 'good day' ]]
	exec 5>&-
	wait
}

@test "other-end: reads until the end, and says how much" {
	listen read
	head -c 100000 /dev/zero >"/dev/tcp/127.0.0.1/$port"
	wait
	local total
	total=$(awk '$1 == "read" { n += $2 } END { print n }' "$BATS_TEST_TMPDIR/peer")
	((total == 100000))
	output=$(<"$BATS_TEST_TMPDIR/peer")
	expect_line '  other   recv\(conn, 65536 bytes\) += 0'
}

@test "other-end: closes" {
	listen close
	[[ -z $(cat <"/dev/tcp/127.0.0.1/$port") ]]
	wait
}

@test "other-end: resets" {
	listen reset
	run cat <"/dev/tcp/127.0.0.1/$port"
	[[ $output == *'reset by peer'* ]]
	wait
}

@test "other-end: the end of a stalled connection is its end, the end of input is not" {
	listen stall
	exec 5<>"/dev/tcp/127.0.0.1/$port"
	kill -0 $!
	exec 5>&-
	wait $!
}

@test "other-end: nobody there, or the port taken, is 99 and says so" {
	run --separate-stderr -99 timeout 20 "$bin/other-end" --connect=127.0.0.1:1
	expect_stderr '^other-end: connect to 127.0.0.1:1: ECONNREFUSED: '
	listen stall
	run --separate-stderr -99 timeout 20 "$bin/other-end" --listen=127.0.0.1:"$port"
	expect_stderr '^other-end: (bind|listen) .*: EADDRINUSE: '
	kill %1
}

@test "other-end: SIGTERM ends it with 143 and a last line" {
	"$bin/other-end" --listen=127.0.0.1:0 >"$BATS_TEST_TMPDIR/peer" 3>&- 4>&- &
	port_in "$BATS_TEST_TMPDIR/peer"
	# bats' background jobs ignore SIGINT, and so does a program they start.
	kill -TERM $!
	local code=0
	wait $! || code=$?
	((code == 143))
	[[ $(tail -n 1 "$BATS_TEST_TMPDIR/peer") == 'STOP other-end: ended by SIGTERM' ]]
}
