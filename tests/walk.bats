# SPDX-License-Identifier: MIT
# The lessons and scripts/walk.
load helper

setup() {
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir -p "$TMPDIR"
}

walk() {
	run --separate-stderr timeout -k 2 60 "$root/scripts/walk" "$@" </dev/null
}

# other_programs: a build whose programs are links to ours; in $others.
other_programs() {
	others=$BATS_TEST_TMPDIR/others
	mkdir -p "$others/bin"
	ln -sf "$bin"/* "$others/bin"
}

# instead PROGRAM: standard input is what runs instead; $REAL is the real one.
instead() {
	rm "$others/bin/$1"
	{
		printf '#!/usr/bin/env bash\nREAL=%q\n' "$bin/$1"
		cat
	} >"$others/bin/$1"
	chmod +x "$others/bin/$1"
}

@test "walk: all lessons pass by themselves, on two terminals too; every prediction is decided" {
	walk all --auto --two-terminals --report="$BATS_TEST_TMPDIR/report"
	if [[ $status == 77 ]]; then
		skip "$(grep -m 1 '^SKIP' <<<"$output")"
	fi
	expect_status 0
	[[ -z $stderr ]]
	[[ $(grep -c '^End of ' <<<"$output") == $(printf '%s\n' "$root"/docs/lessons/[0-9]*.md | wc -l) ]]
	expect_no_line 'does not answer'
	[[ $(grep -c '"event":"prediction".*"right":"[a-e]"' "$BATS_TEST_TMPDIR/report") == \
		$(cat "$root"/docs/lessons/*.md | grep -c '^<!-- predict: ') ]]
	# Prose is at most 72 columns wide, and so is every picture.
	run -1 grep -nE '^.{81,}' <<<"$output"
	[[ -z $(ls -A "$TMPDIR") ]] || fail "left behind: $(ls -A "$TMPDIR")"
	[[ ! -e $XDG_STATE_HOME ]]
}

@test "walk: every lesson stops when the kernel's answer is another one" {
	command -v strace >/dev/null && strace -o /dev/null true || skip "no strace that works here"
	local lesson step program what
	local -A answer=(
		[1:2:accept-empty]='accept,accept4:error=ECONNABORTED:when=1'
		[1:5:recv-eof]='recvfrom:error=ECONNRESET:when=3'
		[2:2:send-stalled-peer]='sendto:error=ENOBUFS:when=3'
		[2:3:send-short]='recvfrom:error=ECONNRESET:when=2'
		[3:3:connect-refused]='getsockopt:error=ENOPROTOOPT:when=1'
		[4:2:retry-ignore]='accept,accept4:error=EPROTO:when=1'
		[4:3:retry-drop]='recvfrom:error=ECONNRESET:when=2'
		[5:4:edge-unread]='epoll_wait,epoll_pwait:retval=1:when=2'
		[6:2:reuse-double-close]='close:error=EIO:when=4+'
	)
	other_programs
	for program in "${!answer[@]}"; do
		what=${answer[$program]}
		IFS=: read -r lesson step program <<<"$program"
		instead "$program" <<-END
			exec strace -f -qq -o /dev/null -e inject=$what "\$REAL" "\$@"
		END
		O=$others walk "$lesson" --auto --from="$step"
		[[ $status == 1 && $stderr == *"walk: "*"build/bin/$program"*"it ended with "* ]] ||
			fail "lesson $lesson did not notice that $program was told $what"
		ln -sf "$bin/$program" "$others/bin/$program"
	done
}

@test "walk: no option, or two, come true: the lesson says so and fails" {
	other_programs
	instead recv-eof <<-'END'
		"$REAL" "$@"
		sed -i '/"tag":"end"/,$s/"ret":0,"errno":null/"ret":7,"errno":null/' "${2#--json=}" "${1#--json=}" 2>/dev/null
		exit 0
	END
	O=$others walk 1 --auto --from=5
	expect_status 1
	expect_line "This run does not answer the question 'recv-eof': none of the options.*"
	expect_line 'End of 01-nothing-there: 1 of 1 predictions were not decided by the runs\.'
	sed 's/ret=0\] >= 2/ret=0] >= 1/; s/^- a) EAGAIN: the buffer.*/- a) x <!-- if: end[result=pass] -->/' \
		"$root/docs/lessons/01-nothing-there.md" >"$BATS_TEST_TMPDIR/two.md"
	walk "$BATS_TEST_TMPDIR/two.md" --auto --from=5
	expect_status 1
	expect_line '.*more than one option came true: ab\.'
	# A slip of the pen in a predicate decides nothing.
	sed 's/call\[step=end, call=recv, ret=0\]/call[step=end, cal=recv]/' \
		"$root/docs/lessons/01-nothing-there.md" >"$BATS_TEST_TMPDIR/slip.md"
	walk "$BATS_TEST_TMPDIR/slip.md" --auto --from=5
	expect_status 1
	expect_line '.*event "call" has no field "cal".*'
}

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
		1|not end[result=hang] and claim[ok=true] = 8 and not claim[ok=false]
		1|end[result=hang] or (end.claims = 8 and end.held = end.claims)
		1|call[call=send, errno=EAGAIN] >= 2
		1|first call[call=send].ret = 1000
		1|first call[call=send, ret=-1].errno = EAGAIN
		1|sum call[call=send, ret>0].ret = sum call[call=recv].ret
		1|buffer[buffer=send].data < buffer[buffer=send].charged
		0|call[ret<asked, ret>0, call=recv]
		1|2 * 3 = 6 and 1 * call[call=send].ret < 2 * 1000
		1|call[step=read, call=poll, revents=POLLOUT]
		1|call[args="sock, POLLOUT", ret=0]
		0|measure[name=none].value = 0
		0|measure[name=none].value != 0
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
	O=$BATS_TEST_TMPDIR/nothing walk 1 --auto
	expect_status 1
	expect_stderr 'not built yet'
}

