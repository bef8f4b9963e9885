# SPDX-License-Identifier: MIT
# walk.bash: scripts/walk without a terminal, and programs put in place of others.
# shellcheck disable=SC2034,SC2154  # bats and helper.bash set, the tests use

setup() {
	export XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir -p "$TMPDIR"
}

# The time limit is for a walk that hangs: each program has a watchdog of its own.
walk() {
	run --separate-stderr timeout -k 2 600 "$root/scripts/walk" "$@" </dev/null
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

# instead_of_all: standard input is what runs instead of every program; $REAL is
# the real one.
instead_of_all() {
	local -a all=("$others"/bin/*)
	rm "${all[@]}" # links, to what must stay
	{
		# shellcheck disable=SC2016  # it is for the script
		printf '#!/usr/bin/env bash\nREAL=%q/${0##*/}\n' "$bin"
		cat
	} | tee "${all[@]}" >/dev/null
	chmod +x "${all[@]}"
}

# right_of QUESTION REPORT: the letter that a run made right.
right_of() {
	[[ ! $2 ]] || sed -n "s/.*\"id\":\"$1\",\"right\":\"\([a-e]\)\".*/\1/p" "$2"
}

# predictions PAGE [SECOND]: of each option a line: the question's number and name, the letter,
# the predicate, the words, the belief, and why it is so or not; - for what is missing.
# Without SECOND what needs two terminals is left out.
predictions() (
	trap - DEBUG # bats' own, which makes a command of bash ten times as dear
	# shellcheck source=scripts/lib/lesson.bash
	. "$root/scripts/lib/lesson.bash"
	read_lesson "$1" "${2-}"
	n=0
	for ((i = 0; i < lesson[items]; i++)); do
		[[ ${lesson[step.${lesson[$i.step]}.shown]} ]] || continue
		case ${lesson[$i.kind]} in
		question) n=$((n + 1)) name=${lesson[$i.name]} ;;
		option)
			printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$n" "$name" "${lesson[$i.letter]}" \
				"${lesson[$i.predicate]}" "${lesson[$i.text]}" "${lesson[$i.belief]:--}" "${lesson[$i.because]:--}"
			;;
		esac
	done
)

# play PAGE LETTER SIZE: the lesson in a terminal of that size, with that answer to each
# question, or "not sure" where there is no such option.  The screens are in $output, and
# what was right in $played.
play() {
	local name n letters keys=$BATS_TEST_TMPDIR/keys
	played=$BATS_TEST_TMPDIR/played
	rm -f "$played"
	while IFS=$'\t' read -r n name letters; do
		printf '%s\n' 'until Prediction' "$([[ $letters == *$2* ]] && echo "$2" || echo '?')" Enter
	done < <(predictions "$1" | options) >"$keys"
	printf '%s\n' 'until %' >>"$keys"
	run -0 "$root/tests/record" "cd '$root'; clear; scripts/walk '$1' --report='$played'; echo ended with \$?" \
		"$keys" "$3"
	expect_line '\| ended with (0|77)'
}

# options: of each question that predictions() has, a line: its number, its name, its letters.
options() {
	awk -F '\t' '
		$1 != n { if (n) print n "\t" name "\t" letters; letters = "" }
		{ n = $1; name = $2; letters = letters $3 }
		END { print n "\t" name "\t" letters }'
}

# unsaid PAGE LETTER: of each question, the sentence that whoever gave that answer did not
# see on the screens of the last play.
unsaid() {
	local n name letters letter right seen because said all
	all=$(predictions "$1")
	seen=$(tr -s ' \n|' ' ' <<<"$output")
	while IFS=$'\t' read -r n name letters; do
		letter=$2 right=$(right_of "$name" "$played")
		[[ $right ]] || continue # it cannot be shown here
		[[ $letters == *$2* ]] || letter=$right
		because=$(awk -F '\t' -v n="$n" -v letter="$letter" '$1 == n && $3 == letter { print $7 }' <<<"$all")
		[[ $because != - ]] || continue
		said=yes
		[[ $seen == *"$because"* ]] || printf '%s: %s) %s\n' "$name" "$letter" "$because"
	done < <(options <<<"$all")
	[[ ${said-} ]] || printf 'nothing was said\n'
}

# thin_screens: what is wrong with the screens of the last play.
thin_screens() {
	awk -f "$root/tests/screens.awk" <<<"$output"
}
