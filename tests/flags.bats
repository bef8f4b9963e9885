# SPDX-License-Identifier: MIT
load helper

# a_program NAME LINE: a shell script for PATH, which is nothing else.
a_program() {
	printf '#!/bin/sh\n[ "$1" != --version ] || { echo "a %s"; exit; }\n%s\n' \
		"$1" "$2" >"$BATS_TEST_TMPDIR/$1"
	chmod +x "$BATS_TEST_TMPDIR/$1"
}

@test "flags-stdout: of other programs one is missing, one is silent, one does not end" {
	a_program cat "exec $(command -v sleep) 20"
	a_program bash 'exit 3'
	run --separate-stderr env PATH="$BATS_TEST_TMPDIR" "$bin/flags-stdout"
	expect_status 0
	expect_line ' +a cat'
	expect_line ' +it waits, and does not end'
	expect_line ' +it says nothing'
	expect_line ' +its exit status is 3'
	expect_line ' +there is no dash here'
}

@test "flags-loop-shells: without a dd that sets the flag no shell is tried" {
	a_program dd 'exit 1'
	a_program bash 'echo tried >&2'
	run --separate-stderr env PATH="$BATS_TEST_TMPDIR" "$bin/flags-loop-shells"
	expect_status 77
	expect_line '.* a dd that sets the flag: no shell is tried'
	expect_no_line 'says: tried'
}

@test "flags-loop-shells: what a loop has left unread is counted, if it ended" {
	ln -s "$(command -v dd)" "$BATS_TEST_TMPDIR/dd"
	a_program bash 'exit 0'
	a_program dash "exec $(command -v sleep) 20"
	run --separate-stderr env PATH="$BATS_TEST_TMPDIR" "$bin/flags-loop-shells"
	expect_status 0
	expect_line ' +left unread +8 bytes'
	expect_line ' +it waits, and does not end'
	(($(grep -c 'left unread' <<<"$output") == 1))
}
