# SPDX-License-Identifier: MIT
# scripts/walk, whatever the lesson.
load helper
load walk

@test "walk: the language of predicates" {
	local truth predicate
	"$bin/send-stalled-peer" --json >"$BATS_TEST_TMPDIR/events"
	while IFS='|' read -r truth predicate; do
		printf 'a\t%s\n' "$predicate" >"$BATS_TEST_TMPDIR/predicates"
		run -0 awk -f "$root/scripts/lib/events.awk" -f "$root/scripts/lib/predicate.awk" \
			"$BATS_TEST_TMPDIR/events" "$BATS_TEST_TMPDIR/predicates"
		[[ $output == "a"$'\t'$truth ]] || fail "expected $truth of: $predicate"
	done <<-'END'
		1|end[result=pass]
		0|end[result=hang]
		1|not end[result=hang] and claim[ok=true] = 9 and not claim[ok=false]
		1|end[result=hang] or (end.claims = 9 and end.held = end.claims)
		1|call[call=send, errno=EAGAIN] >= 2
		1|first call[call=send].ret = 1000
		1|first call[call=send, ret=-1].errno = EAGAIN
		1|sum call[call=send, ret>1].ret = sum call[call=recv].ret
		1|buffer[buffer=send].data < buffer[buffer=send].charged
		0|call[ret<asked, ret>0, call=recv]
		1|2 * 3 = 6 and 1 * call[call=send].ret < 2 * 1000
		1|call[step=read, call=poll, revents=POLLOUT]
		1|call[args="sock, POLLOUT", ret=0]
		0|measure[name=none].value = 0
		0|measure[name=none].value != 0
		0|measure[name=none].value * 2 = 0
		there is no event "calls"|calls[ret=0]
		event "call" has no field "retu"|call[retu=0]
		"]" is expected, not "and"|call[ret=0 and end
		nothing more is expected at "end"|end[result=pass] end
		a predicate is missing|
		a sum is of a field|sum call[ret=0]
	END
}

@test "walk: a step that fails says what was expected and what came; one that cannot be shown is 77" {
	other_programs
	instead recv-empty <<-'END'
		"$REAL" "$@" | sed 's/^PASS/FAIL/'
		sed -i 's/"result":"pass"/"result":"fail"/' "${!#}" 2>/dev/null || sed -i 's/"result":"pass"/"result":"fail"/' "${1#--json=}"
		exit 1
	END
	O=$others walk 1 --auto --from=3
	expect_status 1
	expect_line 'FAIL recv-empty: .*'
	expect_line 'What happened: .*'
	expect_stderr 'recv-empty'
	expect_stderr 'expected it to end with 0; it ended with 1'
	instead recv-empty <<-'END'
		echo "SKIP recv-empty: something"
		exit 77
	END
	O=$others walk 1 --auto --from=3
	[[ $status == 1 || $status == 77 ]]
	expect_line 'SKIP recv-empty: something'
	# Where its output would go on later, that is said once.
	instead accept-empty <<-'END'
		printf '{"event":"end","result":"skip","claims":0,"held":0,"text":"x"}\n' >"${1#--json=}"
		echo "SKIP accept-empty: something"
		exit 77
	END
	ln -sf "$bin/recv-empty" "$others/bin/recv-empty"
	O=$others walk 1 --auto
	expect_status 77
	[[ $(grep -c 'cannot be shown here' <<<"$output") == 1 ]]
	O=$BATS_TEST_TMPDIR/nothing walk 1 --auto
	expect_status 1
	expect_stderr 'not built yet'
}

@test "walk: wrong words are 2, and nothing is run" {
	local bad
	for bad in --no-such-option '1 2' 99 0 nothing --from '--from=0 1' '--from=x 1' '--from=99 1' \
		--handout '--handout=pdf 1' --report= '--follow --auto 1' '--handout=key' /no/such.md --from=2 --auto \
		'--list --notes 1' '--handout=key --preflight 1' '--lang=xx 1' '--lang=zh 8'; do
		# shellcheck disable=SC2086  # words on purpose
		walk $bad
		[[ $status == 2 && -z $output && $stderr == "walk: "*$'\n'"Try 'scripts/walk --help'." ]] ||
			fail "expected 2 for '$bad'"
	done
	# What there is instead is said, too.
	walk 1 --from=9
	[[ $stderr == 'walk: there is no step 9 in 01-nothing-there; there are 1 2 3 4 5 6, and with --two-terminals 7'$'\n'* ]]
	walk 99
	[[ $stderr == 'walk: there is no lesson 99; there are 1 2 3 '* ]]
	walk 1 --lang=xx
	[[ $stderr == *'there are some in: '*zh* ]]
	walk 1 --auto --report=/no/such/folder/x
	expect_status 1
	# What is there of an earlier day is read; a device has no end.
	[[ ! -c /dev/full ]] || {
		run -1 --separate-stderr timeout 30 "$root/scripts/walk" 1 --auto --from=6 --report=/dev/full
		[[ $stderr == *'cannot write /dev/full' ]] || fail 'a report that is a device'
	}
	for bad in '' --list --help; do
		# shellcheck disable=SC2086
		walk $bad
		expect_status 0
		run -1 grep -E '^.{81,}' <<<"$output"
	done
}

@test "walk: steps, notes, handouts for the class and for the teacher" {
	walk 2 --list
	expect_line ' +7 +[0-9]+ min  On two terminals +\(--two-terminals\)'
	walk 2 --notes
	expect_status 0
	expect_line '2 of 7\. Send, and send again +\([0-9]+ min\)'
	walk 2 --handout=blank
	expect_status 0
	expect_line '- \[ \] not sure'
	expect_no_line '<!--|\[x\]|ok      '
	local boxes
	boxes=$(grep -c '^- \[ \] [a-e])' <<<"$output")
	walk 2 --handout=key
	expect_status 0
	expect_no_line '<!--|not sure'
	[[ $(grep -c '^- \[x\]' <<<"$output") == $(sed '/^## On two/,$d' "$root/docs/lessons/02-stalled-peer.md" | grep -c '^<!-- predict') ]]
	[[ $(grep -cE '^- \[[ x]\] \**[a-e]\)' <<<"$output") == "$boxes" ]]
	expect_line '  ok      .*'
}

@test "walk: a blank handout leaves out what follows a question; the key has all" {
	local part page=$BATS_TEST_TMPDIR/own.md
	cat >"$page" <<-'END'
		# Own

		Goals.

		What comes before it.

		## One

		Before any question.

		<!-- generated: source demos/recv/recv-empty.c empty -->
		<!-- end -->

		## Two

		The scene.

		<!-- predict: first -->
		**Predict.** What does `recv()` say?

		- a) EAGAIN. <!-- if: first call[call=recv].errno = EAGAIN -->
		- b) 0. <!-- if: first call[call=recv].ret = 0 -->
		<!-- end -->

		Still asking.

		```console
		$ build/bin/recv-empty
		```

		Explained.

		| a | table |
		|---|---|

		<!-- safe -->
		Marked.

		- so is this

		<!-- predict: second -->
		**Predict.** And then?

		- a) The bytes. <!-- if: first call[step=arrive, call=recv].ret > 0 -->
		- b) None. <!-- if: first call[step=arrive, call=recv].ret = 0 -->
		<!-- end -->

		```console from=arrive
		```

		No longer marked.

		## Three

		No question here.

		<!-- generated: function docs/examples/handling.c recv_ready -->
		<!-- end -->

		<!-- safe -->
		<!-- generated: function docs/examples/handling.c connect_by -->
		<!-- end -->
	END
	cd "$BATS_TEST_TMPDIR" # where the page is
	walk own.md --handout=blank
	expect_status 0
	# It says what can be typed.
	expect_line "\(\`$root/scripts/walk own.md --from=STEP\` shows a step again\.\)"
	diff <(sed '/^$/d; /^- \[ \]/d; /^\*\*Predict/d; /^Because/d; /^```c$/,/^```$/{/connect_by/!d}' <<<"${output//$root\//}") - <<-'END'
		# Own
		What comes before it.
		## 1. One
		Before any question.
		## 2. Two
		The scene.
		What happened: ________________________________________________
		---
		Marked.
		- so is this
		What happened: ________________________________________________
		(`scripts/walk own.md --from=STEP` shows a step again.)
	END
	[[ $(grep -c '^\*\*Predict' <<<"$output") == 2 ]]
	# What is left for afterwards is on a sheet of its own.
	walk own.md --handout=home
	expect_status 0
	diff <(sed '/^$/d; /^```c$/,/^```$/{/connect_by/!d}' <<<"${output//$root\//}") - <<-'END'
		# Own
		Goals.
		## 3. Three
		connect_by(int sock, const struct sockaddr *address, socklen_t length,
		(`scripts/walk own.md --from=STEP` shows a step again.)
	END
	walk "$page" --handout=key
	expect_status 0
	for part in 'Before any question\.' '\$ build/bin/recv-empty' 'Still asking\.' 'Explained\.' '\| a \| table \|' \
		'No longer marked\.' 'No question here\.' 'recv_ready\(.*' 'connect_by\(.*' '	eag_step\("empty".*'; do
		expect_line "$part"
	done
	expect_no_line 'safe'
	# From another folder, and where it has a number like ours.
	cp own.md 07-own.md
	cd "$root"
	walk "$BATS_TEST_TMPDIR/07-own.md" --handout=blank
	expect_line "\(\`scripts/walk $BATS_TEST_TMPDIR/07-own.md --from=STEP\` shows a step again\.\)"
	walk docs/lessons/07-whose-flag.md --handout=blank
	expect_line "\(\`scripts/walk 07 --from=STEP\` shows a step again\.\)"
	walk README.md
	expect_status 1
	expect_stderr 'README\.md:[0-9]+: this is no lesson: '
}

