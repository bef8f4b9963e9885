# SPDX-License-Identifier: MIT
# What a class sees of a lesson between a question and its answer.
load helper
load walk

# undecided_on_screen PAGE: what decides a prediction, and was not to be seen between
# the question and the answer, as walk presents the page.
undecided_on_screen() {
	local kept=$BATS_TEST_TMPDIR/kept seen=$BATS_TEST_TMPDIR/seen
	local n name letter predicate decided=0 right run numbers missing
	rm -rf "$kept" "$seen"
	mkdir "$kept" "$seen"
	other_programs
	instead_of_all <<-END
		code=0
		"\$REAL" "\$@" || code=\$?
		for word; do
			[[ \$word != --json=* ]] || cp "\${word#--json=}" "$kept/\$((\$(ls "$kept" | wc -l) + 1))"
		done
		exit "\$code"
	END
	O=$others walk "$1" --auto
	[[ $status != 77 ]] || return 0 # some of it cannot be shown here
	[[ $status == 0 ]] || printf '%s: the lesson does not pass\n' "$1"
	# SEEN/N.text: from question N to its answer; SEEN/N.right: letter, run.
	awk -v seen="$seen" '
		/^Predict\. / { asked++ }
		/^\$ build\/bin\// { run++ }
		/^(Predict\. |\$ |\[)/ { quoted = 0 }
		/^What happened: / {
			print $3, run >(seen "/" ++answered ".right")
			close(seen "/" answered ".right")
			quoted = 1
		}
		!quoted { for (q = answered + 1; q <= asked; q++) print >(seen "/" q ".text") }' <<<"$output"
	while IFS=$'\t' read -r n name letter predicate _; do
		read -r right run <"$seen/$n.right" || continue
		[[ $letter == "$right" ]] || continue
		decided=$((decided + 1))
		printf 'x\t%s\n' "$predicate" >"$BATS_TEST_TMPDIR/predicate"
		numbers=$(awk -v reads=1 -f "$root/scripts/lib/events.awk" -f "$root/scripts/lib/predicate.awk" \
			"$kept/$run" "$BATS_TEST_TMPDIR/predicate" | cut -f 2)
		[[ $numbers =~ ^[0-9\ ]+$ ]] || printf '%s is decided by nothing: %s\n' "$name" "$numbers"
		missing=$(awk -v numbers="$numbers" -f "$root/scripts/lib/events.awk" -v missing=1 -f "$root/scripts/lib/shown.awk" \
			"$kept/$run" "$seen/$n.text")
		[[ ! $missing ]] || printf '%s is decided by what is not shown: %s\n' "$name" "${missing//$'\n'/, }"
	done < <(predictions "$1")
	((decided > 0)) || printf '%s: no prediction was looked at\n' "$1"
}

# all_decided PAGE ...: on the screen, in each of them.
all_decided() {
	local page said=''
	for page; do
		said+=$(undecided_on_screen "$page")
	done
	[[ -z $said ]] || fail "$said"
}

# bats test_tags=stress
@test "lessons: what decides a prediction is on the screen, in every lesson" {
	all_decided "$root"/docs/lessons/[0-9]*.md
}

@test "lessons: what decides a prediction is on the screen, between the question and the answer" {
	local said
	all_decided "$root"/docs/lessons/0[2-3]-*.md
	# A larger buffer that is refused later, in a block that shows only the reading.
	sed '/^```console steps=/s/=fill,full$/=read/' "$root/docs/lessons/02-stalled-peer.md" >"$BATS_TEST_TMPDIR/hidden.md"
	said=$(undecided_on_screen "$BATS_TEST_TMPDIR/hidden.md")
	[[ $said == 'larger-buffer is decided by what is not shown: '*'"call":"send"'* && $(grep -c . <<<"$said") == 1 ]] || fail "$said"
}
