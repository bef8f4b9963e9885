# SPDX-License-Identifier: MIT
# tests/judge: what does not hold must be told as exactly that, by the right property.
load helper

# judged PROGRAM [REGEXP]: what the judge says of it.
judged() {
	run "$root/tests/judge" "$@"
}

# red TITLE [WHAT]: the property whose title begins so does not hold, and WHAT, which
# may have patterns in it, is among the reasons.
red() {
	local reasons
	reasons=$(awk -v title="$1" '
		/^(not )?ok / { ours = $0 ~ "^not ok [0-9]+ [a-z-]+: " title; if (ours) print }
		/^#/ && ours' <<<"$output")
	# shellcheck disable=SC2053  # a pattern on purpose
	[[ $status == 1 && $reasons && $reasons == *${2-}* ]] || fail "expected red: $1, for: ${2-}"
}

green() {
	[[ $status == 0 ]] && ! grep -q '^not ok' <<<"$output" && grep -q '^ok' <<<"$output" ||
		fail "expected no property to be red"
}

# doctored NAME: in the place of a program, standard input runs; in it $real is the
# program, $json where it was told to write its events, or nothing.
doctored() {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	{
		cat <<-END
			#!/usr/bin/env bash
			real=${2-$bin/$1}
			json=
			for word; do
				[[ \$word != --json=* ]] || json=\${word#--json=}
			done
		END
		cat
	} >"$BATS_TEST_TMPDIR/bin/$1"
	chmod +x "$BATS_TEST_TMPDIR/bin/$1"
}

@test "judge: each way to end badly is told as what it is" {
	local how
	judged "$fixtures/claims-wrong" 'every claim'
	red 'every claim holds' "*not ok  expected: a byte is there*recv(sock, 1 byte) = -1 EAGAIN*came 1, the last line 'FAIL claims-wrong: 1 of 2 claims hold'"
	for how in silent set-up skip fail-skip hang die; do
		# The last of two --timeout counts.
		doctored ends-badly "$fixtures/ends-badly" <<<"exec \$real \"\$@\" --how=$how --timeout=1"
		judged "$BATS_TEST_TMPDIR/bin/ends-badly" 'every claim|well formed'
		case $how in
		silent) red 'every claim' "came 1, the last line 'FAIL ends-badly: no claim was made'" ;;
		set-up) red 'every claim' "came 99, the last line *and on stderr ends-badly: open: ENOENT: " ;;
		fail-skip) red 'every claim' "came 1, the last line 'FAIL ends-badly: 0 of 1 claims hold'" ;;
		hang) red 'every claim' "came 124, the last line 'HANG ends-badly: [[]end] it ends: no end in 1 s'" ;;
		die)
			red 'every claim' 'came 134'
			red 'events are' 'expected the last to end with result pass*came: {"event":"step"'
			;;
		skip)
			green
			(($(grep -c '^ok .*ends-badly: .* # skip SKIP ends-badly: a kernel that can$' <<<"$output") == 2))
			;;
		esac
	done
}

@test "judge: strace sees a report of what was not called, and of other bytes than were asked for" {
	judged "$fixtures/lies" strace
	[[ $output != *'# skip'* ]] || skip "${output#*# skip }"
	red strace 'call 1: it reported recv() of 1 bytes = EAGAIN; strace saw recv() of 1 bytes = 1'
	judged "$fixtures/lies-about-bytes" strace
	# A number, and a text that stands for one.
	red strace 'call 1: *send() of 1077 bytes = 1000; strace saw send() of 1000 bytes = 1000*call 2: *of 6 bytes = 5; strace saw send() of 5 bytes = 5'
	# Nor is anything else of it red.
	judged "$fixtures/lies-about-bytes"
	[[ $(grep -c '^not ok' <<<"$output") == 1 ]] || fail "expected one property to be red"
	# The same of what a child was answered.
	judged "$fixtures/lies-of-child" strace
	red strace 'reported recv() of 1 bytes = EAGAIN of a thread or a child 1 times; strace saw that 0 times*reported fcntl() = 0 of *child 1 times; strace saw that 0 times, but no O_NONBLOCK: fcntl(*F_SETFL, O_RDWR*reported fcntl() = * of *child 1 times; *, but no sock, whose number is another: fcntl(*F_GETFD'
	# Another flag, value, text, and descriptor, and a flag that is not told.
	judged "$fixtures/lies-about-words" strace
	red strace 'call 1: *no O_NONBLOCK: fcntl(*call 2: *no ~O_NONBLOCK: fcntl(*call 3: *no [[]8192]: setsockopt(*call 4: *no "jello": sendto(*call 5: it reported no MSG_DONTWAIT; strace saw recvfrom(*call 6: it reported conn, *this descriptor was sock'
	# Another time, as strace has it in words or in bytes; the first of eight is right.
	judged "$fixtures/lies-about-times" strace
	[[ $output != *'# call 1: '* ]] || fail 'what is right is red'
	red strace 'call 2: *no {60 ms}: setsockopt(*call 3: *no 0 s}: *call 4: *no {every 50 ms}: *call 5: *no {off}: *call 6: *no {every 1000 ms}: *call 7: *no in an hour: *'
	[[ $output == *'# and 1 more' ]] || fail 'the eighth'
	# sendto() and recvfrom(), reported by these names.
	judged "$fixtures/datagrams" strace
	green
}

