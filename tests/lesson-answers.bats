# SPDX-License-Identifier: MIT
# What the lessons' programs say, and what the pages say of it.  A file of its own: by the
# time scripts/check comes to it the judge has recorded the dear programs.
load helper
load walk

# events_of PROGRAM: of a run of its own, the judge's if there was one.
events_of() {
	local mine=$BATS_FILE_TMPDIR/$1.events
	cat "${EAG_RECORDED-}/$1" 2>/dev/null && return
	[[ -e $mine ]] || timeout 300 "$bin/$1" --json >"$mine" || [[ $? == 77 ]]
	cat "$mine"
}

# said_by PAGE: in $events, what the programs of this page say; in $silent, whether one of
# them cannot be shown here.
said_by() {
	local program
	events=$BATS_FILE_TMPDIR/${1##*/}.events
	[[ -e $events ]] || while read -r program; do
		events_of "$program"
	done < <(grep -oE '^\$ build/bin/[a-z-]+' "$1" | sed 's|.*/||' | sort -u) >"$events"
	silent=$(grep -m 1 '"result":"skip"' "$events" || true)
}

# named_by PAGE: what its predicates name: step=TAG and the like.
named_by() {
	grep -oE 'if: .* -->' "$1" | grep -oE '\b(step|id|name|actor|errno) ?= ?"?[A-Za-z0-9/-]+' | tr -d ' "' | sort -u
}

# there_is EVENTS: what may be named.
there_is() {
	sed -n 's/.*"event":"step","tag":"\([^"]*\)".*/step=\1/p
		s/.*"event":"claim","id":"\([^"]*\)".*/id=\1/p
		s/.*"event":"measure","name":"\([^"]*\)".*/name=\1/p
		s/.*"actor":"\([^"]*\)".*/actor=\1/p' "$1"
	sed -n 's/.*NAME(\(E[A-Z0-9]*\)).*/errno=\1/p' "$root/lib/errno_names.c"
	echo name=nap/any-moment/p50 # with an option
}

@test "lessons: every step, claim and measure that a predicate names is one of a program's own" {
	local page events silent said=''
	for page in "$root"/docs/lessons/[0-9]*.md; do
		said_by "$page"
		[[ ! $silent ]] || continue
		[[ $(named_by "$page") == *step=* ]]
		said+=$(comm -23 <(named_by "$page") <(there_is "$events" | sort -u) | sed "s|^|${page##*/}: |")
	done
	[[ -z $said ]] || fail "there is no $said"
}

# leaks PAGE: what its blank handout gives away: by the words of an option, or in the
# words of a claim.
leaks() {
	local sheet events
	walk "$1" --two-terminals --handout=blank
	[[ $status == 0 ]] || echo "there is no handout of $1"
	awk -f "$root/tests/leaks.awk" <(predictions "$1" second) - <<<"$output"
	said_by "$1"
	# As it stands, or as a source has it.
	sheet=$(tr -d '"\\' <<<"$output" | tr -s ' \t\n' ' ')
	sed -n 's/^{"event":"claim",.*"text":"\(.*\)"}$/\1/p' "$events" | tr -d '"\\' |
		awk 'FILENAME != "-" { sheet = $0; next } index(sheet, $0) { print "a claim: " $0 }' <(printf '%s\n' "$sheet") -
}

@test "lessons: a blank handout gives no answer away" {
	local page said=''
	for page in "$root"/docs/lessons/[0-9]*.md; do
		said+=$(leaks "$page")
	done
	[[ -z $said ]] || fail "$said"
	# As if the page said that all of it is safe; and one sentence that says too much.
	sed 's/^<!-- end -->$\|^```$/&\n\n<!-- safe -->/' "$root/docs/lessons/01-nothing-there.md" \
		>"$BATS_TEST_TMPDIR/01-nothing-there.md"
	said=$(leaks "$BATS_TEST_TMPDIR/01-nothing-there.md")
	[[ $said == *'accept-empty: b)'*'recv-blocking: '*'a claim: an empty accept queue answers EAGAIN'* ]] || fail "$said"
	sed 's/^A popular remedy is/A popular answer to EAGAIN is/' "$root/docs/lessons/02-stalled-peer.md" \
		>"$BATS_TEST_TMPDIR/02-stalled-peer.md"
	said=$(leaks "$BATS_TEST_TMPDIR/02-stalled-peer.md")
	[[ $said == 'fill-end: d) EAGAIN'* ]] || fail "$said"
}
