# SPDX-License-Identifier: MIT
load helper

cc=${CC:-cc}

# The errnos of this system's headers: NAME NUMBER, aliases resolved.
errnos() {
	local -A number
	local name value
	while read -r _ name value; do
		number[$name]=$value
	done < <(printf '#include <errno.h>\n' | $cc -E -dM -x c - | grep -E '^#define E[A-Z0-9]+ +[A-Z0-9]+$')
	for name in "${!number[@]}"; do
		value=${number[$name]}
		printf '%s %s\n' "$name" "${number[$value]:-$value}"
	done
}

@test "eag_errno_name: every errno that the headers have, by a name of theirs" {
	local name value known
	errnos | sort >"$BATS_TEST_TMPDIR/errnos"
	(($(wc -l <"$BATS_TEST_TMPDIR/errnos") > 120))
	while read -r value; do
		known=$("$fixtures/errno-name" "$value")
		grep -qx "$known $value" "$BATS_TEST_TMPDIR/errnos" || fail "$value is not $known"
	done < <(cut -d' ' -f2 "$BATS_TEST_TMPDIR/errnos" | sort -nu)
}

@test "eag_errno_name: EAGAIN, not EWOULDBLOCK; a number without a name; 0" {
	local eagain
	eagain=$(errnos | sed -n 's/^EAGAIN //p')
	run -0 "$fixtures/errno-name" "$eagain" 4095 0 -1
	[[ $output == $'EAGAIN\nE4095\n0\nE-1' ]] || fail "unexpected names"
}

@test "the measure family says what the kernel says, and changes nothing" {
	run timeout 20 "$fixtures/measures"
	[[ $(last_line) == PASS* || $(last_line) == SKIP*pseudo-terminal* ]] || fail 'expected PASS'
}

@test "the measure family does not tell what a shorter struct tcp_info has not" {
	run timeout 20 "$fixtures/short-answer"
	[[ $status != 77 ]] || skip "$(last_line)"
	[[ $(last_line) == PASS* ]]
	# Of two buffer lines only the last has it.
	[[ $(grep -c ' unsent$' <<<"$output") == 1 && $(grep -c '  send buffer ' <<<"$output") == 2 ]] ||
		fail 'expected two buffers, and of the last what is unsent'
}

@test "a short count behind a long call keeps to 76 columns; F_GETFL is octal" {
	run -0 "$fixtures/long-call"
	expect_line '.*= 2048 short: 2048 of 89760'
	expect_line '.*= 584 short: 584 of 1000'
	expect_line '  client  fcntl\(sock, F_GETFL\) += 04'
	expect_no_line '.{77,}'
}

@test "the public headers stand alone" {
	printf '#include "eagain.h"\nint main(void) { return 0; }\n' |
		$cc -std=c11 -Wall -Wextra -Werror -I "$root/lib" -x c -fsyntax-only -
	printf '#include "arrange.h"\nint main(void) { return 0; }\n' |
		$cc -std=c11 -Wall -Wextra -Werror -I "$root/lib" -x c -fsyntax-only -
}

# Who calls whom in the library: FILE HOME SYMBOL, where HOME is the file that has it.
library_calls() {
	(cd "$out/obj/lib" && nm -A ./*.o) | sed 's,^\./\([a-z_]*\)\.o: *\([0-9a-f]* \)*,\1 ,' | awk '
		$2 ~ /^[TDBR]$/ { home[$3] = $1 }
		$2 == "U" { file[++n] = $1; symbol[n] = $3 }
		END {
			for (i = 1; i <= n; i++)
				if (symbol[i] in home)
					print file[i], home[symbol[i]], symbol[i]
		}'
}

@test "lib/internal.h: a file calls only files of its own layer and of those before it" {
	command -v nm >/dev/null || skip "no nm"
	# "Lowest first: a b; c; d e."
	sed -n '/^ \* A file calls only/,/\*\//{s/^ \* *//;p;}' "$root/lib/internal.h" | tr '\n' ' ' |
		sed 's/.*Lowest *first: //; s/\..*//' | tr ';' '\n' >"$BATS_TEST_TMPDIR/layers"
	run -0 diff <(tr -s ' ' '\n' <"$BATS_TEST_TMPDIR/layers" | grep . | sort) \
		<(cd "$root/lib" && printf '%s\n' *.c | sed 's/\.c$//' | sort)
	library_calls | awk '
		FNR == NR { for (i = 1; i <= NF; i++) layer[$i] = FNR; next }
		layer[$2] > layer[$1] { print $1 " calls " $3 " of " $2 }
		END { if (FNR == NR) print "nothing calls anything" }' \
		"$BATS_TEST_TMPDIR/layers" - >"$BATS_TEST_TMPDIR/wrong"
	[[ ! -s $BATS_TEST_TMPDIR/wrong ]] || fail "$(<"$BATS_TEST_TMPDIR/wrong")"
}

@test "the library's files can be put in an order in which none calls a later one" {
	command -v nm >/dev/null || skip "no nm"
	library_calls | cut -d' ' -f1,2 >"$BATS_TEST_TMPDIR/calls"
	[[ -s $BATS_TEST_TMPDIR/calls ]]
	run tsort "$BATS_TEST_TMPDIR/calls"
	expect_status 0
}

@test "a buffer as it is said: a bar of what is charged, and how much of the data is where; or a sentence" {
	run timeout 20 "$fixtures/measures"
	expect_line ' {10}receive buffer \[\.{16}\] 0 of [0-9]+, 0 data'
	expect_line ' {25}100 unread'
	expect_line ' {25}0 unacknowledged: 0 in flight, 0 unsent'
	# The same calls in a row are one line; another actor, errno or event is another call.
	[[ $(grep -E '^  (one|two) ' <<<"$output" | tr -s ' ') == ' one call() = 1
 two call() = 1 2 times
 two call() = -1 EAGAIN
 two call() = -1 EINTR
 two epoll_wait(epoll) = 1 EPOLLIN
 two epoll_wait(epoll) = 1 EPOLLOUT' ]] || fail 'expected six lines'
	run timeout 20 "$fixtures/measures" --accessible
	expect_line 'server: the size of the receive buffer is [0-9]+ bytes, 0 are charged against it, 0 bytes of data are in it\.'
	run timeout 20 "$fixtures/measures" --json
	expect_line '.*"actor":"client","buffer":"send","data":0,"charged":[0-9]+,"size":[0-9]+,"unsent":0}'
}

@test "a call in a line, or with --accessible a sentence; its errno explained once" {
	run -0 timeout 20 "$bin/recv-eof" --accessible
	expect_line 'server: recv\(conn, 1024 bytes\) failed with EAGAIN, [A-Z].*[a-z]\.'
	expect_line 'client: send\(sock, 3 bytes\) returned 3\.'
	run -0 timeout 20 "$bin/recv-empty" --accessible
	[[ $(grep -c 'failed with EAGAIN, ' <<<"$output") == 1 ]] || fail 'expected it once'
	run -0 timeout 20 "$bin/recv-empty"
	[[ $(grep -E '^ {10}[^ ]+: ' <<<"$output") == '          EAGAIN: '[A-Z]*[a-z] ]] || fail 'expected one line of an errno'
}

@test "a signal puts none of the library's waits off: for a child, its answer, a gate" {
	run -0 timeout 20 "$fixtures/interrupted"
	# And what was written before a fork() is not counted with what comes after it.
	[[ $(grep -c '^  reader  poll(gate, POLLIN)  *= 0$' <<<"$output") == 2 ]] || fail 'expected two polls, apart'
}