@test "judge: a wrong output, and the property that it breaks" {
	local property change reason
	while IFS='|' read -r property change reason; do
		doctored recv-eof <<-END
			"\$real" "\$@" | sed '$change'
			exit "\${PIPESTATUS[0]}"
		END
		judged "$BATS_TEST_TMPDIR/bin/recv-eof" "$property"
		red "$property" "$reason"
	done <<-'END'
		every claim|s/^Do .*/&, and much more about what is to be done after that/|expected at most 76 columns; came * in line *
		every claim|s/buffer/b\xc3\xbcffer/|expected ASCII; another byte is in line *
		every claim|s/: [0-9]* of .* claims/: 2 of 2 claims/|expected the last line 'PASS recv-eof: *; came 'PASS recv-eof: 2 of 2 claims hold'
		every claim|s/^PASS/FAIL/|came 'FAIL recv-eof: * claims hold'
		every claim|$d|came nothing
		events are|0,/^  ok /{/^  ok /d;}|expected as many claims in the text as events*expected in the text, in this order: 'ok *
		events are|s/^calls: /&dup3 /|--describe has dup3 among its calls; no event has it
		events are|/^calls: /s/ *shutdown//|--describe has no shutdown among its calls; an event has it
		events are|/^errnos: /s/ *EAGAIN//|--describe has no EAGAIN among its errnos; an event has it
		what it says|s/^next: /&no-such-program /|next: there is no program no-such-program
		what it says|s/^class: .*/class: pass/|expected a class of *; came 'pass'
		what it says|s/^  --blocking .*/&, and much more about what is to be done after that/|expected at most 80 columns of --help
	END
}

@test "judge: wrong events, and how they are wrong" {
	local change reason
	while IFS='|' read -r change reason; do
		doctored recv-eof <<-END
			code=0
			"\$real" "\$@" || code=\$?
			[[ ! \$json ]] || sed -i '$change' "\$json"
			exit "\$code"
		END
		judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'well formed'
		red 'events are' "$reason"
	done <<-'END'
		2s/,"text"/"text"/|expected an object in the form of docs/json.md; came line 2: *
		1s/"schema":1/"schema":2/|expected the first to begin with schema 1*
		$s/"held":[0-9]*/"held":2/|expected the last to end with result pass, and * claims, all of which hold; came: *"held":2*
		$d|expected the last to end with result pass*
		s/"id":"end-is-zero"/"id":"open-is-eagain"/|expected each claim once; came again: open-is-eagain
		/"end-is-zero"/d|expected as many claims in the text as events, *
		s/"text":"the end /&of it /|expected in the text, in this order: *
		s/"tag":"end"/"tag":"open"/|expected each tag once; came again: open
	END
}