@test "walk: wrong words are 2, and nothing is run" {
	local bad
	for bad in --no-such-option '1 2' 7 0 nothing --from '--from=0 1' '--from=x 1' '--from=99 1' \
		--handout '--handout=pdf 1' --report= '--follow --auto 1' '--handout=key' /no/such.md; do
		# shellcheck disable=SC2086  # words on purpose
		walk $bad
		[[ $status == 2 && -z $output && $stderr == "walk: "*$'\n'"Try 'scripts/walk --help'." ]] ||
			fail "expected 2 for '$bad'"
	done
	walk 1 --auto --report=/no/such/folder/x
	expect_status 1
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
	expect_line '2 of 7\. Send until it says no +\([0-9]+ min\)'
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

@test "walk: --accessible draws nothing and numbers the choices" {
	walk 2 --auto --accessible
	expect_status 0
	expect_line '1: .*'
	expect_line 'What happened: number [1-5], .*'
	expect_no_line '\[#|\[\.|##|^---'
	run -1 grep -q $'\033' <<<"$output"
}

@test "walk: thirty at once, on one machine, do not disturb each other" {
	local i
	for i in {1..30}; do
		timeout 60 "$root/scripts/walk" 2 --auto --two-terminals --from=7 \
			>"$BATS_TEST_TMPDIR/$i" 2>&1 </dev/null 3>&- 4>&- &
	done
	wait
	for i in {1..30}; do
		grep -q '^End of 02-stalled-peer: 1 of 1 ' "$BATS_TEST_TMPDIR/$i" ||
			fail "$(cat "$BATS_TEST_TMPDIR/$i")"
	done
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

@test "walk: in a terminal, --follow, a shell, resume, and the terminal is as before" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	printf '%s\n' 'until Prediction' b Enter =ls Enter '=build/bin/recv-empty --blocking' Enter \
		'until next step' '!' '=PS1="% "; echo in-the-shell' Enter exit Enter Q >"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; stty -a >~/before; clear; scripts/walk 1 --from=4 --follow; stty -a | cmp - ~/before && echo the-same" \
		"$BATS_TEST_TMPDIR/keys"
	expect_line '\| That is another command\..*'
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
	run -0 "$root/scripts/class-report" "$root/docs/report-morning.json" "$root/docs/report-evening.json"
	expect_line '2 reports, 7 questions'
	expect_line ' +24 of +36  buffer-is-bytes +a buffer of N bytes holds N bytes of data'
	run -2 "$root/scripts/class-report"
	run -1 "$root/scripts/class-report" /no/such/file
	run -1 "$root/scripts/class-report" "$root/README.md"
}

@test "docs/teaching.md: every misconception has its sentence, and the lessons that meet it" {
	diff <(awk -F '[ ;:]+' '/<!-- belief: / { for (i = 1; i < NF; i++) if ($i == "belief") {
			match(FILENAME, /[0-9]+-/); print $(i + 1), substr(FILENAME, RSTART, 2) + 0 } }' \
		"$root"/docs/lessons/*.md | sort -u) \
		<(sed -n 's/^| `\([a-z-]*\)` | [^|]* | \([0-9, ]*\) |$/\1 \2/p' "$root/docs/teaching.md" |
			awk '{ gsub(/,/, ""); for (i = 2; i <= NF; i++) print $1, $i }' | sort -u)
}

@test "lessons: 8 to 20 minutes, a note for the teacher in each, goals, something to change and to take home" {
	local page minutes
	for page in "$root"/docs/lessons/[0-9]*.md; do
		minutes=$("$root/scripts/walk" "$page" --list | sed -n '3,$s/^ *[0-9]* *\([0-9]*\) min.*/\1/p' | awk '{ n += $1 } END { print n }')
		((minutes >= 8 && minutes <= 20)) || fail "$page: $minutes minutes"
		grep -q '^<!-- note: ' "$page"
		grep -q '^After this lesson you can' "$page"
		grep -q '^## .*Doing it right\|^## Make it right' "$page"
		grep -q '^To take home:' "$page"
		grep -q '^## Change one thing\|^## .*[Ee]dges' "$page"
	done
}
