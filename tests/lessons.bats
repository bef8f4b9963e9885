# SPDX-License-Identifier: MIT
# The lessons, as scripts/walk runs them.
load helper
load walk

@test "walk: all lessons pass by themselves, on two terminals too; every prediction is decided" {
	walk all --auto --two-terminals --report="$BATS_FILE_TMPDIR/report"
	if [[ $status == 77 ]]; then
		skip "$(grep -m 1 '^SKIP' <<<"$output")"
	fi
	expect_status 0
	[[ -z $stderr ]]
	[[ $(grep -c '^End of ' <<<"$output") == $(printf '%s\n' "$root"/docs/lessons/[0-9]*.md | wc -l) ]]
	expect_no_line 'does not answer'
	[[ $(grep -c '"event":"prediction".*"right":"[a-e]"' "$BATS_FILE_TMPDIR/report") == \
		$(cat "$root"/docs/lessons/*.md | grep -c '^<!-- predict: ') ]]
	# Prose is at most 72 columns wide, and so is every picture.
	run -1 grep -nE '^.{81,}' <<<"$output"
	[[ -z $(ls -A "$TMPDIR") ]] || fail "left behind: $(ls -A "$TMPDIR")"
	[[ ! -e $XDG_STATE_HOME ]]
}

# silent PAGE: the options of it that do not say why they are so, or not.
silent() {
	predictions "$1" second | awk -F '\t' '$7 == "-" { print $2 ": " $3 ")" }'
}

@test "lessons: each option says why it is so, or why one thinks so and it is not" {
	local page said=''
	for page in "$root"/docs/lessons/[0-9]*.md; do
		said+=$(silent "$page")
	done
	[[ -z $said ]] || fail "$said"
	sed '/because: To wait a moment/d; /because: EAGAIN was about that/d' \
		"$root/docs/lessons/01-nothing-there.md" >"$BATS_TEST_TMPDIR/mute.md"
	said=$(silent "$BATS_TEST_TMPDIR/mute.md")
	[[ $said == 'accept-empty: a)'$'\n''accept-again: a)'$'\n''two-waits: c)' ]] || fail "$said"
}

# at_once COUNT: so many walk the same lesson's two terminals, each for itself.
at_once() {
	local i
	for ((i = 1; i <= $1; i++)); do
		timeout 600 "$root/scripts/walk" 2 --auto --two-terminals --from=7 \
			>"$BATS_TEST_TMPDIR/$i" 2>&1 </dev/null 3>&- 4>&- &
	done
	wait
	for ((i = 1; i <= $1; i++)); do
		grep -q '^End of 02-stalled-peer: 2 of 2 ' "$BATS_TEST_TMPDIR/$i" ||
			fail "$(cat "$BATS_TEST_TMPDIR/$i")"
	done
}

@test "walk: three at once, on one machine, do not disturb each other" {
	at_once 3
}

# bats test_tags=stress
@test "walk: thirty at once, on one machine, do not disturb each other" {
	at_once 30
}

@test "docs/teaching.md: every misconception has its sentence, and the lessons that meet it" {
	diff <(awk -F '[ ;:]+' '/<!-- belief: / { for (i = 1; i < NF; i++) if ($i == "belief") {
			match(FILENAME, /[0-9]+-/); print $(i + 1), substr(FILENAME, RSTART, 2) + 0 } }' \
		"$root"/docs/lessons/*.md | sort -u) \
		<(sed -n 's/^| `\([a-z-]*\)` | [^|]* | \([0-9, ]*\) |$/\1 \2/p' "$root/docs/teaching.md" |
			awk '{ gsub(/,/, ""); for (i = 2; i <= NF; i++) print $1, $i }' | sort -u)
}

# reckoned PAGE: whole minutes of what needs one terminal: a minute and a half for each
# question, with a show of hands, and one for each 150 words of prose.
reckoned() (
	trap - DEBUG # bats' own, which makes a command of bash ten times as dear
	# shellcheck source=scripts/lib/lesson.bash
	. "$root/scripts/lib/lesson.bash"
	read_lesson "$1"
	prose='' questions=0
	for ((i = 0; i < lesson[items]; i++)); do
		[[ ${lesson[step.${lesson[$i.step]}.shown]} ]] || continue
		case ${lesson[$i.kind]} in
		question) questions=$((questions + 1)) ;; # words are read in that time
		text | table) prose+=${lesson[$i.text]}$'\n' ;;
		esac
	done
	echo $((($(wc -w <<<"$prose") + 225 * questions) / 150))
)

@test "lessons: 8 to 20 minutes, a note for the teacher in each, goals, something to change and to take home" {
	local page all one needed
	for page in "$root"/docs/lessons/[0-9]*.md; do
		read -r all one < <("$root/scripts/walk" "$page" --list | awk '
			NR > 2 && $3 == "min" { all += $2; one += /two-terminals/ ? 0 : $2 }
			END { print all, one }')
		((all >= 8 && all <= 20)) || fail "$page: $all minutes"
		needed=$(reckoned "$page")
		((one >= needed)) || fail "$page: $one minutes are said, and it takes $needed"
		grep -q '^<!-- note: ' "$page"
		[[ $(sed '/^<!--/d; /^#/d; /^$/d' "$page" | head -n 1) == 'After this lesson you can '* ]] ||
			fail "$page: the first paragraph says what one can do afterwards"
		grep -q '^## .*Doing it right\|^## Make it right' "$page"
		grep -q '^To take home:' "$page"
		grep -q '^## Change one thing\|^## .*[Ee]dges' "$page"
	done
}

@test "lessons: an exercise that a lesson names is there" {
	local name names=0
	while read -r name; do
		[[ -f $root/docs/exercises/$name/$name.c ]] || fail "there is no exercise $name"
		names=$((names + 1))
	done < <(grep -ohE '\b[Ee]xercise ["`]?[a-z-]+' "$root"/docs/lessons/*.md | sed 's/.*[^a-z-]//')
	((names > 0))
}

# unexplained PAGE: what a reader of it meets and is not told: our own words in an excerpt
# that the same step's prose does not have, if no step before had; words in brackets and
# "...", if no paragraph of the page's own says what they are, above the first of them.
unexplained() {
	awk '
		/^## / { words() }
		/^<!-- on the page -->$/ { own = 1; next }
		/^$/ { own = 0 }
		own { said = said $0 }
		/^```/ { block = block ? "" : $0; next }
		block ~ /^```c$/ { while (match($0, /eag_[a-z_]+/)) { used[substr($0, RSTART, RLENGTH)] = 1; $0 = substr($0, RSTART + RLENGTH) } }
		block ~ /^```console/ {
			if ($0 == "..." && said !~ /`\.\.\.`/)
				missing["..."] = 1
			if (/\[BAR\]/ && said !~ /`\[BAR\]`/)
				missing["[BAR]"] = 1
			if (/\[(B[BC-Z]|[A-DF-Z])[A-Z]*\]/ && said !~ /`\[[A-Z]+\]` and other words in brackets/)
				missing["[NAMES]"] = 1
		}
		block == "" { prose = prose " " $0 }
		function words(   word) {
			for (word in used)
				if (index(prose, "`" word "`") == 0 && index(prose, "`" word "(") == 0)
					missing[word] = 1
			split("", used)
		}
		END { words(); for (what in missing) print FILENAME ": " what }' "$1"
}

# unfolded PAGE: the runs that answer a question, and stand open below it; answers too.
unfolded() {
	awk '
		/^<details>/ { folded = 1 }
		/^<\/details>/ { folded = 0 }
		/^<!-- predict: / { asked = $3 }
		/^```console/ && !/terminal=/ { if (asked != "" && !folded) print FILENAME ": " asked; asked = "" }
		/^To take home:/ { home = 1 }
		/^<details><summary>Answers<\/summary>$/ { home = 0 }
		END { if (home) print FILENAME ": no answers to take home" }' "$1"
}

@test "lessons: on the page, answers are folded, and all that an excerpt shows is explained" {
	local page said=''
	for page in "$root"/docs/lessons/[0-9]*.md; do
		said+=$(unexplained "$page" && unfolded "$page")
	done
	[[ -z $said ]] || fail "$said"
	sed '/^<details>/d; /^<\/details>/d; /^`eag_step`/d; s/`\[BAR\]`/a/' "$root/docs/lessons/01-nothing-there.md" \
		"$root/docs/lessons/02-stalled-peer.md" >"$BATS_TEST_TMPDIR/open.md"
	said=$(unexplained "$BATS_TEST_TMPDIR/open.md" | sort && unfolded "$BATS_TEST_TMPDIR/open.md")
	[[ $said == *': [BAR]'*': eag_step'*': accept-empty'*': no answers to take home' ]] || fail "$said"
	# walk shows what is folded, but for the answers, and not what only the page has.
	walk 2 --auto
	expect_line 'A short count is neither an error.*'
	expect_no_line 'details|other words in brackets|Those on slow lines'
	walk 2 --handout=key
	expect_line '2\. Those on slow lines.*'
	walk 2 --handout=blank
	expect_no_line 'details|Those on slow lines'
}
