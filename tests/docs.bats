# SPDX-License-Identifier: MIT
load helper

@test "scripts/docs: wrong words are 2" {
	local bad
	for bad in --wrong /no/such.md docs --but=/no/such.md; do
		run -2 "$root/scripts/docs" "$bad"
		[[ $output == 'docs: there is no '*$'\n''usage: docs '* ]] || fail "expected 2 for '$bad'"
	done
	run -0 "$root/scripts/docs" --help
}

@test "docs: every console block is what is printed, every generated region is fresh" {
	cd "$root"
	# It has a test of its own, as most of it is waiting: walk-terminal.bats.
	run "$root/scripts/docs" --but=docs/recording.md
	[[ $status == 0 ]] || fail "make docs brings them up to date"
}

@test "docs: drift is noticed, and make docs keeps placeholders" {
	mkdir -p "$BATS_TEST_TMPDIR/scripts/lib" "$BATS_TEST_TMPDIR/docs"
	cp "$root/scripts/docs" "$BATS_TEST_TMPDIR/scripts"
	cp "$root/scripts/lib/"* "$BATS_TEST_TMPDIR/scripts/lib"
	cp "$root/scripts/plot" "$BATS_TEST_TMPDIR/scripts"
	cd "$BATS_TEST_TMPDIR"
	: >CONTRIBUTING.md
	printf '%s\n' '```console' "\$ echo 12 and 12; echo new" '[N] and [N]' old '```' >README.md
	O=$out run -1 scripts/docs
	[[ $output == *'-old'*'+new'* ]]
	O=$out run -0 scripts/docs --write
	O=$out run -0 scripts/docs
	grep -qx '\[N\] and \[N\]' README.md
	printf '%s\n' '```console' "\$ echo 12 and 13" '[N] and [N]' '```' >README.md
	O=$out run -1 scripts/docs
	# A line that came between takes no placeholder away.
	printf '%s\n' '```console' "\$ printf '%s\n' 12 new 13 14" '[A]' '[B]' '[C]' '```' >README.md
	O=$out run -0 scripts/docs --write
	diff <(printf '%s\n' '[A]' new '[B]' '[C]') <(sed '1,2d;$d' README.md)
	# Of measured time the figures are free, and the bars; the words are not.
	printf '%s\n' '```console' "\$ printf '%s\n' '  ~ way   us' '  ~ nap  12.5 [##..] 1e+06'" \
		'  ~ way   us' '  ~ nap   3.1 [#...] 70' '```' >README.md
	O=$out run -0 scripts/docs
	sed -i '3s/us/ms/' README.md
	O=$out run -1 scripts/docs
	[[ $output == *'-  ~ way   ms'*'+  ~ way   us'* && $output != *'+  ~ nap'* ]]
	# The page in another language is looked at as well.
	printf '%s\n' '```console' "\$ echo new" old '```' >README.zh.md
	O=$out run -1 scripts/docs
	[[ $output == *'README.zh.md'*'-old'*'+new'* ]]
	rm README.zh.md
	# What a command leaves behind, it leaves in a directory of its own.
	printf '%s\n' '```console' "\$ touch left-behind; ls" '```' >README.md
	O=$out run -0 scripts/docs --write
	grep -qx left-behind README.md
	[[ ! -e left-behind ]]
}

@test "docs: a run may go on later in the page, show some of its steps, fail on purpose, or not be possible" {
	mkdir -p "$BATS_TEST_TMPDIR/docs"
	cp -r "$root/scripts" "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR"
	: >CONTRIBUTING.md
	printf '%s\n' '```console' "\$ build/bin/recv-eof" '```' text '```console from=end steps=end' '```' >README.md
	O=$out run -0 scripts/docs --write
	[[ $(sed -n '/^text/,$p' README.md | sed -n 3p) == '[end] '* ]]
	run -1 grep -c '^\[end\]' <(sed '/^text/,$d' README.md)
	run -1 grep '^PASS' README.md
	O=$out run -0 scripts/docs
	printf '%s\n' '```console from=end' '```' >README.md
	O=$out run -1 scripts/docs
	printf '%s\n' '```console' "\$ false" '```' >README.md
	O=$out run -1 scripts/docs
	[[ $output == *'ended with 1, not 0'* ]]
	printf '%s\n' '```console exit=1' "\$ false" '```' >README.md
	O=$out run -0 scripts/docs
	printf '%s\n' '```console' "\$ exit 77" 'as it was' '```' '```console from=x' 'this too' '```' >README.md
	O=$out run -0 scripts/docs
	[[ $output == *'cannot be shown here'* ]]
	printf '%s\n' '````markdown' '```console' "\$ false" '```' '````' >README.md
	O=$out run -0 scripts/docs
}

