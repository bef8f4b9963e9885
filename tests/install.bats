# SPDX-License-Identifier: MIT
# What make install leaves works from another directory, and make uninstall removes it.
load helper

setup_file() {
	export prefix=$BATS_FILE_TMPDIR/usr
	make -s -C "$root" O="$out" PREFIX="$prefix" install >"$BATS_FILE_TMPDIR/log" 2>&1
}

# A user who has nothing but what is installed.
installed() {
	cd "$BATS_TEST_TMPDIR"
	run env -i PATH="$prefix/bin:/usr/bin:/bin" HOME="$BATS_TEST_TMPDIR" LC_ALL=C "$@" </dev/null
}

@test "install: on the PATH there is eagain alone; it explains, runs, lists and shows sources" {
	[[ $(ls "$prefix/bin") == eagain ]]
	installed eagain explain 'bash: fork: retry: Resource temporarily unavailable'
	[[ $status == 0 && ${lines[0]} == quota:* ]] || fail 'explain'
	installed eagain run recv-empty
	[[ $status == 0 && $(last_line) == PASS* ]] || fail 'run'
	installed eagain list --class=unwaitable
	[[ $status == 0 && $output == *unix-connect-backlog* ]] || fail 'list'
	installed eagain source recv-empty empty
	[[ $status == 0 && $output == *'n = recv(conn'* ]] || fail 'source'
	installed eagain errno EAGAIN
	[[ $status == 0 && $output == 11* ]] || fail 'errno'
	installed eagain doctor
	[[ $status == 0 ]] || fail 'doctor'
}

@test "install: lessons, exercises and pictures work too" {
	installed eagain walk 1 --auto --from=4
	[[ $status == 0 && $output == *'End of 01-'* ]] || fail 'walk'
	cp "$prefix/share/eagain/docs/exercises/zero/zero.c" "$BATS_TEST_TMPDIR/mine.c"
	installed eagain try mine.c
	[[ $status == 1 && $output == *'eagain try: mine.c is not right yet'* ]] || fail 'try'
	local word
	for word in '' explain walk try; do
		installed eagain ${word:+"$word"} --help
		[[ $status == 0 && $output == *"eagain $word"* && $output != *scripts/* ]] || fail "$word --help"
	done
	installed bash -c 'eagain run recv-eof --json | "$0"/share/eagain/scripts/plot --terminal sequence' "$prefix"
	[[ $status == 0 && $output == *recv* ]] || fail 'plot'
}

@test "install: the library, shared and static, has eag_ names and no others" {
	cd "$BATS_TEST_TMPDIR"
	local -a flags=(-I "$prefix/include" -L "$prefix/lib" -leagain)
	if command -v pkg-config >/dev/null; then
		read -ra flags < <(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs libeagain)
	fi
	[[ ! ${SANITIZE-} ]] || flags+=("-fsanitize=$SANITIZE")
	${CC:-cc} "$root/docs/examples/outside.c" "${flags[@]}" -o outside
	LD_LIBRARY_PATH=$prefix/lib run -0 ./outside
	expect_line '  me      recv\(sock, 1 byte\) += -1 EAGAIN'
	run -0 readelf -d outside
	[[ $output == *'libeagain.so.0'* ]]
	run -0 nm -D --defined-only "$prefix/lib/libeagain.so"
	[[ $output == *' eag_call'* ]]
	expect_no_line '.* [A-Z] (eag__|[^eE]).*'
}

@test "install: the manual pages are clean" {
	local page
	for page in accept-empty by-hand unix-connect-backlog; do
		[[ -s $prefix/share/man/man1/eagain-$page.1 ]] || fail "no eagain-$page(1)"
	done
	command -v mandoc >/dev/null || skip 'no mandoc here'
	run mandoc -Tlint -W warning "$prefix"/share/man/man[137]/*eagain*
	[[ ! $output ]] || fail 'mandoc -Tlint'
	# Style, without the names of other pages: to look for each of them takes long, and
	# which this machine has is not ours to say.
	mkdir "$BATS_TEST_TMPDIR/pages"
	awk -v dir="$BATS_TEST_TMPDIR/pages" '
		FNR == 1 { close(page); page = FILENAME; sub(/.*\//, dir "/", page) }
		{ sub(/^\.Xr/, ".Sy"); print >page }' "$prefix"/share/man/man[137]/*eagain*
	run bash -c 'mandoc -Tlint "$0"/* | grep STYLE' "$BATS_TEST_TMPDIR/pages"
	[[ ! $output ]] || fail 'mandoc -Tlint'
	mandoc -Tascii -Owidth=80 "$prefix"/share/man/man[137]/*eagain* 2>/dev/null |
		sed $'s/.\b//g' >"$BATS_TEST_TMPDIR/all"
	(($(grep -c '^NAME$' "$BATS_TEST_TMPDIR/all") == $(printf '%s\n' "$BATS_TEST_TMPDIR"/pages/* | wc -l)))
	run ! grep -En '.{81}' "$BATS_TEST_TMPDIR/all"
}

@test "install: a folder with a space in its name is refused before anything is there" {
	local folder="$BATS_TEST_TMPDIR/a b"
	run -2 make -s -C "$root" O="$out" PREFIX="$folder" install
	[[ $output == *'folders without spaces'* ]]
	run -2 make -s -C "$root" O="$out" PREFIX=/usr DESTDIR="$folder" install
	[[ $output == *'folders without spaces'* && ! $(ls "$BATS_TEST_TMPDIR") ]]
	run -0 make -n -C "$root" O="$out" PREFIX= DESTDIR="$BATS_TEST_TMPDIR" install
}

@test "install: uninstall leaves nothing" {
	make -s -C "$root" O="$out" PREFIX="$prefix" uninstall
	run -0 find "$prefix" ! -type d
	[[ ! $output ]] || fail 'it left something'
	[[ ! -e $prefix/share/eagain && ! -e $prefix/libexec/eagain ]]
}

@test "dist: the same bytes twice, and what git has" {
	command -v git >/dev/null && git -C "$root" rev-parse HEAD >/dev/null 2>&1 || skip 'no git checkout'
	local i
	for i in 1 2; do
		make -s -C "$root" O="$BATS_TEST_TMPDIR/$i" dist
	done
	cmp "$BATS_TEST_TMPDIR"/{1,2}/eagain-*.tar.gz
	run -0 tar tzf "$BATS_TEST_TMPDIR"/1/eagain-*.tar.gz
	[[ $output == *'/Makefile'* && $output != *'/build/'* ]]
}
