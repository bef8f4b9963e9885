# SPDX-License-Identifier: MIT
# Lessons on paper, as make handouts prints them.
load helper
load walk
load handouts

@test "make handouts: HTML that needs no other file, pictures included, a question a page; PDF where it can be made" {
	local page=$BATS_TEST_TMPDIR/07-own.md converter sheet tried=''
	cat >"$page" <<-'END'
		# Own & other

		## One

		The scene.

		<!-- predict: first -->
		**Predict.** What does `recv()` say?

		- a) EAGAIN. <!-- if: first call[call=recv].errno = EAGAIN -->
		- b) 0. <!-- if: first call[call=recv].ret = 0 -->
		<!-- end -->

		<!-- predict: second -->
		**Predict.** And then?

		- a) The bytes. <!-- if: first call[step=arrive, call=recv].ret > 0 -->
		- b) None. <!-- if: first call[step=arrive, call=recv].ret = 0 -->
		<!-- end -->

		```console
		$ build/bin/recv-empty
		```

		<!-- picture: sequence recv-eof -->
		![What the end is](../pictures/recv-eof-sequence.svg)

		| a | table |
		|---|---|
		| 1 | 2 |
	END
	other_programs
	# It is taken for what prints; what it is told to write it copies.
	printf '#!/usr/bin/env bash\n[[ $1 == -q ]] && cp "$2" "$3"\n' >"$BATS_TEST_TMPDIR/weasyprint"
	chmod +x "$BATS_TEST_TMPDIR/weasyprint"
	for converter in cmark-gfm pandoc; do
		command -v $converter >/dev/null || continue
		tried=yes
		handouts $converter
		[[ $stderr == 'No PDF: '* && $(cd "$others/handouts" && echo *) == \
			'07-own-blank.html 07-own-home.html 07-own-key.html poster.html' ]] || fail "$converter"
		sheet=$others/handouts/07-own
		grep -q '^<title>Own &amp; other</title>$' "$sheet-blank.html"
		(($(grep -c '<span class="box"></span>' "$sheet-blank.html") == 6))
		(($(grep -c '^<hr' "$sheet-blank.html") == 1))
		(($(grep -c '<span class="write">' "$sheet-blank.html") == 4))
		(($(grep -c '<span class="box">x</span>' "$sheet-key.html") == 2))
		grep -q '<table>' "$sheet-key.html"
		grep -oE 'svg\+xml;base64,[^"]*' "$sheet-key.html" | sed 's/.*,//' | base64 -d |
			cmp - "$root/docs/pictures/recv-eof-sequence.svg"
		grep -oE 'svg\+xml;base64,[^"]*' "$others/handouts/poster.html" | sed 's/.*,//' | base64 -d |
			cmp - "$root/docs/pictures/seven-meanings.svg"
		run -1 grep -E '<!--|<input|src="[^d]|___|What the end is' "$sheet-blank.html"
		run -1 grep -E '<!--|<input|src="[^d]|___' "$sheet-key.html"
		PATH=$BATS_TEST_TMPDIR:$PATH handouts $converter weasyprint
		[[ ! $stderr ]]
		cmp "$sheet-key.html" "$sheet-key.pdf"
		printf '#!/usr/bin/env bash\nexit 1\n' >"$BATS_TEST_TMPDIR/chromium"
		chmod +x "$BATS_TEST_TMPDIR/chromium"
		PATH=$BATS_TEST_TMPDIR:$PATH handouts $converter chromium
		[[ $stderr == 'No PDF: chromium does not work here.'* && -s $sheet-key.html ]]
	done
	[[ $tried ]] || skip 'neither cmark-gfm nor pandoc is here: scripts/bootstrap --all'
}

@test "walk --handout=blank --two-terminals: what is typed where, side by side, and room for what came" {
	walk 1 --two-terminals --handout=blank
	expect_line '\| \| terminal 1 \| terminal 2 \| what came \|'
	expect_line '\| 1 \| `\$ build/bin/by-hand --listen=127\.0\.0\.1:PORT` \| \| \|'
	expect_line '\| 8 \| \| `send "hello world!"` \| \|'
	expect_line '\| 10 \| \(Enter\) \| \| \|'
	expect_no_line '^1> '
	# Real shells: what they say is not there, nor what is said about it.
	walk 7 --two-terminals --handout=blank
	expect_line "\| 2 \| \`\\$ sh -c 'dd iflag=nonblock count=0 status=none'; cat\` \| \| \|"
	expect_line 'Now real shells\. .*'
	expect_no_line 'cat: -|0104000|is gone, and `cat`'
	walk 7 --handout=blank
	expect_no_line 'terminal 1'
}

@test "handouts --lang: in Chinese, HTML always, and PDF if a font here has the characters" {
	command -v cmark-gfm >/dev/null || command -v pandoc >/dev/null || skip 'neither cmark-gfm nor pandoc is here: scripts/bootstrap --all'
	local to=$BATS_TEST_TMPDIR/zh tools=$BATS_TEST_TMPDIR/tools
	mkdir "$tools"
	printf '#!/usr/bin/env bash\n[[ $1 == -q ]] && cp "$2" "$3"\n' >"$tools/weasyprint"
	printf '#!/usr/bin/env bash\n[[ ! -e %q ]] || echo "a font"\n' "$tools/font" >"$tools/fc-list"
	chmod +x "$tools"/*
	PATH=$tools:$PATH run -0 --separate-stderr "$root/scripts/handouts" --lang=zh "$to" "$root/docs/lessons.zh/01-nothing-there.md"
	[[ $stderr == 'No PDF: no font here has the characters of zh'* ]] || fail 'no word about the font'
	[[ $(cd "$to" && echo 01-*) == '01-nothing-there-blank.html 01-nothing-there-home.html 01-nothing-there-key.html' ]]
	grep -q '^<html lang="zh">$' "$to/01-nothing-there-blank.html"
	grep -q '终端 1' "$to/01-nothing-there-blank.html"
	: >"$tools/font"
	PATH=$tools:$PATH run -0 --separate-stderr "$root/scripts/handouts" --lang=zh "$to" "$root/docs/lessons.zh/01-nothing-there.md"
	[[ ! $stderr && -s $to/01-nothing-there-key.pdf ]] || fail 'no PDF'
	run -2 "$root/scripts/handouts" --lang=xx "$to"
	run -2 "$root/scripts/handouts" --unknown
}
