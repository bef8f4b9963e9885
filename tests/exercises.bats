# SPDX-License-Identifier: MIT
# What holds for every exercise is in every-exercise.bats.in.
load helper

@test "exercises: a folder is all that a new one takes" {
	local folder=$BATS_TEST_TMPDIR/docs/exercises
	mkdir -p "$folder"
	cp -r "$root/Makefile" "$root/lib" "$root/scripts" "$BATS_TEST_TMPDIR"
	cp -r "$root/docs/exercises/judge" "$folder"
	cp -r "$root/docs/exercises/zero" "$folder/endless"
	mv "$folder/endless/zero.c" "$folder/endless/endless.c"
	sed -i 's/exercise: zero/exercise: endless/; s/^# zero:/# endless:/' "$folder/endless"/*
	cd "$BATS_TEST_TMPDIR"
	local -x O=o CFLAGS=-O0
	make -s O=o CC="${CC:-cc}" all
	run -1 timeout 60 scripts/try docs/exercises/endless/endless.c
	[[ $output == *'is not right yet; --hint helps.'* && $(last_line) == 'Next: scripts/try docs/exercises/endless/endless.c --provoke names the call '* ]]
	CPPFLAGS=-DRIGHT_POLL run -0 timeout 60 scripts/try docs/exercises/endless/fixes.c
	printf '%s\n' '<!-- generated: exercises -->' '<!-- end -->' >README.md
	: >CONTRIBUTING.md
	run -0 scripts/docs --write README.md
	grep -q '^| \[endless\](endless/README.md) | .* | \[1\](' README.md
	# And when it goes, it leaves nothing behind.
	rm -r "$folder/endless"
	make -s O=o CC="${CC:-cc}" all
	[[ ! -e o/exercises/endless/judge ]]
	run -2 scripts/try "$root/docs/exercises/zero/zero.c"
}

@test "scripts/try: what is no exercise, or does not compile, is said" {
	run -2 "$root/scripts/try"
	run -2 "$root/scripts/try" /no/such.c
	run -2 "$root/scripts/try" "$root/docs/examples/handling.c"
	run -2 "$root/scripts/try" --wrong "$root/docs/exercises/zero/zero.c"
	run -2 "$root/scripts/try" --hint --provoke "$root/docs/exercises/zero/zero.c"
	run -2 "$root/scripts/try" "$root/docs"
	[[ $output == *' is a folder, '* ]]
	run -2 "$root/scripts/try" zero
	[[ $output == 'try: zero is an exercise; copy '*'docs/exercises/zero/zero.c, '* ]]
	printf '/* exercise: nothing */\n' >"$BATS_TEST_TMPDIR/my try.c"
	run -2 "$root/scripts/try" "$BATS_TEST_TMPDIR/my try.c"
	[[ $output == 'try: there is no exercise nothing; there are '*' zero'* ]]
	run -0 "$root/scripts/try" --help
	printf '/* exercise: zero */\nint main(void) { return here; }\n' >"$BATS_TEST_TMPDIR/my try.c"
	run -1 "$root/scripts/try" "$BATS_TEST_TMPDIR/my try.c"
	[[ $output == *'does not compile'* ]]
	printf '/* exercise: zero */\nint main(void) { for (;;) ; }\n' >"$BATS_TEST_TMPDIR/my try.c"
	run -1 "$root/scripts/try" "$BATS_TEST_TMPDIR/my try.c"
	[[ $output == *'your program is busy, with nothing to do'* ]]
	# Nothing said is said in words.
	printf '/* exercise: zero */\nint main(void) { return 0; }\n' >"$BATS_TEST_TMPDIR/my try.c"
	run -1 "$root/scripts/try" "$BATS_TEST_TMPDIR/my try.c"
	[[ $output == *'your program has ended already'*'it says no number'* && $output != *' -1'* ]] ||
		fail "expected words, not -1"
}

