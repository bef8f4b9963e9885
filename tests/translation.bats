# SPDX-License-Identifier: MIT
# Lessons in other languages: docs/lessons.LANG beside docs/lessons.
load helper
load walk

# utf8 COMMAND ...: where characters are UTF-8, and some of them two columns wide.
utf8() {
	LC_ALL=C.UTF-8 "$@"
}

# needs_utf8: wc(1) must know how wide they are.
needs_utf8() {
	[[ $(utf8 wc -L <<<'字') == 2 ]] || skip 'no locale C.UTF-8 here'
}

# whole_and_narrow COLUMNS: is standard input that, in whole characters?  Only the lines
# that are not so are shown: a lesson has a thousand others.
whole_and_narrow() {
	local text line
	text=$(cat)
	if utf8 grep -axvn '.*' <<<"$text"; then
		echo 'a character is cut in two'
		return 1
	fi
	(($(utf8 wc -L <<<"$text") > $1)) || return 0
	echo "wider than $1 columns:"
	while IFS= read -r line; do
		(($(utf8 wc -L <<<"$line") <= $1)) || printf '%s\n' "$line"
	done <<<"$text"
	return 1
}

# skeleton PAGE: all of it but its words: the same in each language.
skeleton() {
	awk '
		/^```/ { fenced = !fenced }
		fenced || /^```/ { print; next }
		/^## / { print "##"; next }
		/^<!-- note: / { print "a note"; next }
		/^\|/ { print "a row of " gsub(/\|/, "") - 1; next }
		# A picture has a name in each language.
		/^!\[/ { sub(/.*\]/, ""); sub(/\.[a-z]+\.svg\)$/, ".svg)"); print; next }
		/^<[a-z\/]/ { match($0, /[^a-z<\/]/); print substr($0, 1, RSTART - 1) }
		/^- [a-e]\) / { print substr($0, 1, 4) }
		/^- [^a-e]|^- .[^)]|^[0-9]+\. / { print "a point" }
		match($0, /<!-- .* -->/) {
			sub(/because: .*/, "because")
			print substr($0, index($0, "<!-- "))
		}' "$1"
}

@test "translations: the steps, tags, options and blocks of a page are those of the English one" {
	local page change pages=0
	for page in "$root"/docs/lessons.*/*.md; do
		diff <(skeleton "$root/docs/lessons/${page##*/}") <(skeleton "$page") || fail "$page"
		pages=$((pages + 1))
	done
	((pages > 0))
	# One that differs is noticed.
	page=$root/docs/lessons.zh/01-nothing-there.md
	for change in '/^- b)/d' 's/errno = EAGAIN -->/errno = EINTR -->/' '/^## .*$/,$d' 's/^```console from=/```console steps=/' \
		'/minutes: 3/d' 's/^<!-- safe -->$//' '/^<!-- note: /d' 's/^  ok .*/&!/' 's/belief: end-[a-z-]*;//' '/^| 0 |/d'; do
		sed "$change" "$page" >"$BATS_TEST_TMPDIR/page.md"
		! diff <(skeleton "$page") <(skeleton "$BATS_TEST_TMPDIR/page.md") >/dev/null || fail "not noticed: $change"
	done
}

