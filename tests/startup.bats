# SPDX-License-Identifier: MIT
# What the library does for every program, tried on a few: options, standard
# descriptors that are closed or full, events, colour.  What holds for every program,
# and may depend on it, is judged by tests/judge.
load helper

# One of each kind that this could depend on.
kinds=(
	accept-empty      # plain: calls, and reports of them
	reuse-epoll-child # it forks: its child has the same descriptors
	reuse-threads     # it has threads
	retry-sleep       # it prints lines that are no reports, of measured time
)

# with_closed DESCRIPTORS PROGRAM [OPTION]
with_closed() {
	[[ $1 != *0* ]] || exec <&-
	[[ $1 != *1* ]] || exec >&-
	[[ $1 != *2* ]] || exec 2>&-
	local program=$bin/$2
	shift 2
	timeout 30 "$program" "$@"
}

on_full_disk() {
	local program=$bin/$1
	shift
	timeout 30 "$program" "$@" >/dev/full
}

# ends STATUS COMMAND ...: it does; else it is told which one did not.
ends() {
	local expected=$1 status=0
	shift
	output=$("$@" 2>&1 </dev/null) || status=$?
	((status == expected)) || fail "expected $expected of: $*"
}

@test "startup: --help, --version and --describe are 0, and 99 on a full disk" {
	local name option
	for name in "${kinds[@]}" echo-client; do
		for option in help version describe; do
			demo "$name" --$option
			expect_status 0
			[[ -n $output && -z $stderr ]] || fail "$name --$option"
			[[ $option == describe ]] || expect_no_line '^.{81,}'
			ends 99 on_full_disk "$name" --$option
		done
	done
}

# refuses PROGRAM WORD: 2, one line and the hint, and nothing opened.
refuses() {
	local code=0
	stderr=$("$bin/$1" --json="$BATS_TEST_TMPDIR/opened" "$2" 2>&1 >"$BATS_TEST_TMPDIR/out") || code=$?
	[[ $code == 2 && ! -s $BATS_TEST_TMPDIR/out ]] || fail "expected status 2 of $1 '$2', not $code"
	[[ $stderr == "$1: "*$'\n'"Try '$1 --help'." && $stderr != *$'\n'*$'\n'* ]] ||
		fail "expected one line and the hint of $1 '$2'"
	[[ ! -e $BATS_TEST_TMPDIR/opened ]] || fail "$1 opened a file before '$2'"
}

@test "startup: a bad option is 2, with one line and a hint, and nothing is opened" {
	local name bad
	for name in "${kinds[@]}"; do
		for bad in --no-such-option -x --json= --quiet=yes --color=blue --timeout --timeout=x \
			--timeout=3601 -- operand '' --help=1; do
			refuses "$name" "$bad"
		done
	done
}

@test "startup: a bad option is named; --help explains each in its column; a buffer may be default" {
	refuses accept-empty -x
	[[ $stderr == *"there is no option -x"$'\n'* ]] || fail 'expected -x to be named'
	refuses accept-empty --no-such-option=1
	[[ $stderr == *"there is no option --no-such-option"$'\n'* ]] || fail 'expected it to be named'
	demo accept-empty --help
	expect_line '  --quiet {19}nothing but the exit status'
	expect_line '  --json\[=FILE\] {13}events instead of the text; with =FILE both'
	expect_line '  --color=auto\|always\|never'
	expect_line ' {28}1 to 3600; without it 10 \(2 with --blocking\)'
	run -0 "$bin/$(taking sndbuf)" --sndbuf=default --version
}

# taking OPTION: the first program that takes it.
taking() {
	local program
	for program in "$bin"/*-*; do
		[[ " $(describes "${program##*/}" options) " != *" $1 "* ]] ||
			{ printf '%s\n' "${program##*/}" && return; }
	done
	return 1
}

@test "startup: a bad value of an option of the program's own is 2 as well" {
	local name bad
	name=$(taking sndbuf)
	for bad in 0 4k; do
		refuses "$name" --sndbuf=$bad
	done
	name=$(taking message)
	for bad in 0 1048577 ''; do
		refuses "$name" --message=$bad
	done
	name=$(taking listen)
	refuses "$name" --listen
	# The long one is as long as the room for an address, with its end (INET6_ADDRSTRLEN).
	for bad in 1 example.org:80 127.0.0.1:x 127.0.0.1:65536 ::1:80 "$(printf '%046d' 1):80"; do
		refuses "$name" --listen="$bad"
	done
	[[ $name ]]
}

@test "startup: a program may take operands: in any place, all after --, at least one" {
	local bad operands=$fixtures/operands
	run -0 "$operands" a --number=3 - -- --number=4 --json --
	[[ -z $output ]]
	run -0 "$operands" a --json --number=3 - -- --number=4 --
	[[ $(grep -o '"text":"[^"]*"' <<<"$output") == $'"text":"a"\n"text":"-"\n"text":"--number=4"\n"text":"--"' ]]
	expect_line '.*"text":"a","number":3}'
	run -0 "$operands" --help
	[[ ${lines[0]} == 'Usage: operands [options] WORD ...' ]]
	for bad in '' '--number=3' -x bad 'a bad'; do
		# shellcheck disable=SC2086  # words on purpose
		run -2 --separate-stderr "$operands" --json="$BATS_TEST_TMPDIR/opened" $bad
		[[ -z $output && ${#stderr_lines[@]} == 2 && ! -e $BATS_TEST_TMPDIR/opened ]] ||
			fail "expected one line and a hint, and nothing opened, for '$bad'"
	done
}

@test "startup: a closed descriptor and a full disk are 99; with --quiet they do not matter" {
	local name
	for name in "${kinds[@]}"; do
		ends 0 with_closed 0 "$name"
		ends 99 with_closed 1 "$name"
		ends 0 with_closed 2 "$name"
		ends 0 with_closed 012 "$name" --quiet
		ends 99 with_closed 012 "$name"
		ends 99 on_full_disk "$name"
		ends 99 on_full_disk "$name" --json
		ends 0 on_full_disk "$name" --quiet
		ends 99 timeout 30 "$bin/$name" --json=/dev/full
		ends 99 timeout 30 "$bin/$name" --json=/no/such/folder
	done
}

@test "startup: a reader that closes early is fine" {
	local name
	for name in "${kinds[@]}"; do
		run -0 bash -c 'set -o pipefail; timeout 30 "$0" | head -n 1' "$bin/$name"
	done
}

@test "startup: --json writes to standard output what --json=FILE writes to a file" {
	local name
	# The first three: on a busy machine TCP takes other numbers of bytes.
	for name in "${kinds[@]:0:3}"; do
		demo "$name" --json
		[[ -z $stderr ]]
		"$bin/$name" --json="$BATS_TEST_TMPDIR/$name" >"$BATS_TEST_TMPDIR/text"
		diff "$BATS_TEST_TMPDIR/$name" - <<<"$output"
		[[ $(tail -n 1 "$BATS_TEST_TMPDIR/text") == "PASS $name: "* ]]
	done
}

@test "startup: --accessible draws nothing, colour comes only on demand" {
	local name
	for name in "${kinds[@]}"; do
		demo "$name" --accessible
		expect_status 0
		expect_no_line '\[#|\[\.|^  [a-z]+  |   '
		run -0 env ACCESSIBLE=1 "$bin/$name"
		expect_no_line '\[#'
		demo "$name" --color=always
		[[ $output == *$'\033['* ]] || fail "$name: expected colour"
		demo "$name" --color=auto
		[[ $output != *$'\033['* ]] || fail "$name: expected no colour"
	done
}
