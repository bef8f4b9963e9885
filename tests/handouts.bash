# SPDX-License-Identifier: MIT
# handouts.bash: make handouts, as if only some commands were here.
# shellcheck disable=SC2154  # helper.bash, walk.bash and the tests set

# handouts COMMAND ...: make handouts of the lesson $page; in $others/handouts.  Only these
# commands are there, beside those that it always needs.
handouts() {
	local tools=$BATS_TEST_TMPDIR/tools tree=$BATS_TEST_TMPDIR/tree
	local -a names=(make sh bash env awk basename base64 cat cp cut dirname expand find grep mkdir
		mktemp readlink rm sed sort timeout uname "$@") paths
	rm -rf "$tools" "$tree"
	mkdir -p "$tools" "$tree/docs/lessons"
	ln -s "$root"/{Makefile,scripts,lib,demos} "$tree"
	ln -s "$root/docs/pictures" "$tree/docs"
	cp "$page" "$tree/docs/lessons"
	mapfile -t paths < <(command -v "${names[@]}")
	((${#paths[@]} == ${#names[@]})) || fail "not all are here: ${names[*]}"
	ln -s "${paths[@]}" "$tools"
	PATH=$tools run -0 --separate-stderr make -s -C "$tree" -o all O="$others" handouts
}