@test "translations: walk --lang presents them, in whole characters and at most 80 columns" {
	needs_utf8
	local lang
	for lang in "$root"/docs/lessons.*; do
		lang=${lang##*.}
		walk all --lang="$lang" --auto --two-terminals --report="$BATS_TEST_TMPDIR/$lang"
		[[ $status != 77 ]] || skip "$(grep -m 1 '^SKIP' <<<"$output")"
		expect_status 0
		[[ -z $stderr ]]
		whole_and_narrow 80 <<<"$output"
		# What walk says itself is not English, where the class sees it.
		expect_no_line 'What happened|not sure|^End of|^[0-9]+ of [0-9]+\.|steps?,'
		[[ $(grep -c '"event":"prediction".*"right":"[a-e]"' "$BATS_TEST_TMPDIR/$lang") == \
			$(cat "$root/docs/lessons.$lang"/*.md | grep -c '^<!-- predict: ') ]]
		walk 1 --lang="$lang" --handout=blank
		expect_no_line 'What happened|Because|not sure'
	done
	walk 1 --lang=xx --auto
	expect_status 2
	walk 99 --lang=zh
	expect_status 2
}

@test "translations: of lines that are too wide, these alone are shown" {
	needs_utf8
	run -0 whole_and_narrow 6 <<<$'narrow\n三个字'
	[[ -z $output ]]
	run -1 whole_and_narrow 6 <<<$'narrow\ntoo wide\n三个字\n有四个字\n\n'
	[[ $output == $'wider than 6 columns:\ntoo wide\n有四个字' ]] || fail 'which lines?'
	run -1 whole_and_narrow 6 <<<$'narrow\n\xe5\xad'
	[[ $output == *'is cut in two' && $output != *narrow* ]] || fail 'which line?'
}

@test "translations: the pictures of a page are in its language, and their columns stand" {
	local words=$root/docs/lessons.zh/words kind
	for kind in life buffers; do
		run -0 "$root/scripts/plot" --words="$words" $kind "$root/docs/data/stalled-peer.json"
		# Names, numbers and calls are what they are.
		run -1 grep -E '>[^<]*\b(buffer|refused|taken|last|before|measured|program)\b' <<<"$output"
	done
	run -2 "$root/scripts/plot" --words=/no/such/file life "$root/docs/data/stalled-peer.json"
	needs_utf8
	# As walk shows it: no line is wider or narrower than the English one.
	# shellcheck source=scripts/lib/words.bash
	. "$root/scripts/lib/words.bash"
	shopt -s extglob
	front=scripts/ strong='' plain='' learn "$words"
	"$root/scripts/plot" --terminal life "$root/docs/data/stalled-peer.json" | sed 1,2d | head -n -2 >"$BATS_TEST_TMPDIR/life"
	diff <(width_of_lines <"$BATS_TEST_TMPDIR/life") <(in_words <"$BATS_TEST_TMPDIR/life" | width_of_lines)
	"$bin/recv-eof" --json | "$root/scripts/plot" --terminal sequence >"$BATS_TEST_TMPDIR/sequence"
	in_words <"$BATS_TEST_TMPDIR/sequence" >"$BATS_TEST_TMPDIR/words"
	grep -q 内核 "$BATS_TEST_TMPDIR/words"
	diff <(width_of_lines <"$BATS_TEST_TMPDIR/sequence") <(width_of_lines <"$BATS_TEST_TMPDIR/words")
}

# width_of_lines: the columns that each line of standard input takes.
width_of_lines() {
	local line
	while IFS= read -r line; do
		utf8 wc -L <<<"$line"
	done
}

# What walk says may change: then the line that translates it must, too.
@test "translations: each line of words is something that walk says" {
	local words said part
	said=$(cat "$root"/scripts/walk "$root"/scripts/lib/{present,question,commands,terminals,screen,keyboard,ending,notes,handout}.bash \
		"$root"/scripts/lib/plot-{sequence,life,buffers}.awk \
		"$root/docs/teaching.md" "$root"/docs/exercises/*/README.md |
		sed 's/^\t*//; s/${front}/scripts\//g')
	for words in "$root"/docs/lessons.*/words; do
		while IFS= read -r part; do
			[[ $said == *"$part"* ]] || fail "walk does not say: $part"
		done < <(sed -n '/^#/d; s/\t.*//p' "$words" | sed 's/[^A-Za-z ]\|  \+/\n/g' | sed 's/^ *//; s/ *$//' | grep '....')
		[[ $(sed -n '/^#/d; /\t/p' "$words" | wc -l) == $(sed -n '/^#/d; s/\t.*//p' "$words" | sort -u | wc -l) ]]
		# A word for each that the English has, and no other.
		awk -F '\t' '/^#/ || !NF { next } NF != 2 { print; bad = 1 }
			{ for (i = 1; i <= 9; i++) if (index($2, "%" i) && !index($1, "%" i)) { print; bad = 1 } }
			END { exit bad }' "$words"
	done
}

@test "walk: what it says is looked up whole, with its words" {
	# shellcheck source=scripts/lib/screen.bash
	. "$root/scripts/lib/screen.bash"
	strong='<b>' plain='</b>'
	printf '%s\n' '# a comment' $'Step %1 of %2; %9 goes on.\t%9：%2/%1' $'**So:** %1\t**是：**%1' $'not sure\t说不准' >"$BATS_TEST_TMPDIR/words"
	learn "$BATS_TEST_TMPDIR/words"
	local english expected
	while IFS='|' read -r english expected _; do
		say "$english"
		[[ $translated == "$expected" ]] || fail "expected '$expected' of '$english', not '$translated'"
	done <<-'END'
		Step 3 of 7; walk 1 --lang=zh goes on.|walk 1 --lang=zh：7/3|
		Step 3 of 7; %1 & * goes on.|%1 & *：7/3|
		Step 3 or so of 7; walk goes on.|Step 3 or so of 7; walk goes on.|
		Step 3 of 7; walk goes on. Then|Step 3 of 7; walk goes on. Then|
		<b>So:</b> b  |<b>是：</b>b  |
		So: b|So: b|
		  not sure  |  说不准  |
		I am not sure|I am not sure|
		||
	END
}

# A text without its line ends, blanks, and what makes it bold.
run_together() {
	tr -d ' \n' | sed 's/\x1b\[[0-9;]*m//g; s/\*\*//g'
}

@test "walk: Chinese is broken between characters, not before what closes nor after what opens" {
	needs_utf8
	# shellcheck source=scripts/lib/screen.bash
	. "$root/scripts/lib/screen.bash"
	local text cols came
	text='**非阻塞套接字**的接收缓冲区（receive buffer）是空的，`recv()`马上返回 -1，errno 是 EAGAIN。
“还没有就绪”不是错误：用`poll()`等，再做《同样的》调用！要多长的一句话，才会把每一种宽度都试到？'
	strong=$'\033[1m' plain=$'\033[0m'
	mkdir "$BATS_TEST_TMPDIR/in"
	for cols in {16..80}; do
		reflowed "$text" >"$BATS_TEST_TMPDIR/in/$cols"
	done
	# All widths are looked at in one go: a file for each.
	cd "$BATS_TEST_TMPDIR/in"
	sed -i 's/\x1b\[[0-9;]*m//g' *
	! utf8 grep -axvn '.*' * || fail 'a character is cut in two'
	[[ $(utf8 wc -L {16..80} | awk '$2 != "total" { n++; if ($1 > $2) print } END { print n }') == 65 ]] ||
		fail "too wide: $(utf8 wc -L *)"
	! utf8 grep -nE '^[，。：；！？）》”]|[（《“]$' * || fail 'a sign that may not stand there'
	# Each of these signs, be there such a line in the text or not.
	[[ -z $(awk -f "$root/scripts/lib/wrap.awk" -f <(echo 'BEGIN {
		opens = split("( [ { （ 《 〈 「 『 【 “ ‘", open, " ")
		closes = split(") ] } . , : ; ! ? % ） 》 〉 」 』 】 ” ’ ， 。 、 ： ； ！ ？ …", close_, " ")
		for (i = 1; i <= opens; i++)
			if (may_part(open[i], "字") || !may_part("字", open[i])) print open[i]
		for (i = 1; i <= closes; i++)
			if (may_part("字", close_[i]) || may_part("\001字", close_[i]) || !may_part(close_[i], "字")) print close_[i]
	}') </dev/null) ]] || fail 'a sign that may not stand there, or after which nothing may'
	came=$(run_together <<<"$text")
	for cols in *; do
		# Where two lines of the page meet there is no blank.
		[[ $(tr -d '\n' <"$cols") == *'EAGAIN。“还没'* ]] || fail "in $cols columns: a blank"
		[[ $(run_together <"$cols") == "$came" ]] || fail "in $cols columns: $(<"$cols")"
	done
	cd "$root"
	cols=40
	[[ $(wrapped '预测：a  ' '这一句话很长，一行放不下，第二行要对齐。') == '预测：a  这'*$'\n''         '[!\ ]* ]]
	came=$(tabulated $'| 回答 | 意思 |\n|---|---|\n| 0 | 流结束了 |\n| -1 EAGAIN | 现在没有，流还没有结束，等一等再做同样的调用 |')
	whole_and_narrow 40 <<<"$came"
	[[ $came == *$'\n''0          流结束了'$'\n'* ]]
}

@test "walk: a Chinese prompt is cut to one row in whole characters, in whatever locale" {
	needs_utf8
	local locale shown
	for locale in C C.UTF-8; do
		shown=$(LC_ALL=$locale bash -c '. "$1/common.bash"; . "$1/screen.bash"; . "$1/keyboard.bash"
			cols=20; show_prompt "预测（a-c 或 ?），再按 Enter：a1 b2"' x "$root/scripts/lib" | sed 's/\r\x1b\[K//')
		whole_and_narrow 18 <<<"$shown"
		[[ $shown == *'Enter：a1 b2 ' ]] || fail "$shown"
	done
}

@test "walk: lesson 1 in Chinese, in a terminal of 40 columns and 20 lines, to its end" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	needs_utf8
	local i
	for i in {1..5}; do
		printf '%s\n' 'until 预测' a Enter
	done >"$BATS_TEST_TMPDIR/keys"
	echo 'until %' >>"$BATS_TEST_TMPDIR/keys"
	run -0 "$root/tests/record" "cd '$root'; clear; scripts/walk 1 --lang=zh; echo ended with \$?" \
		"$BATS_TEST_TMPDIR/keys" 40x20
	expect_line '\| 实际结果：b .*'
	expect_line '\| ended with 0'
	expect_no_line '\| (Enter: |Prediction|Your|You |What happened|As you|End of|Look again)|not sure$|\.bash: line'
	# As the terminal has it; each line has "| " before it.
	sed '/^---------- /d' <<<"$output" | whole_and_narrow 42
}
