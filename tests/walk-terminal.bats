# SPDX-License-Identifier: MIT
# scripts/walk in a terminal: see tests/record.
load helper
load walk

@test "docs/recording.md: lesson 1 in a terminal, key by key, is what the page shows" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	run "$root/scripts/docs" docs/recording.md
	[[ $status == 0 ]] || fail "make docs brings it up to date"
}

@test "walk: on two terminals, the class types the calls of the first, and quit goes on" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' 'until Prediction' c Enter 'until run it' Enter =accept Enter =recv Enter =quit Enter Enter Q \
		>"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; stty -a >~/before; clear; scripts/walk 1 --from=7 --two-terminals; stty -a | cmp - ~/before && echo the-same" \
		"$BATS_TEST_TMPDIR/keys"
	expect_line '\|   server  accept4\(listener, SOCK_NONBLOCK\) = -1 EAGAIN'
	expect_line '\|   server  recv\(listener, 1024 bytes\) += -1 ENOTCONN'
	expect_line '\| What happened: c .*'
	expect_line '\| the-same'
}

# bats test_tags=stress
@test "walk: in a terminal, --follow, a shell, resume, and the terminal is as before" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' 'until Prediction' Enter b 7 Enter =b Enter =ls Enter '=build/bin/recv-empty --blocking' Enter \
		'until next step' '!' '=PS1="% "; echo in-the-shell' Enter exit Enter Q >"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; stty -a >~/before; clear; scripts/walk 1 --from=4 --follow; stty -a | cmp - ~/before && echo the-same" \
		"$BATS_TEST_TMPDIR/keys"
	expect_line '\| That is another command\..*'
	# Who is alone is asked for no hands.
	expect_line '\| A letter or \?\.  Prediction \(a-c or \?\), then Enter:'
	expect_no_line 'hands|a12'
	expect_line '\| in-the-shell'
	expect_line '\| Stopped at step [45] of 6; .*'
	expect_line '\| the-same'
}

@test "walk: on a terminal for people who hear it" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' Enter Enter 9 Enter 4 Enter Enter Enter back Enter a12 Enter quit Enter >"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; clear; scripts/walk 1 --accessible; echo ended with \$?" \
		"$BATS_TEST_TMPDIR/keys"
	expect_line '\| There is no number 9\.'
	expect_line '\| What happened: number 2, .*'
	expect_line '\| ended with 0'
}

@test "walk: lesson 2 in a terminal of 80 columns and 24 lines, to its end" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	local i
	for i in {1..7}; do
		printf '%s\n' 'until Prediction' A Enter # with Caps Lock
	done >"$BATS_TEST_TMPDIR/keys"
	echo 'until %' >>"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; clear; scripts/walk 2; echo ended with \$?" "$BATS_TEST_TMPDIR/keys"
	expect_line '\| End of 02-stalled-peer: 7 of 7 predictions were decided by the runs\.'
	expect_line '\| ended with 0'
	expect_no_line '\.bash: line'
}

@test "walk: in a terminal, a wrong answer is told why it is wrong, and each question has a fresh screen, and none is thin or asks twice" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	local page=$root/docs/lessons/01-nothing-there.md wrong
	play "$page" c 80x24
	wrong=$(unsaid "$page" c && thin_screens)
	[[ -z $wrong ]] || fail "$wrong"
	# The sentence of another option, and a screen of one line.
	[[ $(unsaid "$page" b) == *'accept-again: b) EAGAIN leaves no trace'* ]]
	output=$'---------- Enter\n| One line.\n| Enter: more   ?: keys'
	[[ $(thin_screens) == 'thin, after Enter:'* ]]
	output+=$'\n'${output/more/run it}
	[[ $(thin_screens) == *'twice:'* ]]
	output=$'---------- Enter\n| So it is.\n| Enter: go on   ?: keys\n---------- Enter\n| So it is.\n| Predict.\n| Prediction (a-b or ?), then Enter: '
	[[ $(thin_screens) == *'shared:'* ]]
	output=$'---------- Enter\n| So it is.\n|\n| 2 of 3. Two\n|\n| Predict.\n| Prediction (a-b or ?), then Enter: '
	[[ $(thin_screens) == *'joined, after Enter:'* ]]
}

@test "walk: in a terminal, what closes a step stands below its run, and the next step begins a screen" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	{
		printf '%s\n' '# Own' '' '## One' '' '<!-- predict: first -->' '**Predict.** What does `recv()` say?' '' \
			'- a) EAGAIN. <!-- if: first call[call=recv].errno = EAGAIN -->' \
			'- b) 0. <!-- if: first call[call=recv].ret = 0 -->' '<!-- end -->' '' \
			'<details><summary>The run</summary>' '' '```console' '$ build/bin/recv-empty' '```' ''
		# A paragraph of ten lines, and a sentence that closes.
		printf 'Thus, and not otherwise, it is in each and every one of these cases. %.0s' {1..10}
		printf '%s\n' '' '' 'That closes it.' '' '</details>' '' '## Two' '' '<!-- predict: second -->' '**Predict.** And then?' '' \
			'- a) EAGAIN. <!-- if: first call[call=recv].errno = EAGAIN -->' \
			'- b) 0. <!-- if: first call[call=recv].ret = 0 -->' '<!-- end -->' '' '```console' '$ build/bin/recv-empty' '```'
	} >"$BATS_TEST_TMPDIR/page.md"
	play "$BATS_TEST_TMPDIR/page.md" b 80x24
	[[ -z $(thin_screens | grep joined) ]] || fail "$(thin_screens)"
	[[ $output == *$'\n| What happened: a  EAGAIN.\n'*$'otherwise, it is in each and every one of these cases.'*$'\n|\n| That closes it.\n|\n| Enter: next step   ?: keys\n---------- Enter\n| 2 of 2. Two\n|\n| Predict. And then?'* ]] ||
		fail 'where does it close?'
}