@test "walk: what says why an option is right or wrong is for the teacher, and not on a blank handout" {
	local page=$BATS_TEST_TMPDIR/own.md
	cat >"$page" <<-'END'
		# Own

		## One

		<!-- predict: first -->
		**Predict.** What does `recv()` say?

		- a) 0. <!-- belief: zero; if: first call[call=recv].ret = 0 -->
		  <!-- because: That is the end; the first recv() says -1. -->
		- b) EAGAIN. <!-- if: first call[call=recv].errno = EAGAIN -->
		  <!-- because: Nothing is there, and 0 < 1. -->
		<!-- end -->

		```console
		$ build/bin/recv-empty
		```
	END
	walk "$page" --handout=blank
	expect_status 0
	expect_no_line '[Tt]hat is the end|0 < 1|<!--'
	walk "$page" --handout=key
	expect_line '  Because: That is the end; the first recv\(\) says -1\.'
	expect_line '  Because: Nothing is there, and 0 < 1\.'
	walk "$page" --notes
	expect_line '  Usual wrong: a  0\. Say: That is the end; the first recv\(\) says -1\.'
}

@test "make handouts: a blank one and a key of each lesson" {
	other_programs
	load handouts
	local page=$root/docs/lessons/06-whose-number.md
	handouts
	[[ $(cd "$others/handouts" && echo *) == \
		'06-whose-number-blank.md 06-whose-number-home.md 06-whose-number-key.md' ]]
	[[ $stderr == 'Only Markdown: neither cmark-gfm nor pandoc is here,'* ]]
	grep -q '^- \[ \] not sure' "$others/handouts/06-whose-number-blank.md"
	grep -q '^- \[x\] ' "$others/handouts/06-whose-number-key.md"
	grep -q '^To take home:' "$others/handouts/06-whose-number-home.md"
}

