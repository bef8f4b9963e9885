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
	{
		# shellcheck disable=SC2016  # it is for the script
		printf '#!/usr/bin/env bash\nREAL=%q/${0##*/}\n' "$bin"
		cat
	} >"$others/instead"
	chmod +x "$others/instead"
	local program
	for program in "$bin"/*; do
		ln -sf "$others/instead" "$others/bin/${program##*/}"
	done
}

# predictions PAGE: of each option a line: the question's number and name, the letter,
# the predicate, the words.  What needs two terminals is left out.
predictions() (
	# shellcheck source=scripts/lib/lesson.bash
	. "$root/scripts/lib/lesson.bash"
	read_lesson "$1"
	n=0
	for ((i = 0; i < lesson[items]; i++)); do
		[[ ${lesson[step.${lesson[$i.step]}.shown]} ]] || continue
		case ${lesson[$i.kind]} in
		question) n=$((n + 1)) name=${lesson[$i.name]} ;;
		option)
			printf '%s\t%s\t%s\t%s\t%s\n' "$n" "$name" "${lesson[$i.letter]}" \
				"${lesson[$i.predicate]}" "${lesson[$i.text]}"
			;;
		esac
	done
)
