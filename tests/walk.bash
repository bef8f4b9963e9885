# SPDX-License-Identifier: MIT
# walk.bash: scripts/walk without a terminal, and programs put in place of others.
# shellcheck disable=SC2034,SC2154  # bats and helper.bash set, the tests use

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