@test "walk: --accessible draws nothing and numbers the choices" {
	walk 2 --auto --accessible
	expect_status 0
	expect_line '1: .*'
	expect_line 'What happened: number [1-5], .*'
	expect_no_line '\[#|\[\.|##|^---'
	run -1 grep -q $'\033' <<<"$output"
}

@test "walk: ended in the middle of a run, it leaves no process and no file" {
	"$root/scripts/walk" 2 --auto --two-terminals --from=4 >"$BATS_TEST_TMPDIR/out" 2>&1 </dev/null 3>&- 4>&- &
	local walk=$! code=0
	wait_for grep -q -- '--blocking' "$BATS_TEST_TMPDIR/out"
	kill -TERM "$walk"
	wait "$walk" || code=$?
	((code == 143))
	[[ -z $(ls -A "$TMPDIR") ]] || fail "left behind: $(ls -A "$TMPDIR")"
	! grep -lz "$TMPDIR" /proc/[0-9]*/cmdline 2>/dev/null || fail "a process is left"
}

@test "walk: a long answer hangs below its first word, bold or not" {
	# shellcheck source=scripts/lib/screen.bash
	. "$root/scripts/lib/screen.bash"
	local lead='What happened: a  ' text plain_text
	text=$(printf 'word %.0s' {1..30})
	plain_text=$(wrapped "$lead" "$text")
	[[ $plain_text == "$lead"word*$'\n''                  word'* ]]
	[[ $(wrapped $'\033[1m'"What happened:"$'\033[0m a  ' "$text" | sed 's/\x1b\[[0-9;]*m//g') == "$plain_text" ]]
}

