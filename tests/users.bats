# SPDX-License-Identifier: MIT
# A class on one machine: many users, and a tree that belongs to somebody else.
load helper

# as_user UID COMMAND ...: with nothing in the environment but a PATH.
as_user() {
	setpriv --reuid="$1" --regid="$1" --clear-groups env -i PATH="$PATH" "${@:2}"
}

# needs_users: and a folder that all can write to, in $shared; bats's own is root's alone.
needs_users() {
	((EUID == 0)) && as_user 31000 test -x "$root/scripts/walk" 2>/dev/null ||
		skip 'another user can only be tried by root, with setpriv, in a tree that all can read'
	shared=$(mktemp -d /tmp/eagain-class.XXXXXX)
	chmod 1777 "$shared"
}

teardown() {
	[[ ! ${shared-} ]] || rm -rf "$shared"
}

# class_of COUNT: so many users at once, each with a lesson on two terminals and an
# exercise that is right; every third has no home.
class_of() {
	local i home dir=$shared
	cp "$root/docs/exercises/drops/fixes.c" "$dir/mine.c"
	for ((i = 1; i <= $1; i++)); do
		home=$dir/home.$i
		((i % 3)) || home=/nonexistent
		as_user $((31000 + i)) HOME="$home" TMPDIR="$dir" CPPFLAGS=-DRIGHT_POLL O="${O:-build}" bash -c \
			'timeout 500 "$1/scripts/walk" 2 --auto --two-terminals --from=7 && timeout 90 "$1/scripts/try" "$2/mine.c"' \
			class "$root" "$dir" >"$BATS_TEST_TMPDIR/$i" 2>&1 </dev/null 3>&- 4>&- &
	done
	wait
	for ((i = 1; i <= $1; i++)); do
		grep -q '^End of 02-stalled-peer: 2 of 2 ' "$BATS_TEST_TMPDIR/$i" &&
			grep -q 'mine.c is right\.' "$BATS_TEST_TMPDIR/$i" || fail "user $i: $(cat "$BATS_TEST_TMPDIR/$i")"
	done
	[[ -z $(ls -d "$dir"/tmp.* 2>/dev/null) ]] || fail "left behind: $(ls "$dir")"
}

@test "a class: three users at once, in a tree that is not theirs" {
	needs_users
	class_of 3
}

# bats test_tags=stress
@test "a class: thirty users at once, in a tree that is not theirs" {
	needs_users
	class_of 30
}

@test "a class: without HOME, or where a home cannot be written, a lesson runs" {
	local home
	for home in /nonexistent /proc; do
		HOME=$home run -0 env -u XDG_STATE_HOME timeout 60 "$root/scripts/walk" 1 --auto --from=5 </dev/null
		[[ $(last_line) == 'End of 01-nothing-there: 1 of 1 '* ]]
	done
	run -0 env -u HOME -u XDG_STATE_HOME timeout 60 "$root/scripts/walk" 1 --auto --from=5 </dev/null
}

# one_line COMMAND ...: it fails, and says why in one line.
one_line() {
	run --separate-stderr "$@" </dev/null
	[[ $status == 1 && ! $output && $stderr == *'TMPDIR may name another folder' && $stderr != *$'\n'* ]] ||
		fail "expected one line of: $*"
}

@test "a class: no folder for what a run leaves, or no room in it, is one line" {
	local full=$BATS_TEST_TMPDIR/full
	cd "$root"
	one_line env TMPDIR=/nonexistent scripts/walk 1 --auto
	one_line env TMPDIR=/nonexistent scripts/try docs/exercises/zero/zero.c
	one_line env TMPDIR=/nonexistent scripts/handouts "$BATS_TEST_TMPDIR/to"
	mkdir "$full"
	unshare -rm mount -t tmpfs -o size=64k tmpfs "$full" 2>/dev/null || skip 'no tmpfs of our own here'
	one_line unshare -rm sh -c 'mount -t tmpfs -o size=64k tmpfs "$0" && TMPDIR=$0 exec scripts/walk 1 --auto' "$full"
	one_line unshare -rm sh -c 'mount -t tmpfs -o size=64k tmpfs "$0" && TMPDIR=$0 exec scripts/try docs/exercises/zero/zero.c' "$full"
}

@test "a class: an exercise that another user has not built is one line" {
	needs_users
	local tree=$shared/tree
	mkdir -p "$tree/docs"
	cp -r "$root/scripts" "$root/Makefile" "$tree"
	ln -s "$root/docs/exercises" "$tree/docs"
	chmod -R a+rX "$tree"
	run -1 as_user 31001 "$tree/scripts/try" "$root/docs/exercises/zero/zero.c"
	[[ $output == "try: nothing is built, and you may not write in $tree: make is for its owner" ]]
	mkdir "$tree/build"
	run -1 as_user 31001 "$tree/scripts/try" "$root/docs/exercises/zero/zero.c"
	[[ $output == "try: the judge of zero is not built"*'make is for its owner' ]]
}
