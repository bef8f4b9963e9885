# SPDX-License-Identifier: MIT
# scripts/eagain, the front door.  What `explain` says is in messages.bats.
# shellcheck disable=SC2016,SC2154  # for inner shells; helper.bash has set it
load helper

eagain=$root/scripts/eagain

# A root of its own: programs that end as their names say, in no time.
make_root() {
	local name
	mkdir -p "$BATS_TEST_TMPDIR/root/bin"
	ln -sfn "$root/docs" "$root/demos" "$BATS_TEST_TMPDIR/root"
	for name in "$@"; do
		cat >"$BATS_TEST_TMPDIR/root/bin/$name" <<'END'
#!/bin/bash
name=${0##*/}
if [[ ${1-} == --describe ]]; then
	printf 'name: %s\ntitle: says "%s"\nclass: wait\ncalls: recvfrom poll\nerrnos: EAGAIN\n' "$name" "${name%%-*}"
	exit
fi
case $name in
skips-*) echo "SKIP $name: no such thing here" && exit 77 ;;
fails-*) echo "FAIL $name: 1 of 2 claims hold" && exit 1 ;;
*) echo "PASS $name: 2 of 2 claims hold ($*)" ;;
esac
END
		chmod +x "$BATS_TEST_TMPDIR/root/bin/$name"
	done
	export EAGAIN_ROOT=$BATS_TEST_TMPDIR/root
}