@test "scripts/try: who ends it ends the judge and the program, and is told 143" {
	local program=$BATS_TEST_TMPDIR/my.c try code=0 pids fd
	# It says who it is, and then it does nothing.
	mkfifo "$BATS_TEST_TMPDIR/pids"
	exec {fd}<>"$BATS_TEST_TMPDIR/pids"
	printf '/* exercise: zero */\n#include <stdio.h>\n#include <unistd.h>\nint main(void) { FILE *f = fopen("%s", "w");\n\tfprintf(f, "%%d %%d\\n", getpid(), getppid()); fclose(f);\n\tfor (;;) pause(); }\n' \
		"$BATS_TEST_TMPDIR/pids" >"$program"
	"$root/scripts/try" "$program" >/dev/null 2>&1 3>&- 4>&- &
	try=$!
	read -rt 100 -u "$fd" pids || fail 'it was not run'
	kill -TERM "$try"
	wait "$try" || code=$?
	((code == 143)) || fail "ended with $code"
	! kill -0 "${pids#* }" 2>/dev/null || fail 'the judge is still there'
	wait_for eval "! kill -0 ${pids% *}"
}

@test "scripts/try: a program that burnt the processor, and then ended, has ended" {
	CPPFLAGS=-DHALF_POLLS_AND_CALLS run -1 timeout 60 "$root/scripts/try" \
		"$root/docs/exercises/backlog/fixes.c"
	[[ $output == *'your program is busy, with nothing to do'* ]] || fail "$output"
	[[ $output == *'ok      it ends, with exit status 0'* ]] || fail "$output"
}

@test "scripts/try: what comes next is about the claims that failed, and a limit is said" {
	CPPFLAGS=-DHALF_NAP run -1 timeout 60 "$root/scripts/try" "$root/docs/exercises/lock/fixes.c"
	expect_line '  ~ woke up [0-9]+ times in [0-9]+ ms; at most [0-9]+ here'
	expect_no_line 'processor time'
	[[ $(last_line) == *'scripts/try '*'/fixes.c --hint '* ]] || fail 'what is next, after a nap?'
	CPPFLAGS=-DHALF_AT_ONCE run -1 timeout 60 "$root/scripts/try" "$root/docs/exercises/lock/fixes.c"
	expect_line '  ~ (processor time [0-9]+ us|awake at [0-9]+ looks) in [0-9]+ ms; at most [0-9]+ here'
	CPPFLAGS=-DHALF_SHARED run -1 timeout 60 "$root/scripts/try" "$root/docs/exercises/lock/fixes.c"
	[[ $(last_line) == *'/lock-flock shows '* ]] || fail 'what is next, when it is no lock of its own?'
	CPPFLAGS=-DHALF_REMOVES_AT_THE_END run -1 timeout 60 "$root/scripts/try" "$root/docs/exercises/lock/fixes.c"
	[[ $(last_line) == *'/lock-replaced shows '* ]] || fail 'what is next, when the file is gone?'
	# All is well: nothing is to be done.
	CPPFLAGS=-DRIGHT_NAP run -0 timeout 60 "$root/scripts/try" "$root/docs/exercises/lock/fixes.c"
	expect_line 'Why .*'
	expect_no_line '^(Do|Next) '
}

@test "scripts/try --provoke: the call that was refused, and what came then" {
	run "$root/scripts/try" "$root/docs/exercises/drops/drops.c" --provoke
	[[ $status != 77 ]] || skip "$(grep -m 1 '^SKIP' <<<"$output")"
	[[ $status == 1 && $output == *'sendto '*'never comes back'*'first in main() in drops'* ]] || fail 'which call?'
	[[ $output != *'is not right yet'* ]]
	# Buffers stay as the judge makes them: a right answer is right here, too.
	CPPFLAGS=-DRIGHT_POLL run -0 "$root/scripts/try" "$root/docs/exercises/drops/fixes.c" --provoke
	[[ $output == *'it only waited'* ]] || fail 'what came then?'
}

@test "scripts/try: from another folder, what it says to type can be typed there" {
	cd "$BATS_TEST_TMPDIR"
	cp "$root/docs/exercises/lock/lock.c" mine.c
	run -1 "$root/scripts/try" mine.c
	[[ $output == *$'\n'"Next: $root/build/bin/lock-replaced shows "* ]] || fail 'what is next?'
	[[ $output == *'number now '*'expected: and does not change the number'*'another file now, or none'* ]]
	CPPFLAGS=-DRIGHT_POLL run -0 "$root/scripts/try" "$root/docs/exercises/drops/fixes.c"
	[[ $(last_line) == "Next: the exercise edge, or a program of your own: $root/scripts/eagain provoke -- COMMAND" ]]
	# It says how the program ended.
	printf '/* exercise: zero */\nint main(void) { return 3; }\n' >three.c
	run -1 "$root/scripts/try" three.c
	[[ $output == *'exit status    3 of your program'* ]] || fail 'how did it end?'
}
