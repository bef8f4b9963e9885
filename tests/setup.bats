# SPDX-License-Identifier: MIT
load helper

@test "bootstrap: does and says nothing when nothing is missing" {
	run -0 "$root/scripts/bootstrap"
	[[ -z $output ]]
	run -2 "$root/scripts/bootstrap" --no-such-option
}

@test "scripts: an option or a word too many is 2, and what there is instead" {
	local script bad
	for script in "$root"/scripts/*; do
		[[ -f $script ]] || continue
		run --separate-stderr -2 timeout 60 "$script" --no-such-option
		[[ -z $output && ($stderr == "${script##*/}: there is no option --no-such-option"$'\n'[uT]* ||
			$script == */new && $stderr == 'Usage: '*) ]] || fail "${script##*/}"
	done
	for bad in 'bench x 9 9' 'bench x many' bench 'bootstrap --all --wrong' 'check (' 'check a b' \
		'check --costs --report' demo 'demo x y' 'faults (' 'faults --sample x' 'faults a b' \
		'handouts x --wrong' 'handouts --lang=none' 'lint x' man 'man x y' 'proofs x' stress \
		'stress 0' 'stress many' 'stress 1 2'; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr -2 timeout 60 "$root/scripts/"$bad
		[[ -z $output && $stderr == "${bad%% *}: "*$'\n'[uT]* && $stderr != *'line '* ]] || fail "$bad"
	done
	run -1 "$root/scripts/demo" "$BATS_TEST_TMPDIR"
	[[ $output == "demo: there are no programs in $BATS_TEST_TMPDIR: run make" ]]
	run -0 "$root/scripts/check" --help
	[[ $output == 'check '*'title'* ]]
}

@test "scripts: an output that cannot be written is told as the programs tell it, and ends with 99" {
	local how name to
	[[ -c /dev/full ]] || skip 'no /dev/full here'
	"$bin/recv-eof" --json >"$BATS_TEST_TMPDIR/events"
	"$root/scripts/walk" 1 --auto --report="$BATS_TEST_TMPDIR/report" >/dev/null
	cd "$BATS_TEST_TMPDIR"
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
	while read -r how; do
		name=${how%% *}
		for to in '>/dev/full' '>&-'; do
			run --separate-stderr -99 timeout 60 bash -c "'$root/scripts/'$how $to" </dev/null
			[[ $stderr =~ ^"$name: cannot write the output: "E[A-Z]+': '[A-Za-z\ ]+$ ]] || fail "$how $to"
		done
	done <<-END
		eagain
		eagain list
		eagain explain 'fork: Resource temporarily unavailable'
		eagain doctor
		eagain why --help
		eagain run --all --match=recv-eof
		plot sequence events
		walk
		walk 1 --auto --from=5
		walk 1 --handout=blank --lang=zh
		class-report report
		handouts --help
		demo --help
	END
	[[ -z $(ls -A "$TMPDIR") ]] || fail "left behind: $(ls -A "$TMPDIR")"
	# Nobody hears it where both are one.
	run -99 bash -c '"$0" list >/dev/full 2>&1' "$root/scripts/eagain"
	# So much of a file may be written, and no more.
	run --separate-stderr -99 bash -c "ulimit -f 1; '$root/scripts/eagain' list >part"
	[[ $stderr == 'eagain: cannot write the output: EFBIG: File too large' ]] || fail 'a limit'
}

