# SPDX-License-Identifier: MIT
load helper

@test "mutants: wrong words are 2" {
	local bad
	for bad in --wrong '(' 'a b'; do
		# shellcheck disable=SC2086  # words on purpose
		run -2 "$root/scripts/mutants" $bad
		[[ $output == 'mutants: '*$'\n''usage: mutants '* ]] || fail "expected 2 for '$bad'"
	done
	run -0 "$root/scripts/mutants" --help
}

@test "mutants: a claim turns red when its sentence is made false (make mutants: all of them)" {
	# With few descriptors the servers have few clients, and cost little; what is
	# broken in echo-uring shows only with many.
	run -0 bash -c 'ulimit -n 130; exec "$0" --sample "^([^e]|e[^c]|echo-[^u])"' "$root/scripts/mutants"
	expect_line '[0-9]+ red, 0 green'
}

# untried: claims of docs/proofs.md that no line of tests/mutants breaks.  One that does
# not stand in the program's own source is made by what its chapter shares: a line for any
# program of the chapter is enough.
untried() {
	(cd "$root" && LC_ALL=C awk '
		FNR == 1 { n = split(FILENAME, part, "/"); name = part[n]; sub(/\.c$/, "", name) }
		FILENAME ~ /^demos/ {
			chapter[name] = part[2]
			while (match($0, /"[a-z0-9-]+"/)) {
				own[name, substr($0, RSTART + 1, RLENGTH - 2)] = 1
				$0 = substr($0, RSTART + RLENGTH)
			}
		}
		FILENAME ~ /^tests/ && /^[a-z]/ { tried[name, $1] = of_chapter[chapter[name], $1] = 1 }
		FILENAME ~ /^docs/ && /^## \[/ { split($0, part, /[][]/); program = part[2] }
		FILENAME ~ /^docs/ && /^- `/ {
			split($0, part, "`")
			if (!((program, part[2]) in tried) &&
			    ((program, part[2]) in own || !((chapter[program], part[2]) in of_chapter)))
				print program, part[2]
		}' demos/*/*-*.c tests/mutants/* docs/proofs.md | sort)
}

@test "mutants: each claim has one, but for those of a list that only gets shorter" {
	untried >"$BATS_TEST_TMPDIR/untried"
	printf '# %d of %d claims have no line in tests/mutants\n' "$(wc -l <"$BATS_TEST_TMPDIR/untried")" \
		"$(grep -c '^- `' "$root/docs/proofs.md")" >&3
	run diff <(grep -v '^#' "$root/tests/data/untried") "$BATS_TEST_TMPDIR/untried"
	[[ $status == 0 ]] ||
		fail 'a claim without a line in tests/mutants (>), or one that has one now: take it out of tests/data/untried (<)'
}

@test "mutants: a change that changes nothing, or turns another claim red, is told" {
	cd "$BATS_TEST_TMPDIR"
	mkdir -p tree/tests/mutants tree/scripts
	ln -s "$root/demos" "$root/lib" tree
	cp -r "$root/scripts/mutants" "$root/scripts/lib" tree/scripts
	cat >tree/tests/mutants/accept-empty <<-'END'
		# The first is as it should be.
		empty-is-eagain demos/accept/accept-empty.c s/eag_listener(blocking ? 0 : SOCK_NONBLOCK, 8)/eag_listener(SOCK_NONBLOCK, 8); close(eag_client(listener))/
		then-succeeds demos/accept/accept-empty.c s/no such text/x/
		oldest-first demos/accept/accept-empty.c /then-succeeds/s/conn != -1/conn == -1/
	END
	O=$out run -1 tree/scripts/mutants
	expect_line 'red     accept-empty empty-is-eagain'
	expect_line 'GREEN   accept-empty then-succeeds: it changes nothing'
	expect_line 'GREEN   accept-empty oldest-first: another claim turned red: then-succeeds'
	expect_line '1 red, 2 green'
}