@test "eagain: alone it says in ten lines what to do with which of the three" {
	run -0 "$eagain"
	((${#lines[@]} <= 10))
	[[ $output == *'scripts/eagain explain'*'scripts/eagain why PID'*'scripts/eagain provoke -- COMMAND'* ]]
	local plain=$output
	run -0 "$eagain" --help
	[[ $output == "$plain" ]]
}

@test "eagain: an unknown word names the nearest ones" {
	run --separate-stderr -2 "$eagain" exlpain
	expect_stderr 'no command exlpain. Do you mean explain\?'
	run --separate-stderr -2 "$eagain" run recv-emty
	expect_stderr 'Do you mean recv-empty'
	run --separate-stderr -2 "$eagain" source recv-empty emty
	expect_stderr 'Do you mean empty'
	# A program, or a message, in the place of a command.
	run --separate-stderr -2 "$eagain" recv-empty
	expect_stderr 'Do you mean run recv-empty\?'
	local message
	for message in 'fork: Resource temporarily unavailable' EAGAIN 11 'cat: -: boo'; do
		run --separate-stderr -2 "$eagain" "$message"
		expect_stderr 'goes behind explain'
	done
	run --separate-stderr -2 "$eagain" Resource temporarily unavailable
	expect_stderr 'goes behind explain'
	run --separate-stderr -2 "$eagain" qqqqqqqq
	expect_stderr 'no command qqqqqqqq$'
	# Nor one of three letters that has none in common with it.
	run --separate-stderr -2 "$eagain" qqq
	expect_stderr 'no command qqq$'
	run --separate-stderr -2 "$eagain" --no-such
	expect_stderr "Try 'scripts/eagain --help'"
	run --separate-stderr -2 "$eagain" run ../bin/recv-empty
	run --separate-stderr -2 "$eagain" run 'recv-empty recv-eof'
	expect_stderr 'Do you mean recv-empty'
	run --separate-stderr -2 "$eagain" run ''
	run --separate-stderr -2 "$eagain" source recv-empty 'empty later'
	run --separate-stderr -2 "$eagain" run recv-send-stalled-peer-unix-connect-backlog
	! grep -E '.{81}|^eagain.* $' <<<"$stderr" || fail 'a line too long'
}

@test "eagain --version: the toolkit's" {
	run -0 "$eagain" --version
	[[ $output == "eagain $(sed -n 's/.*EAG_VERSION "\(.*\)".*/\1/p' "$root/lib/eagain.h")" ]]
}

@test "eagain: every word has --help, and refuses what it does not know" {
	local word
	for word in explain why provoke list run source errno doctor completion walk try; do
		run -0 "$eagain" "$word" --help
		expect_no_line '.{81}'
	done
	for word in explain why provoke list run source errno doctor completion; do
		run -0 "$eagain" "$word" --help
		[[ $output == "Usage: scripts/eagain $word"* ]]
		[[ $word != why && $word != provoke ]] || continue
		run --separate-stderr -2 "$eagain" "$word" --no-such-option
		expect_stderr "Try 'scripts/eagain $word --help'"
	done
	run -0 "$eagain" walk --help
	[[ $output == *'Usage: scripts/walk'* ]]
	run -0 "$eagain" try --help
	[[ $output == *'Usage: scripts/try'* ]]
}

@test "eagain: why and provoke are programs, and get what is left of the line" {
	make_root why-blocked provoke-eagain
	printf '#!/bin/bash\nread -r line && echo "Usage: ${0##*/} $* $line"\n' |
		tee "$EAGAIN_ROOT/bin/why-blocked" >"$EAGAIN_ROOT/bin/provoke-eagain"
	run -0 "$eagain" why 1 2 <<<input
	[[ $output == 'Usage: why-blocked 1 2 input' ]]
	run -0 "$eagain" provoke --gentle -- a 'b c' <<<input
	[[ $output == 'Usage: provoke-eagain --gentle -- a b c input' ]]
	run -0 "$eagain" provoke --help <<<input
	[[ $output == 'Usage: scripts/eagain provoke --help input' ]]
}

@test "eagain list: all programs, and by class, chapter, call and errno" {
	run -0 "$eagain" list
	local all=${#lines[@]}
	expect_line 'recv-empty +wait +recv\(\) on an empty receive buffer'
	run -0 "$eagain" list --class started --errno=ealready
	((${#lines[@]} < all))
	expect_line 'connect-already +started .*'
	expect_no_line 'recv-empty'
	run -0 "$eagain" list --chapter=recv
	expect_line 'recv-eof .*'
	expect_no_line 'send-'
	run -0 "$eagain" list --call=accept
	expect_line 'accept-empty .*'
	# accept4() is accept(), too; and nothing else is.
	[[ " $(describes recv-empty calls) " != *' accept '* ]]
	expect_line 'recv-empty .*'
	run -1 "$eagain" list --call=acc
	run --separate-stderr -1 "$eagain" list --class=wait --chapter=nowhere
	expect_stderr 'no program is like that'
	run --separate-stderr -2 "$eagain" list --class=stale
	expect_stderr 'there are wait timeout'
	run --separate-stderr -2 "$eagain" list quota
	expect_stderr 'try --class=quota$'
	# A class that a program has is one that list knows.
	run -0 bash -c '"$0" list | tr -s " " | cut -d " " -f 2 | sort -u' "$eagain"
	local class
	for class in $output; do
		"$eagain" list --class="$class" >/dev/null || fail "$class"
	done
	make_root one-thing
	run -0 "$eagain" list --json
	expect_line '\{"schema":1,"name":"one-thing","class":"wait","chapter":"","title":"says \\"one\\"","calls":\["recvfrom","poll"\],"errnos":\["EAGAIN"\]\}'
}

@test "eagain list: on a terminal, long titles go on below themselves" {
	script -qec true /dev/null >/dev/null || skip 'script(1) can make no terminal here'
	run -0 bash -c 'script -qec "${0@Q} list" /dev/null </dev/null | tr -d "\r"' "$eagain"
	expect_no_line '.{81}'
	# The same words.
	[[ $(tr -s '[:space:]' ' ' <<<"$output") == "$("$eagain" list | tr -s '[:space:]' ' ')" ]]
}

@test "eagain run: the program with its options, and its exit status" {
	run -0 "$eagain" run recv-empty --quiet
	run -0 "$eagain" run recv-empty --help
	run -2 "$eagain" run recv-empty --no-such
	make_root skips-this fails-this
	run -77 "$eagain" run skips-this
	run -1 "$eagain" run fails-this
}

@test "eagain run --all: fails where one fails; --strict, where one skips that may not" {
	make_root works-here skips-this
	run -0 "$eagain" run --all
	expect_line 'ok +PASS works-here.*'
	expect_line 'skip +SKIP skips-this.*'
	run -1 "$eagain" run --all --strict
	expect_line 'skip, not allowed +SKIP skips-this.*'
	printf '# here is no such thing\nskips-this  because of that\n' >"$BATS_TEST_TMPDIR/allowed"
	run -0 "$eagain" run --all --strict --allow-skips="$BATS_TEST_TMPDIR/allowed" --tap
	[[ ${lines[0]} == 'TAP version 13' && $output == *$'\n1..2' ]]
	expect_line 'ok 1 - skips-this # SKIP no such thing here'
	expect_line 'ok 2 - works-here'
	make_root works-here skips-this fails-this
	run -1 "$eagain" run --all --json
	expect_line '\{"schema":1,"name":"fails-this","result":"failed","status":1,"last":"FAIL fails-this: 1 of 2 claims hold"\}'
	run -1 "$eagain" run --all --tap
	expect_line 'not ok 1 - fails-this'
	expect_line '  status: 1'
	run -0 "$eagain" run --all '--match=works-*' --strict
	expect_line 'ok +PASS works-here.*'
	[[ ${#lines[@]} == 1 ]]
	run -1 "$eagain" run --all '--match=no-such-*'
	run -2 "$eagain" run --strict
	run -2 "$eagain" run --all --allow-skips=/no/such/file
}

@test "eagain source: a program, or one step of it" {
	run -0 "$eagain" source recv-empty
	[[ $output == "$(<"$root/demos/recv/recv-empty.c")" ]]
	run -0 "$eagain" source recv-empty empty
	[[ ${lines[0]} == *'eag_step("empty",'* ]]
	grep -Fq -- "$output" <<<"$(<"$root/demos/recv/recv-empty.c")"
	run -2 "$eagain" source
}

@test "eagain errno: by name, by number, by text, all of them" {
	run -0 "$eagain" errno
	[[ $output =~ ^[0-9]+\ +EAGAIN\ +. ]]
	local number=${output%% *}
	run -0 "$eagain" errno "$number"
	expect_line "$number +EAGAIN .*"
	expect_line "$number +EWOULDBLOCK +the same as EAGAIN"
	run -0 "$eagain" errno einprogress
	expect_line '[0-9]+ +EINPROGRESS .*'
	run -0 "$eagain" errno -s 'in progress'
	expect_line '.* EALREADY .*'
	run -0 "$eagain" errno -3
	expect_line '-3 +EAI_AGAIN .*'
	run -0 "$eagain" errno "-$number"
	expect_line "$number +EAGAIN .*"
	run -0 "$eagain" errno "$("$eagain" errno ENOENT | sed 's/^[^ ]* *[^ ]* *//')"
	expect_line '[0-9]+ +ENOENT .*'
	run -0 "$eagain" errno -l
	((${#lines[@]} > 100))
	# The names are the library's.
	local -a numbers names
	mapfile -t numbers < <(printf '%s\n' "${lines[@]}" | grep -v 'the same as\|EAI_' | cut -d ' ' -f 1)
	mapfile -t names < <(printf '%s\n' "${lines[@]}" | grep -v 'the same as\|EAI_' | tr -s ' ' | cut -d ' ' -f 2)
	run -0 "$fixtures/errno-name" "${numbers[@]}"
	[[ $output == "$(printf '%s\n' "${names[@]}")" ]]
	run -0 "$eagain" errno ENOENT --json
	expect_line '\{"schema":1,"number":2,"name":"ENOENT","text":".+"\}'
	run --separate-stderr -1 "$eagain" errno QQQQQQQQQ
	expect_stderr 'no such errno here$'
	run --separate-stderr -1 "$eagain" errno eagin
	expect_stderr 'Do you mean EAGAIN'
}

@test "eagain doctor: says what matters, what will be skipped, and changes nothing" {
	run -0 "$eagain" doctor
	local part
	for part in system limits sysctls 'standard descriptors' tools 'will be skipped'; do
		expect_line "$part"
	done
	expect_line '  net.core.somaxconn +[0-9]+'
	expect_line '  0 +(blocking|O_NONBLOCK.*|closed)'
	# Nothing on the PATH but what it cannot do without: it names what is missing.
	mkdir "$BATS_TEST_TMPDIR/bin"
	for part in bash dirname readlink uname id sed tr wc cat; do
		ln -s "$(command -v $part)" "$BATS_TEST_TMPDIR/bin"
	done
	PATH=$BATS_TEST_TMPDIR/bin run -0 "$eagain" doctor
	expect_line '  strace +no: .*'
	expect_line '  strace does not trace +.*'
}

@test "eagain doctor: sees O_NONBLOCK that somebody left on its output" {
	command -v python3 >/dev/null || skip 'no python3 here'
	run -0 python3 -c 'import os, subprocess, sys
r, w = os.pipe()
os.set_blocking(w, False)
p = subprocess.Popen(sys.argv[1:], stdout=w, stdin=subprocess.DEVNULL)
os.close(w)
print(open(r).read())
p.wait()' "$eagain" doctor
	expect_line '  1 +O_NONBLOCK is set.*'
	expect_line '  2 +blocking'
}

# with_nonblocking COMMAND ...: its three are pipes with O_NONBLOCK, that of its output is
# of one page, and nobody reads before it is full.
with_nonblocking() {
	command -v python3 >/dev/null || skip 'no python3 here'
	run timeout 60 python3 -c 'import array, fcntl, os, subprocess, sys, termios
r, w = os.pipe()
fcntl.fcntl(w, 1031, 4096) # F_SETPIPE_SZ
i, o = os.pipe()
for fd in i, w:
    os.set_blocking(fd, False)
p = subprocess.Popen(sys.argv[1:], stdin=i, stdout=w, stderr=w)
os.close(w)
os.close(i)
os.write(o, b"fork: Resource temporarily unavailable\n")
os.close(o)
size = fcntl.fcntl(r, 1032) # F_GETPIPE_SZ
waiting = array.array("i", [0])
while p.poll() is None and waiting[0] < size:
    fcntl.ioctl(r, termios.FIONREAD, waiting)
sys.stdout.write(open(r).read())
sys.exit(p.wait())' "$@"
}

@test "eagain: O_NONBLOCK that somebody left on its descriptors does not matter to it" {
	run -0 "$eagain" list
	local all=$output
	with_nonblocking "$eagain" list
	[[ $status == 0 && $output == "$all" ]] || fail 'list'
	with_nonblocking "$eagain" explain
	[[ $status == 0 && $output == quota:* ]] || fail 'explain'
	# What it runs gets open files that are not shared.
	make_root one-thing
	printf '#!/bin/bash\nexec grep -h flags: /proc/self/fdinfo/[012]\n' >"$EAGAIN_ROOT/bin/one-thing"
	with_nonblocking "$eagain" run one-thing
	local flags=()
	mapfile -t flags < <(tr -cd '0-7\n' <<<"$output")
	[[ ${#flags[@]} == 3 ]]
	(((8#${flags[0]} & 8#4000) == 0 && (8#${flags[1]} & 8#4000) == 0 && (8#${flags[2]} & 8#4000) == 0))
}

@test "eagain: a standard descriptor that is closed" {
	run -1 timeout 60 bash -c '"$0" explain <&-' "$eagain"
	[[ $output == unknown:* ]]
	run -0 bash -c '"$0" list 2>&-' "$eagain"
	expect_line 'recv-empty .*'
	run -0 bash -c '"$0" doctor <&- 2>&-' "$eagain"
	expect_line '  0 +closed'
	expect_line '  2 +closed'
}

@test "eagain: an output that fails is not an empty list" {
	local how
	for how in 'list >&-' 'list >/dev/full' 'errno -l >&-' 'errno -l >/dev/full'; do
		run --separate-stderr bash -c "'$eagain' $how"
		[[ $status != 0 && $stderr != *'no program'* && $stderr != *'no such errno'* ]] ||
			fail "$how"
	done
}

@test "eagain completion: bash completes words, programs and options" {
	run -2 "$eagain" completion zsh
	"$eagain" completion bash >"$BATS_TEST_TMPDIR/completion"
	bash -n "$BATS_TEST_TMPDIR/completion"
	# shellcheck disable=SC2016  # for the inner shell
	PATH=$root/scripts:$PATH run -0 bash -c '. "$1"
		try() { COMP_WORDS=(eagain "$@"); COMP_CWORD=$#; _eagain; echo "${COMPREPLY[*]}"; }
		try expl; try run recv-e; try list --cl; try errno EINPR' _ "$BATS_TEST_TMPDIR/completion"
	[[ ${lines[0]} == explain && ${lines[2]} == --class= && ${lines[3]} == EINPROGRESS ]]
	[[ " ${lines[1]} " == *' recv-empty '* && " ${lines[1]} " == *' recv-eof '* ]]
}

@test "eagain: works from elsewhere, through a link, and as a copy with bin/ beside scripts/" {
	cd /
	ln -s "$eagain" "$BATS_TEST_TMPDIR/eagain"
	run -0 "$BATS_TEST_TMPDIR/eagain" run recv-empty --quiet
	# As it would be installed; nothing of the tree is there.
	local copy=$BATS_TEST_TMPDIR/libexec
	mkdir -p "$copy/bin" "$copy/demos/recv"
	cp -r "$root/scripts" "$root/docs" "$copy"
	cp "$root/demos/recv/recv-empty.c" "$copy/demos/recv"
	cp "$bin/recv-empty" "$copy/bin"
	cp "$out/errno-table" "$copy"
	run -0 env -u O "$copy/scripts/eagain" list
	((${#lines[@]} == 1))
	run -0 env -u O "$copy/scripts/eagain" run recv-empty --quiet
	run -0 env -u O "$copy/scripts/eagain" errno 11
	run -0 env -u O "$copy/scripts/eagain" explain 'fork: Resource temporarily unavailable'
	run -0 env -u O "$copy/scripts/eagain" source recv-empty empty
}