@test "make demo: at most 80 columns, with every title whole" {
	# What they say of themselves is theirs; they need not run for that.
	local program name title
	mkdir -p "$BATS_TEST_TMPDIR/build/bin"
	cd "$BATS_TEST_TMPDIR"
	for program in "$bin"/*-*; do
		name=${program##*/}
		printf '#!/bin/sh\n[ "$*" != --describe ] || exec "$REAL/%s" --describe\necho PASS %s: 1 of 1\n' \
			"$name" "$name" >"build/bin/$name"
	done
	chmod +x build/bin/*
	REAL=$bin run -0 "$root/scripts/demo" build/bin
	expect_no_line '^.{81,}'
	for name in compare-waiting reuse-adopted send-short; do
		title=$(describes "$name" title)
		[[ $(tr -s ' \n' '  ' <<<"$output") == *" PASS $name $title "* ]] || fail "where is: $title"
	done
}

@test "README: every program it sends a reader to exists" {
	local page name names
	for page in "$root"/README*.md; do
		names=$(grep -oE '`[a-z]+-[a-z-]+`' "$page" | tr -d '`' | sort -u)
		[[ $names == *accept-empty* ]]
		for name in $names; do
			[[ -x $bin/$name ]] || fail "there is no $name"
		done
	done
}

# A row under "### `wait`" names a program of that class first, or the row or what is
# above its table says that none shows it.
@test "README: a message leads to a program of its class, or to the word that none is there" {
	local class name row rows=0
	while read -r class name row; do
		rows=$((rows + 1))
		[[ $name != none ]] || fail "neither: $row"
		[[ $name == unshown || $(describes "$name" class) == "$class" ]] ||
			fail "$name is not of the class $class"
	done < <(awk '
		/^## / { on = /^## (You saw|看到了报错)/; class = "" }
		!on { next }
		/^### / { class = $2; gsub(/`/, "", class); unshown = rows = 0 }
		class == "" { next }
		/^\|/ {
			if (++rows <= 2) # the head
				next
			see = $0
			sub(/ \|$/, "", see)
			sub(/.* \| /, "", see)
			name = unshown || see ~ /Not shown yet/ ? "unshown" : "none"
			if (match(see, /`[a-z]+-[a-z-]+`/))
				name = substr(see, RSTART + 1, RLENGTH - 2)
			print class, name, $0
		}
		!/^\|/ && /Not shown yet\./ { unshown = 1 }' "$root"/README*.md)
	((rows > 50))
}

# anchors FILE: what a link may name in it.
anchors() {
	sed -n 's/^##* //p' "$1" | tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9\n-'
}

@test "README: every link leads somewhere" {
	local page link file
	for page in README.md README.zh.md; do
		while read -r link; do
			file=${link%%#*}
			[[ -e $root/${file:-$page} ]] || fail "there is no $link"
			[[ $link != *'#'* ]] || grep -qx -- "${link#*'#'}" <(anchors "$root/${file:-$page}") || fail "there is no $link"
		done < <(grep -oE '\]\([^)]+\)' "$root/$page" | sed 's/^](//; s/)$//')
	done
}

@test "README.zh.md: it says of each class what README.md says, and shows the same run" {
	local block
	# class, and whether poll() helps.
	diff <(sed -n 's/^| .* | \[\([a-z]*\)\](#[a-z]*) | \([a-z]*\).*/\1 \2/p' "$root/README.md") \
		<(sed -n 's/^| .* | \[\([a-z]*\)\](#[a-z]*) | 没有用.*/\1 no/p; s/^| .* | \[\([a-z]*\)\](#[a-z]*) | 有用.*/\1 yes/p' "$root/README.zh.md")
	block=$(sed -n '/^```console/,/^```$/p' "$root/README.zh.md")
	[[ $block == '```console'*'-1 EAGAIN'* && $(<"$root/README.md") == *"$block"* ]]
	grep -qx '\[中文\](README.zh.md)' <(sed 5q "$root/README.md")
	grep -qx '\[English\](README.md)' <(sed 5q "$root/README.zh.md")
}

# A row "| `class` | ... |", and a section whose number it names.
@test "docs/handling.md: every class has a row and a section, and every link leads somewhere" {
	local class link anchors classes
	classes=$(sed -n 's/^.*classes = "\(.*\)".*/\1/p' "$root/tests/judge.awk")
	[[ $classes == *' wait '* ]]
	anchors=$(sed -n 's/^##* //p' "$root/docs/handling.md" | tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9\n-')
	for class in $classes; do
		link=$(sed -n "s/^| \`$class\` | .*](#\([^)]*\)) |$/\1/p" "$root/docs/handling.md")
		grep -qx -- "${link:-none}" <<<"$anchors" || fail "$class has no section"
	done
	while read -r link; do
		case $link in
		'#'*) grep -qx -- "${link#'#'}" <<<"$anchors" ;;
		*) [[ -e $root/docs/${link%%#*} ]] ;;
		esac || fail "there is no $link"
	done < <(grep -oE '\]\([^)]+\)' "$root/docs/handling.md" | sed 's/^](//; s/)$//')
}

# Each class has one in C and one in Python, of the same name.
@test "docs/examples: every reaction of docs/handling.md does what it should, in C and in Python" {
	local name example skipped='' tried=0
	for example in "$root"/docs/examples/*.py; do
		name=${example##*/} name=${name%.py}
		grep -q "examples/$name\.py" "$root/docs/handling.md" || continue # claims.py
		tried=$((tried + 1))
		run timeout 30 "$out/examples/$name"
		[[ $status == 0 || $status == 77 ]] || fail "$name.c"
		[[ $status == 0 ]] || skipped+=" $name.c: $output"
		command -v python3 >/dev/null || continue
		run timeout 30 python3 "$example"
		[[ $status == 0 || $status == 77 ]] || fail "$name.py"
		[[ $status == 0 ]] || skipped+=" $name.py: $output"
	done
	((tried > 5))
	command -v python3 >/dev/null || skipped+=" no python3 here: scripts/bootstrap --all"
	[[ ! $skipped ]] || skip "$skipped"
}
