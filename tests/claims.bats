# SPDX-License-Identifier: MIT
# docs/claims.md: what decides about each sentence of the article.
load helper

# hangs PROGRAM OPTION CALL LINE: it ends with 124 and says LINE, and the last thing
# that it did is CALL, which the watchdog interrupted.
hangs() {
	run -124 timeout 20 "$bin/$1" "$2" --timeout=1
	[[ $output == *"$4"* ]] || fail "$1 does not say: $4"
	[[ $3 ]] && strace -o /dev/null true 2>/dev/null || return 0
	run -124 timeout 20 strace -o "$BATS_TEST_TMPDIR/hang" "$bin/$1" "$2" --quiet --timeout=1
	grep -B 1 -m 1 '^--- SIGRT' "$BATS_TEST_TMPDIR/hang" | grep -Eq "^$3[46]?\(" ||
		fail "$1 $2 does not wait in $3()"
}

# The judge sees that each program makes the claims that docs/proofs.md has of it, and
# that they hold.
@test "docs/claims.md: each verdict's claim is made by its program, and holds" {
	local row program id said rows=0 cells python='' link='\[[^]]+\]\(https://[^)]+\)'
	! command -v python3 >/dev/null ||
		python=$(timeout 60 python3 "$root/docs/examples/claims.py" || true)
	while IFS= read -r row; do
		IFS='|' read -ra cells <<<"$row"
		[[ ${cells[3]} =~ ^\ (holds|holds\ partly|does\ not\ hold|not\ decided)\ $ ]] ||
			fail "no such verdict: $row"
		rows=$((rows + 1))
		# A source decides, or nothing does: then it is said why.
		[[ ! ${cells[4]} =~ ^\ $link(, [a-z ]+)?\ $ ]] || continue
		[[ ${cells[3]} != ' not decided ' || ${#cells[4]} -lt 20 ]] || continue
		[[ ${cells[4]} =~ ^\ \`([a-z/. -]+)\`\ \`([a-z-]+)\`(\ ([a-z]+))?\ $ ]] || fail "who decides? $row"
		program=${BASH_REMATCH[1]} id=${BASH_REMATCH[2]}
		said=${cells[5]# \`} said=${said%\` }
		if [[ $id == hang ]]; then
			# shellcheck disable=SC2086  # the program and its option
			hangs $program "${BASH_REMATCH[4]}" "$said"
			continue
		fi
		if [[ $program != docs/examples/claims.py ]]; then
			said=${said#ok  } said=${said//\\\"/\"} # as it is in an event
			proofs "$program" | grep -Fxq -- "- \`$id\`: $said"
		elif [[ $python ]]; then
			grep -Fxq "ok      $id: ${said#ok  }" <<<"$python"
		fi || fail "$program does not claim $id: $said"
	done < <(grep -E '^\| [0-9]+ \|' "$root/docs/claims.md")
	((rows > 100))
	[[ $python ]] || skip "no python3 here, so the rows of docs/examples/claims.py are not decided"
}