@test "walk --notes: what was right in the last run, and what to say to the usual wrong answer" {
	walk 1 --notes
	expect_line '  Right: not run yet .*'
	expect_line '  Usual wrong: c  It returns 0: .*'
	expect_no_line 'Right: [a-e]'
	walk 1 --preflight --two-terminals
	walk 1 --notes
	expect_line '  Right: b  It returns -1 at once, .*'
	expect_no_line '.*not run yet.*'
	# A class that was asked has an answer of its own.
	printf '%s\n' 2 'accept-empty b a=9 b=5 c=1 d=0 ?=2' >"$XDG_STATE_HOME/eagain/01-nothing-there"
	walk 1 --notes
	expect_line '  Usual wrong: a  It waits a moment.*'
	# The same beside a lesson that is on show: the shell's, here.
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' Q >"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; export XDG_STATE_HOME='$XDG_STATE_HOME'; clear; printf '%s\n' '$root/docs/lessons/01-nothing-there.md' 3 1 1 no no >'$XDG_STATE_HOME/eagain'/on-show.\$\$; scripts/walk --notes; rm '$XDG_STATE_HOME/eagain'/on-show.\$\$" \
		"$BATS_TEST_TMPDIR/keys"
	expect_line '\| 3 of 6\. recv\(\) on an empty buffer.*'
	expect_line '\|   Right: c  -1 with EAGAIN: .*'
}

@test "walk --preflight: every lesson is tried, and what is missing is named" {
	other_programs
	walk 6 --preflight
	expect_status 0
	expect_line 'ok      06-whose-number: .*'
	rm "$others/bin/reuse-done-right"
	O=$others walk 6 --preflight
	expect_status 1
	expect_line 'not ok  06-whose-number: .*'
}

@test "class-report: what many predicted, and which misconception holds how many" {
	run -0 "$root/scripts/class-report" "$root/docs/data/report-morning.json" "$root/docs/data/report-evening.json"
	expect_line '2 reports, 7 questions'
	{ sed 1q "$root/docs/data/report-morning.json" && sed -n 2p "$root/docs/data/report-morning.json" &&
		printf '{"event":"end","predictions":1}\n'; } >"$BATS_TEST_TMPDIR/one"
	run -0 "$root/scripts/class-report" "$BATS_TEST_TMPDIR/one"
	expect_line '1 report, 1 question'
	run -0 "$root/scripts/class-report" "$root/docs/data/report-morning.json" "$root/docs/data/report-evening.json"
	expect_line ' +24 of +36  buffer-is-bytes +a buffer of N bytes holds N bytes of data'
	run -2 "$root/scripts/class-report"
	run -2 "$root/scripts/class-report" "$root/docs/data/report-morning.json" --wrong
	run -1 "$root/scripts/class-report" "$root/docs"
	[[ $output == *' is a folder, '* ]]
	run -1 "$root/scripts/class-report" /no/such/file
	run -1 "$root/scripts/class-report" "$root/README.md"
	# What could paint or clear a terminal does not come there.
	sed 's/"where-are-they"/"where\x1b[2Jare-they"/' "$root/docs/data/report-morning.json" >"$BATS_TEST_TMPDIR/one"
	run -1 "$root/scripts/class-report" "$BATS_TEST_TMPDIR/one"
	[[ $output == "class-report: $BATS_TEST_TMPDIR/one holds control characters" ]]
	# Misconceptions that as many hold come by their names, wherever they were met.
	printf '%s\n' '{"event":"begin","schema":1,"report":"walk"}' \
		'{"event":"prediction","lesson":"x","id":"y","right":"a","answers":{"b":2,"c":2,"d":2,"e":3},"beliefs":{"b":"send-is-arrival","c":"buffer-is-bytes","d":"waits-anyway","e":"refused-is-lost"}}' \
		'{"event":"prediction","lesson":"x","id":"z","right":"a","answers":{"b":2,"c":2,"d":2},"beliefs":{"b":"eagain-is-an-error","c":"bigger-buffer-cures","d":"receiver-buffers-nothing"}}' \
		'{"event":"end","predictions":2}' >"$BATS_TEST_TMPDIR/one"
	run -0 "$root/scripts/class-report" "$BATS_TEST_TMPDIR/one"
	[[ $(sed -n 's/^ *\([0-9]*\) of .*  *\([a-z]*-[a-z-]*\)  .*/\1 \2/p' <<<"$output") == \
		$'3 refused-is-lost\n2 bigger-buffer-cures\n2 buffer-is-bytes\n2 eagain-is-an-error\n2 receiver-buffers-nothing\n2 send-is-arrival\n2 waits-anyway' ]] ||
		fail 'in which order?'
}

@test "walk: what is strong is bold on a terminal that can; not on a dumb one, nor with NO_COLOR" {
	script -qec true /dev/null >/dev/null || skip "script(1) can make no terminal here"
	bold() {
		env "$@" script -qec "${root@Q}/scripts/walk 2 --auto --from=6" /dev/null </dev/null | grep -qF $'\033[1m'
	}
	bold TERM=xterm
	run ! bold TERM=dumb
	run ! bold TERM=xterm NO_COLOR=1
}