@test "judge: two runs that differ, a neighbour that matters, a --blocking without effect" {
	# Its hundredths of a second are other ones each time.
	doctored recv-eof <<-'END'
		"$real" "$@" | sed "s/^Do .*/Do    ${EPOCHREALTIME: -5}/"
	END
	judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'two runs'
	red 'two runs' "expected 'Do    *; came 'Do    *"
	doctored recv-eof <<-'END'
		[[ $json ]] && exec "$real" "$@"
		"$real" "$@" | sed '0,/^  ok/s//  not ok/'
		exit 1
	END
	judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'two runs'
	red 'two runs' 'expected status 0; came 1'
	doctored recv-eof <<-'END'
		(($(ulimit -n) > 16)) || echo "I have few descriptors"
		exec "$real" "$@"
	END
	judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'few descriptors'
	red 'few descriptors'
	# A program that differs with --quiet.
	doctored recv-eof <<-'END'
		[[ " $* " == *' --quiet '* ]] || exec "$real" "$@"
		code=0
		"$real" "$@" || code=$?
		sed -i '/end-stays/d' "$json"
		exit "$code"
	END
	judged "$BATS_TEST_TMPDIR/bin/recv-eof" strace
	[[ $output == *'# skip'* ]] || red strace 'expected the claim end-stays to be made here too'
	doctored recv-eof <<-'END'
		for word; do
			[[ $word == --blocking ]] || set -- "$@" "$word"
			shift
		done
		exec "$real" "$@"
	END
	judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'blocking'
	red '--blocking' "expected 124, a hang, or 1, a refuted claim; came 0, the last line 'PASS recv-eof: "
	# Its last words of 81 columns.
	doctored recv-eof <<-'END'
		"$real" "$@" | awk '/^HANG/ { while (length($0) < 81) sub(/: no end/, "x&") } { print }'
		exit "${PIPESTATUS[0]}"
	END
	judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'blocking'
	red '--blocking' 'expected at most 80 columns; came 81: HANG recv-eof: [[]*'
}

@test "judge: a claim that is gone, new or said otherwise is red until make docs; so is a hidden mode" {
	cd "$BATS_TEST_TMPDIR"
	mkdir tree tree/docs
	ln -s "$root/demos" "$root/scripts" "$root/tests" "$root/README.md" tree
	sed '/^## \[recv-eof\]/,/^## /{s/^- `end-is-zero`.*/&\n- `gone`: it was claimed once/;s/^\(- `open-is-eagain`: \).*/\1else/;/end-stays/d;}' \
		"$root/docs/proofs.md" >tree/docs/proofs.md
	O=$out run tree/tests/judge "$bin/recv-eof" 'docs/proofs'
	red 'its claims' 'expected of open-is-eagain: else; came: *expected the claim gone: it was claimed once; came no such claim*the claim end-stays is not in docs/proofs.md: make docs'
	# A second mode that no option tells of.
	rm tree/demos
	cp -r "$root/demos" tree
	sed -i 's/eag_start(.*/&\n\tif (getenv("QUICK") != NULL)\n\t\treturn 0;/' tree/demos/recv/recv-eof.c
	O=$out run tree/tests/judge "$bin/recv-eof" 'what it says'
	red 'what it says' 'expected a demonstration to have one mode*getenv("QUICK")'
	# Nor in a part that the chapter's programs share.
	ln -sf "$root/demos/recv/recv-eof.c" tree/demos/recv
	printf 'char **environ;\n' >tree/demos/recv/part.c
	O=$out run tree/tests/judge "$bin/recv-eof" 'what it says'
	red 'what it says' 'expected a demonstration to have one mode*part.c:1:char [*][*]environ'
	rm tree/demos/recv/part.c
	# A copy of the page that make docs writes is green again.
	sed '/^## \[recv-eof\]/,$d' "$root/docs/proofs.md" >tree/docs/proofs.md
	mkdir -p o/bin
	ln -s "$bin/recv-eof" o/bin
	O=../o run -0 tree/scripts/proofs
	O=$out run tree/tests/judge "$bin/recv-eof" 'docs/proofs'
	green
}

@test "judge: what is not asked for is not run" {
	doctored recv-eof <<<"touch $BATS_TEST_TMPDIR/ran"
	judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'accept-empty: '
	[[ $status == 0 && -z $output && ! -e $BATS_TEST_TMPDIR/ran ]]
	judged /no/such/program
	[[ $status == 2 ]]
}

@test "judge: a copy for nobody's user is made where there is none" {
	mkdir "$BATS_TEST_TMPDIR/bin"
	cp "$bin/recv-eof" "$BATS_TEST_TMPDIR/bin"
	EAG_FOR_ALL='' judged "$BATS_TEST_TMPDIR/bin/recv-eof" 'few descriptors'
	green
}
