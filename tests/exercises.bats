# SPDX-License-Identifier: MIT
# The exercises: the broken one fails, right ways pass, half-fixes do not.
load helper

# judged FILE FLAG: the exit status of scripts/try, in a file of its own.
judged() {
	local code=0
	CFLAGS=-O0 CPPFLAGS="-D$2" timeout -k 2 60 "$root/scripts/try" "$1" \
		>"$BATS_TEST_TMPDIR/$2.out" 2>&1 </dev/null 3>&- 4>&- || code=$?
	printf '%s\n' "$code" >"$BATS_TEST_TMPDIR/$2.code"
}

# exercise NAME: all of its variants, at the same time.
exercise() {
	local name flag rights=0 want
	name=$1
	local -a flags
	mapfile -t flags < <(grep -oE '\b(RIGHT|HALF)_[A-Z_]+' "$root/tests/exercises/$name.c" | sort -u)
	judged "$root/docs/exercises/$name.c" BROKEN &
	for flag in "${flags[@]}"; do
		judged "$root/tests/exercises/$name.c" "$flag" &
	done
	wait
	for flag in BROKEN "${flags[@]}"; do
		want=1
		[[ $flag != RIGHT_* ]] || { want=0 && rights=$((rights + 1)); }
		[[ $(<"$BATS_TEST_TMPDIR/$flag.code") == "$want" ]] ||
			fail "$name, $flag: expected $want; $(cat "$BATS_TEST_TMPDIR/$flag.out")"
	done
	((rights >= 2 && ${#flags[@]} >= rights + 2))
	run -0 "$root/scripts/try" "$root/docs/exercises/$name.c" --hint
	[[ ${#output} -gt 80 ]]
	grep -q "^| \[$name\]($name.c) " "$root/docs/exercises/README.md"
}

@test "exercise drops: the broken one fails, right ways pass, half-fixes do not" {
	exercise drops
}

@test "exercise resends: the broken one fails, right ways pass, half-fixes do not" {
	exercise resends
}

@test "exercise zero: the broken one fails, right ways pass, half-fixes do not" {
	exercise zero
}

@test "exercise believes: the broken one fails, right ways pass, half-fixes do not" {
	exercise believes
}

@test "exercise edge: the broken one fails, right ways pass, half-fixes do not" {
	exercise edge
}

@test "exercise close: the broken one fails, right ways pass, half-fixes do not" {
	exercise close
}

@test "exercises: each has its test" {
	local file
	for file in "$root"/docs/exercises/*.c; do
		grep -qE "^	exercise $(basename "$file" .c)$" "$root/tests/exercises.bats" ||
			fail "$file has no test"
	done
}

@test "scripts/try: what is no exercise, or does not compile, is said" {
	run -2 "$root/scripts/try"
	run -2 "$root/scripts/try" /no/such.c
	run -2 "$root/scripts/try" "$root/docs/handling.c"
	run -2 "$root/scripts/try" --wrong "$root/docs/exercises/zero.c"
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
	[[ $output == *'your program has ended already'*'it says no number'* && $output != *-1* ]] ||
		fail "expected words, not -1"
}
