# SPDX-License-Identifier: MIT
load helper

setup() {
	strace -o /dev/null -e trace=fchdir -e inject=fchdir:error=EINTR true 2>/dev/null ||
		skip "no strace that works here: scripts/bootstrap --all"
}

@test "faults: calls fail, and nobody passes, crashes, hangs or keeps silent (make faults: all of them)" {
	run -0 "$root/scripts/faults" --sample
	expect_line ' +runs +PASS +FAIL +SKIP +99 +HANG +other +missed'
	expect_line 'all +[0-9]+ .* 0 +[0-9]+'
	expect_line '[0-9]+ runs, 0 of them to be mended'
}

# offends CALL WHAT: the runs in which the fixture's CALL failed are told to be that.
offends() {
	local runs
	runs=$(grep -c " -e inject=$1:" <<<"$output" || true)
	[[ $runs -ge 2 ]] || fail "expected $1 to offend"
	runs=$(grep -B 1 " -e inject=$1:" <<<"$output" | grep '^fails-badly: ' |
		grep -vcE "^fails-badly: $2" || true)
	[[ $runs == 0 ]] || fail "expected of $1: $2"
}

# A tree with the fixture as its only program.
fixture_tree() {
	cd "$BATS_TEST_TMPDIR"
	mkdir -p demos/fixture build/bin
	cp -r "$root/scripts" .
	ln -s "$root/tests/fixtures/fails-badly.c" demos/fixture
	ln -s "$fixtures/fails-badly" build/bin
}

@test "faults: what is done wrong about a call that fails is told as exactly that" {
	fixture_tree
	O=build DEADLINE=4 run -1 scripts/faults
	offends dup 'undeclared: server dup\(fd\) = -1 E'
	offends shutdown 'undeclared: server shutdown\(fd\) = -1 E'
	expect_line '.* -e inject=shutdown:error=EINTR:when=1 .*'
	offends socket 'crash: SIGABRT'
	offends bind 'no reason'
	offends listen 'exit 5'
	offends getsockname 'late'
	offends fcntl 'no reason'
	offends close 'no end event'
	expect_no_line 'inject=(dup2|socketpair):'
	# The command that is told repeats it.
	run -5 bash -c "$(grep -m 1 'inject=listen:' <<<"$output")"
}

@test "faults: a call that is made again is right; runs are asked for by name" {
	fixture_tree
	O=build run -0 scripts/faults '^fails-badly dup2 '
	expect_line '3 runs, 0 of them to be mended'
	O=build ALL=1 run -1 scripts/faults 'shutdown E(INTR|NOTCONN)$'
	expect_line '4 runs, 4 of them to be mended'
	O=build run -1 scripts/faults 'no such call'
}