@test "walk: a lesson has a place in each language" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' 'until Prediction' Q '=scripts/walk 1 --lang=zh' Enter Q '=clear; scripts/walk 1' Enter Q \
		>"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; PS1='% '; clear; scripts/walk 1" "$BATS_TEST_TMPDIR/keys"
	expect_line '\| Stopped at step 2 of 6; .*'
	expect_line '\| 停在第 1 步（共 6 步）；.*'
	expect_line '\| Going on at step 2, where it was left; .*'
	expect_no_line '.*从上次停下.*'
}

@test "walk: in a terminal, a question begins a screen of its own, with what sets its scene" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	cat >"$BATS_TEST_TMPDIR/page.md" <<-'END'
		# Own

		## One

		The scene of the first.

		<!-- predict: first -->
		**Predict.** What does `recv()` say?

		- a) EAGAIN. <!-- if: first call[call=recv].errno = EAGAIN -->
		- b) 0. <!-- if: first call[call=recv].ret = 0 -->
		<!-- end -->

		<details><summary>The run</summary>

		```console steps=empty
		$ build/bin/recv-empty
		```

		So it is.

		</details>

		The scene of the second.

		<!-- predict: second -->
		**Predict.** And then?

		- a) The bytes. <!-- if: first call[step=arrive, call=recv].ret > 0 -->
		- b) None. <!-- if: first call[step=arrive, call=recv].ret = 0 -->
		<!-- end -->

		```console from=arrive steps=arrive
		```
	END
	play "$BATS_TEST_TMPDIR/page.md" b 80x24
	[[ -z $(thin_screens | grep shared) ]] || fail "$(thin_screens)"
	[[ $output == *$'| So it is.\n|\n| Enter: next question   ?: keys\n---------- Enter\n| The scene of the second.\n|\n| Predict. And then?'* ]] ||
		fail 'where is the second question?'
}

# played_all SIZE LETTER ...: all lessons, these options of every prediction chosen.
played_all() {
	local page letter wrong said=''
	for page in "$root"/docs/lessons/[0-9]*.md; do
		for letter in "${@:2}"; do
			predictions "$page" | cut -f 3 | grep -q "$letter" || continue
			play "$page" "$letter" "$1"
			wrong=$(unsaid "$page" "$letter" && thin_screens)
			said+=${wrong:+$'\n'"${page##*/}, $letter, $1: $wrong"}
		done
	done
	[[ -z $said ]] || fail "$said"
}

# bats test_tags=stress
@test "walk: every option of every prediction, chosen in a terminal of 80x24" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	played_all 80x24 a b c d e
}

# bats test_tags=stress
@test "walk: every lesson in a terminal of 100x30" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	played_all 100x30 a
}

# bats test_tags=stress
@test "walk: every lesson in a terminal of 60x20" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	played_all 60x20 b
}

@test "walk: in a terminal, left and gone on with; its end says what was right, and where to go on" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' 'until Prediction' a Enter 'until Prediction' a2b3 Enter 'until Prediction' c Enter Enter Enter Q \
		'=scripts/walk 1' Enter 'until Prediction' a Enter 'until Prediction' '?' Enter 'until Enter: the end' Enter \
		- 'until Enter: the end' Enter a Enter >"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; clear; scripts/walk 1" "$BATS_TEST_TMPDIR/keys"
	expect_line '\| Stopped at step 4 of 6; .*'
	# A class that is split hears of each option that had hands.
	expect_line '\|   a  EAGAIN was about that moment only\. .*'
	expect_line '\|   b  EAGAIN leaves no trace in the descriptor\..*'
	expect_no_line '  c  The kernel does the handshake'
	expect_line '\| End of 01-nothing-there: 5 of 5 predictions were decided by the runs\.'
	# One right, two hands of five, one, one, and one not sure.
	expect_line '\| 4 of 9 answers were right\.'
	expect_line '\| - after EAGAIN the descriptor must be reset \(`--from=2`\)'
	expect_line '\| - a call waits until it can be done.*'
	expect_line '\|   Copy docs/exercises/zero/zero.c, .*'
	expect_line '\| scripts/walk 2: .*'
	expect_line '\| 1\. Nothing is broken.*'
	[[ $(last_line) == '| %'* ]]
}

@test "walk: in a terminal, r repeats the part that was shown, and what it decided" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' 'until Prediction' c Enter 'until Prediction' b Enter 'until go on' r 'until go on' Q >"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; clear; scripts/walk 1" "$BATS_TEST_TMPDIR/keys"
	output=$(sed '1,/^---------- r$/d' <<<"$output")
	[[ $output == '| $ build/bin/accept-empty'$'\n''| [arrive] '* ]] || fail "it begins with something else"
	expect_line '\| What happened: a  The connection: a client is there now\.'
	expect_line '\| EAGAIN leaves no trace in the descriptor\..*'
	expect_no_line '\[empty\]'
}

@test "walk --bottom-margin: nothing is shown at the foot, in a shell neither" {
	walk --bottom-margin=x 1
	expect_status 2
	walk 1 --bottom-margin
	expect_status 2
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' 'until Prediction' c Enter Enter Enter Enter '!' '=seq 40' Enter =exit Enter Enter Q >"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; clear; PS1='% ' scripts/walk 1 --bottom-margin=7" "$BATS_TEST_TMPDIR/keys"
	expect_line '\| 40'
	[[ $(awk '/^----------/ { n = 0; next } ++n > most { most = n } END { print most }' <<<"$output") == 17 ]] || fail "not 17 lines"
}