@test "scripts: a reader that goes is no error; in a file is all of the output, in its order" {
	local how
	for how in 'eagain list' 'eagain doctor' 'walk' 'walk 1 --auto'; do
		run --separate-stderr timeout 60 bash -c "'$root/scripts/'$how | head -n 1"
		[[ $status == 0 && -n $output && -z $stderr ]] || fail "$how | head -n 1"
		run --separate-stderr timeout 60 bash -c "trap '' PIPE; '$root/scripts/'$how | head -n 1"
		[[ $status == 0 && -n $output && -z $stderr ]] || fail "$how | head -n 1, and SIGPIPE ignored"
	done
	cd "$BATS_TEST_TMPDIR"
	"$root/scripts/eagain" list >file
	"$root/scripts/eagain" errno 4 >>file
	run -0 cat file
	[[ $output == "$("$root/scripts/eagain" list)"$'\n'"$("$root/scripts/eagain" errno 4)" ]] || fail 'a file'
	# The two in one file, as in one pipe.
	local both='set -euo pipefail; . "$0"; guard_output; for i in {1..200}; do echo "$i"; echo "not $i" >&2; done'
	run -0 bash -c "$both" "$root/scripts/lib/common.bash"
	bash -c "$both" "$root/scripts/lib/common.bash" >both 2>&1
	[[ ${#lines[@]} == 400 && $(<both) == "$output" ]] || fail "one file: $(<both)"
}

@test "bootstrap: says what to install when it cannot" {
	# A PATH with the basics, and neither a compiler nor a package manager.
	local tool
	mkdir "$BATS_TEST_TMPDIR/bin"
	for tool in bash mktemp rm id cat tail head sort; do
		ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin"
	done
	CC='' PATH=$BATS_TEST_TMPDIR/bin run -1 "$root/scripts/bootstrap"
	[[ $output == *'no package manager that I know of'* ]]
	[[ $output == *'Please install, then try again: a C compiler (with the headers of libc) make bats'* ]]
}

@test "bootstrap: installs what is missing, with the package manager that is there" {
	local tool
	mkdir "$BATS_TEST_TMPDIR/bin"
	for tool in bash mktemp rm id cat tail head sort; do
		ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin"
	done
	printf '#!/bin/bash\nprintf "%%s\\n" "$*" >>"%s"\n' "$BATS_TEST_TMPDIR/log" >"$BATS_TEST_TMPDIR/bin/apk"
	printf '#!/bin/bash\nexec "$@"\n' >"$BATS_TEST_TMPDIR/bin/sudo"
	chmod +x "$BATS_TEST_TMPDIR"/bin/{apk,sudo}
	CC='' PATH=$BATS_TEST_TMPDIR/bin run -1 "$root/scripts/bootstrap"
	grep -qx 'add -q gcc musl-dev make bats' "$BATS_TEST_TMPDIR/log"
	CC='' PATH=$BATS_TEST_TMPDIR/bin run -1 "$root/scripts/bootstrap" --all
	grep -qE '^add -q gcc musl-dev make bats .* pandoc-cli$' "$BATS_TEST_TMPDIR/log"
	# One converter is enough.
	printf '#!/bin/bash\n' >"$BATS_TEST_TMPDIR/bin/cmark-gfm"
	chmod +x "$BATS_TEST_TMPDIR/bin/cmark-gfm"
	rm "$BATS_TEST_TMPDIR/log"
	CC='' PATH=$BATS_TEST_TMPDIR/bin run -1 "$root/scripts/bootstrap" --all
	grep -q tmux "$BATS_TEST_TMPDIR/log"
	run -1 grep pandoc "$BATS_TEST_TMPDIR/log"
}

@test "make new: writes a program that builds, and fails until it makes a claim" {
	cp -r "$root/Makefile" "$root/lib" "$root/scripts" "$root/demos" "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR"
	run -0 make -s new NAME=udp/udp-new
	make -s O=o CC="${CC:-cc}" CFLAGS=-O0 WERROR=1 o/bin/udp-new
	run -1 o/bin/udp-new
	[[ $(last_line) == 'FAIL udp-new: no claim was made' ]]
	run ! make -s new NAME=udp/udp-new
	run ! make -s new NAME=udpnew
	run ! make -s new NAME=../x/y-z
}

@test "make: nothing is built twice, and other flags build all anew" {
	cd "$root"
	local o=$BATS_TEST_TMPDIR/o
	local -a build=(make O="$o" CC="${CC:-cc}" "$o/bin/accept-empty" "$o/bin/recv-empty")
	"${build[@]}" CFLAGS=-O0 >/dev/null
	run -0 "${build[@]}" CFLAGS=-O0
	[[ $output == *'up to date'* && $output != *'  CC  '* && $output != *'  LD  '* ]]
	run -0 "${build[@]}" CFLAGS='-O0 -g'
	[[ $output == *'LD  bin/recv-empty'* ]]
	[[ $output == *'CC  obj/lib/report.o'* ]]
}

@test "make: a program whose source is gone is seen by nobody, nor is a part of the library" {
	cd "$BATS_TEST_TMPDIR"
	mkdir -p demos/accept demos/recv docs
	cp "$root"/demos/accept/accept-empty.c demos/accept
	cp "$root"/demos/recv/recv-{empty,eof,reset}.c demos/recv
	cp -r "$root/Makefile" "$root/lib" "$root/scripts" .
	local -a build=(make -s O=o CC="${CC:-cc}" CFLAGS=-O0)
	printf 'int eag_extra(void);\nint\neag_extra(void)\n{\n\treturn 1;\n}\n' >lib/extra.c
	printf '%s\n' '<!-- generated: programs -->' '<!-- end -->' >README.md
	: >CONTRIBUTING.md
	rm demos/recv/recv-reset.c
	sed 's/eag_extra/recv_extra/' lib/extra.c >demos/recv/extra.c
	mkdir demos/recv/part
	sed 's/eag_extra/recv_part/' lib/extra.c >demos/recv/part/part.c
	"${build[@]}" all
	run -0 nm o/lib/libeagain.a
	[[ $output == *eag_extra* ]]
	run -0 nm o/obj/demos/recv.a
	[[ $output == *recv_extra*recv_part* ]]
	rm demos/recv/extra.c
	"${build[@]}" all
	run -0 nm o/obj/demos/recv.a
	[[ $output == *recv_part* && $output != *recv_extra* ]]
	rm -r demos/recv/part
	rm demos/recv/recv-empty.c lib/extra.c
	# No object tells where this one came from.
	cp o/bin/accept-empty o/bin/connect-older
	"${build[@]}" docs
	run -0 grep -o '^| \[`[a-z-]*`\]([^)]*)' README.md
	[[ $output == $'| [`accept-empty`](demos/accept/accept-empty.c)\n| [`recv-eof`](demos/recv/recv-eof.c)' ]] ||
		fail "expected the two that are left"
	[[ ! -e o/bin/recv-empty && ! -e o/obj/demos/recv.a ]]
	[[ $(cd o/bin && echo *) == 'accept-empty connect-older recv-eof' ]]
	run -0 make -n O=o install PREFIX=/usr
	[[ $output == *' o/bin/accept-empty o/bin/recv-eof '* && $output != *older* ]]
	run -0 nm o/lib/libeagain.a
	[[ $output != *eag_extra* ]]
	# What has moved to another chapter is built there.
	mkdir demos/end
	mv demos/recv/recv-eof.c demos/end
	"${build[@]}" all
	[[ -x o/bin/recv-eof && -e o/obj/demos/end/recv-eof.o && ! -e o/obj/demos/recv/recv-eof.o ]]
}

@test "make: an apostrophe and a space in the tree's own path" {
	local tree="$BATS_TEST_TMPDIR/it's a tree"
	mkdir "$tree"
	cp -r "$root/Makefile" "$root/lib" "$root/scripts" "$root/demos" "$tree"
	make -s -C "$tree" CC="${CC:-cc}" CFLAGS=-g build/bin/recv-eof
	run -0 "$tree/build/bin/recv-eof"
	# And it is still left out of what is built.
	run -1 grep -c "it's a tree" "$tree/build/obj/lib/report.o"
}

@test "CI and the devcontainer: they call the README's commands, and nothing else" {
	local readme
	readme=$(sed -n '/^```sh$/,/^```$/s/ *#.*//p' "$root/README.md" | grep '^scripts/bootstrap' | head -2)
	[[ $(wc -l <<<"$readme") == 2 ]]
	diff <(printf '%s\n' "$readme") <(sed -n 's/^ *- run: //p' "$root/.github/workflows/ci.yml")
	diff <(printf '%s\n' "$readme") <(sed -n 's/.*Command": "\(.*\)",*$/\1/p' "$root/.devcontainer/devcontainer.json")
}

@test "make check REPORT=DIR: TAP and JUnit, of a file of tests and of a program" {
	local o=$BATS_TEST_TMPDIR/o report=$BATS_TEST_TMPDIR/report
	mkdir "$o"
	ln -s "$bin" "$fixtures" "$o"
	O=$o run -0 "$root/scripts/check" --report="$report" '(recv-eof|eag_errno_name): (every claim|EAGAIN, not)'
	[[ $(last_line) == '2 passed, 0 failed, 0 skipped' ]] || fail 'expected two tests'
	[[ $(grep -c '^ok ' "$report/check.tap") == 2 && $(tail -n 1 "$report/check.tap") == 1..2 ]]
	grep -q '<testcase .*name="recv-eof: every claim' "$report/programs.xml"
	grep -q '<testcase .*name="eag_errno_name: EAGAIN' "$report/library.xml"
	printf 'not ok 1 a & b <c>\n# "why"\nok 2 d # skip no e\n' | awk -f "$root/scripts/lib/junit.awk" >"$report/made.xml"
	grep -q 'tests="2" failures="1" skipped="1"' "$report/made.xml"
	grep -q 'name="a &amp; b &lt;c&gt;"><failure>&quot;why&quot;; </failure>' "$report/made.xml"
	grep -q 'name="d"><skipped message="no e"/>' "$report/made.xml"
}
