# SPDX-License-Identifier: MIT
# Lessons that are broken, or whose programs answer something else: scripts/walk says so.
load helper
load walk

@test "walk: every lesson stops when the kernel's answer is another one" {
	command -v strace >/dev/null && strace -o /dev/null true || skip "no strace that works here"
	local lesson step program what
	local -A answer=(
		[1:2:accept-empty]='accept,accept4:error=ECONNABORTED:when=1'
		[1:5:recv-eof]='recvfrom:error=ECONNRESET:when=3'
		[2:2:send-stalled-peer]='sendto:error=ENOBUFS:when=3'
		[2:3:retry-whole]='recvfrom:error=ECONNRESET:when=2'
		[3:3:connect-refused]='getsockopt:error=ENOPROTOOPT:when=1'
		[4:2:retry-ignore]='accept,accept4:error=EPROTO:when=1'
		[4:3:retry-drop]='recvfrom:error=ECONNRESET:when=2'
		[5:4:edge-unread]='epoll_wait,epoll_pwait:retval=1:when=2'
		[6:2:reuse-double-close]='close:error=EIO:when=4+'
		[7:2:flags-shared]='fcntl:retval=0'
		[7:5:flags-clobbered]='fcntl:retval=0'
		[8:2:recv-timeout]='recvfrom:retval=1:when=1'
		[8:4:lock-record]='fcntl:retval=0'
		[8:8:errno-stale]='recvfrom:error=ECONNRESET:when=2'
	)
	other_programs
	for program in "${!answer[@]}"; do
		what=${answer[$program]}
		IFS=: read -r lesson step program <<<"$program"
		instead "$program" <<-END
			exec strace -f -qq -o /dev/null -e inject=$what "\$REAL" "\$@"
		END
		O=$others walk "$lesson" --auto --from="$step"
		[[ $status == 1 && $stderr == *"walk: "*"build/bin/$program"*"it ended with "* ]] ||
			fail "lesson $lesson did not notice that $program was told $what"
		ln -sf "$bin/$program" "$others/bin/$program"
	done
}

@test "walk: no option, or two, come true: the lesson says so and fails" {
	other_programs
	instead recv-eof <<-'END'
		"$REAL" "$@"
		sed -i '/"tag":"end"/,$s/"ret":0,"errno":null/"ret":7,"errno":null/' "${2#--json=}" "${1#--json=}" 2>/dev/null
		exit 0
	END
	O=$others walk 1 --auto --from=5
	expect_status 1
	expect_line "This run does not answer the question 'recv-eof': none of the options.*"
	expect_line 'End of 01-nothing-there: 1 of 1 predictions were not decided by the runs\.'
	sed 's/ret=0\] >= 2/ret=0] >= 1/; s/^- a) -1 with EAGAIN: nothing.*/- a) x <!-- if: end[result=pass] -->/' \
		"$root/docs/lessons/01-nothing-there.md" >"$BATS_TEST_TMPDIR/two.md"
	walk "$BATS_TEST_TMPDIR/two.md" --auto --from=5
	expect_status 1
	expect_line '.*more than one option came true: ab\.'
	# A slip of the pen in a predicate decides nothing.
	sed 's/call\[step=end, call=recv, ret=0\]/call[step=end, cal=recv]/' \
		"$root/docs/lessons/01-nothing-there.md" >"$BATS_TEST_TMPDIR/slip.md"
	walk "$BATS_TEST_TMPDIR/slip.md" --auto --from=5
	expect_status 1
	expect_line '.*event "call" has no field "cal".*'
}

@test "lessons: a page is data: what it says is never run, and a broken one is refused" {
	local page=$BATS_TEST_TMPDIR/own.md line
	while IFS= read -r line; do
		printf '%b\n' "$line" >"$page"
		run -1 timeout 200 "$root/scripts/walk" "$page" --auto </dev/null
		[[ ! -e $BATS_TEST_TMPDIR/ran ]] || fail "was run: $line"
		[[ $(last_line) == 'walk: '* && $output != *': line '[0-9]* ]] || fail "expected a message of its own for: $line"
	done <<-END
		# L\n## S\n<!-- minutes: kind[\$(touch $BATS_TEST_TMPDIR/ran)] -->
		# L\n## S\n<!-- predict: \$(touch $BATS_TEST_TMPDIR/ran) -->
		# L\n## S\n\`\`\`console exit=a[\$(touch\${IFS}$BATS_TEST_TMPDIR/ran)]\n\$ true\n\`\`\`
		# L\n## S\n\`\`\`console\n\$ true; touch $BATS_TEST_TMPDIR/ran\n\`\`\`
		# L\n## S\n\`\`\`console\n\$ true \$(touch $BATS_TEST_TMPDIR/ran)\n\`\`\`
		# L\n## S\n\`\`\`console\n\$ \n\`\`\`
		# L\n## S\n\`\`\`console\n\$ true
		# L\n## S\n<!-- predict: x -->\nWhat?\n- a) this
		# L\n## S\n<!-- predict: x -->\nWhat?\n- a) this <!-- because: x -->\n- b) that <!-- if: end -->\n<!-- end -->
		# L\n## S\n<!-- predict: x -->\nWhat?\n- a) this <!-- if: end -->\n  <!-- because: x --> <!-- because: y -->\n- b) that <!-- if: end -->\n<!-- end -->
		# L\n## S\n<details>x\n</details>
		# L\n## S\n<details><summary>Answers</summary>\nx
		# L\n## S\n</details>
		# L\n## S\n<details><summary>x</summary>\n## T\n</details>
		# L\n## S\n<!-- on the page -->
		# L\n## S\n<!-- note: no end
		# L\n<!-- two-terminals -->\n## S
		# L\n## S\n<!-- two-terminals -->\n\`\`\`console terminal=1\n\$ build/bin/by-hand\n\`\`\`
		# L\n## S\n<!-- two-terminals -->\n\`\`\`console terminal=1\n1\$ build/bin/by-hand\n3> accept\n\`\`\`
		# L\n## S\n\`\`\`console from=x\n\`\`\`
		# L\nno steps
		## S\nno title
		# L\n## S\n<!-- what is this? -->
		# L\n## S\n<!-- generated: source demos/recv/recv-eof.c no-such-step -->\n<!-- end -->
		# L\n## S\n<!-- generated: source demos/recv/no-such-program.c end -->\n<!-- end -->
		# L\n## S\n<!-- generated: function demos/recv/recv-eof.c no_such -->\n<!-- end -->
		# L\n## S\n<!-- generated: programs -->\n<!-- end -->
		# L\n## S\n\`\`\`console steps=empty,no-such-step\n\$ build/bin/recv-eof\n\`\`\`
		# L\n## S\n\`\`\`console steps=open,end\n\$ build/bin/recv-eof\n\`\`\`\n\`\`\`console from=bytes-first\n\`\`\`
		# L\n## S\n\`\`\`console\n\$ build/bin/recv-eof\n\`\`\`\n\`\`\`console from=end steps=open\n\`\`\`
	END
}

@test "lessons: half of a run's events, or others than how it ended, decide nothing" {
	local change
	other_programs
	for change in '4,$d' 's/"held":[0-9]*/"held":1/' 's/"result":"pass"/"result":"fail"/'; do
		instead recv-eof <<-END
			"\$REAL" "\$@"
			sed -i '$change' "\${1#--json=}"
		END
		O=$others walk 1 --auto --from=5
		expect_status 1
		expect_stderr 'its events do not say so'
	done
}
