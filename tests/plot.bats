# SPDX-License-Identifier: MIT
# Pictures of runs: scripts/plot.
load helper

@test "scripts/plot: figures in, a picture out, and nothing else" {
	local kind
	# A small sample, and one way that could not be shown.
	(ulimit -n 130 && "$bin/compare-waiting" --json --timeout=60) | grep -v '"uring/' >"$BATS_TEST_TMPDIR/sample"
	for kind in cost latency; do
		run -0 "$root/scripts/plot" $kind "$root/docs/data/waiting.json"
		[[ $output == '<svg '*'</svg>' ]]
		grep -q '<title ' <<<"$output"
		grep -q '<desc ' <<<"$output"
		run -1 grep -E 'nan|inf|color|#[0-9a-f]{6}' <<<"$output"
		"$root/scripts/plot" $kind "$BATS_TEST_TMPDIR/sample" >"$BATS_TEST_TMPDIR/svg"
		[[ $(tail -n 1 "$BATS_TEST_TMPDIR/svg") == '</svg>' ]]
		run -1 --separate-stderr "$root/scripts/plot" $kind /dev/null
		[[ -n $stderr ]]
	done
	for kind in buffers sequence life; do
		"$bin/send-stalled-peer" --json >"$BATS_TEST_TMPDIR/sample"
		run -0 "$root/scripts/plot" $kind "$BATS_TEST_TMPDIR/sample"
		[[ $output == '<svg '*'</svg>' && $output == *EAGAIN* ]]
		grep -q '<title ' <<<"$output"
		grep -q '<desc ' <<<"$output"
		run -1 grep -E 'nan|inf|color|#[0-9a-f]{6}' <<<"$output"
		run -1 --separate-stderr "$root/scripts/plot" $kind /dev/null
		[[ -n $stderr ]]
		cp "$BATS_TEST_TMPDIR/sample" "$BATS_TEST_TMPDIR/a=b"
		(cd "$BATS_TEST_TMPDIR" && "$root/scripts/plot" $kind a=b) | grep -q '<svg'
	done
	# On a terminal: ASCII, of at most 80 columns.
	for kind in buffers sequence life; do
		run -0 "$root/scripts/plot" --terminal $kind "$BATS_TEST_TMPDIR/sample"
		run -1 grep -nE '^.{81,}' <<<"$output"
		run -1 grep -nP '[^\x20-\x7e]' <<<"$output"
	done
	for kind in cost latency; do
		run -0 "$root/scripts/plot" --terminal $kind "$root/docs/data/waiting.json"
		expect_line ' +poll .*'
		run -1 grep -nE '^.{81,}' <<<"$output"
	done
	run -2 "$root/scripts/plot" pie
	run -1 "$root/scripts/plot" cost /no/such/file
	run -0 "$root/scripts/plot" --help
}

# overlapping: what texts of the picture on standard input are one over the other, or not
# all in it, as far as the usual width of a letter tells.
overlapping() {
	sed 's/<text x=/\n&/g' | awk -F'[<>"]' '/^<svg / { split($5, box, " ") }
	/^<text x=/ {
		size[++n] = $8 ~ /font-size/ ? $9 : 15
		said[n] = $8 ~ /font-size/ ? $13 : $9
		wide = size[n] * length(said[n]) * ($11 == "bold" ? 0.66 : 0.547)
		left[n] = $3 - ($7 == "end" ? wide : $7 == "middle" ? wide / 2 : 0)
		right[n] = left[n] + wide
		base[n] = $5
		if (left[n] < 0 || right[n] > box[3])
			print said[n] " / the edge"
		for (i = 1; i < n; i++) {
			high = 0.93 * (size[i] < size[n] ? size[i] : size[n])
			if (left[i] < right[n] && left[n] < right[i] && base[i] - base[n] < high && base[n] - base[i] < high)
				print said[i] " / " said[n]
		}
	}
	END { if (!n) print "no text in it" }'
}

@test "scripts/plot: no words stand over others" {
	local program kind
	for program in send-short send-stalled-peer recv-eof edge-unread send-pollout send-snapshot recv-timeout; do
		"$bin/$program" --json >"$BATS_TEST_TMPDIR/sample"
		for kind in buffers sequence; do
			"$root/scripts/plot" $kind "$BATS_TEST_TMPDIR/sample" >"$BATS_TEST_TMPDIR/svg"
			run -0 overlapping <"$BATS_TEST_TMPDIR/svg"
			[[ -z $output ]] || fail "$program, $kind"
		done
	done
	"$root/scripts/plot" life "$root/docs/data/stalled-peer.json" >"$BATS_TEST_TMPDIR/svg"
	run -0 overlapping <"$BATS_TEST_TMPDIR/svg"
	[[ -z $output ]] || fail life
	# Many short steps: as many rows of names as they take.
	{
		printf '{"event":"begin","schema":1,"demo":"x"}\n'
		for program in one two three four; do
			printf '{"event":"step","tag":"%s","text":"x"}\n' "$program-and-more"
			printf '{"event":"call","n":1,"actor":"a","call":"send","args":"sock, 5 bytes","times":1,"asked":5,"ret":5,"errno":null}\n'
		done
		printf '{"event":"call","n":5,"actor":"a","call":"send","args":"sock, 5 bytes","times":30,"asked":5,"ret":-1,"errno":"EAGAIN"}\n'
	} >"$BATS_TEST_TMPDIR/sample"
	"$root/scripts/plot" buffers "$BATS_TEST_TMPDIR/sample" >"$BATS_TEST_TMPDIR/svg"
	run -0 overlapping <"$BATS_TEST_TMPDIR/svg"
	[[ -z $output ]] || fail "many steps"
}

# a_call ACTOR CALL ARGS RET: a call, as --json writes it.
a_call() {
	printf '{"event":"call","n":1,"actor":"%s","call":"%s","args":"%s","times":1,"ret":%s,"errno":null}\n' "$@"
}

@test "scripts/plot buffers: a step in which a call is not told is left out, and that is said" {
	"$bin/recv-waitall-blocking" --json >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal buffers "$BATS_TEST_TMPDIR/sample"
	expect_line 'left out: blocking \(a call is not told there\)'
	expect_no_line '^  recv 10'
	"$root/scripts/plot" buffers "$BATS_TEST_TMPDIR/sample" | grep -q '>left out: blocking '
	"$bin/send-stalled-peer" --json >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal buffers "$BATS_TEST_TMPDIR/sample"
	expect_no_line 'left out'
	# More came than had gone: it cannot be drawn.
	{ a_call a recv 'conn, 5 bytes' 5 && a_call b send 'sock, 5 bytes' 5; } >"$BATS_TEST_TMPDIR/sample"
	run -1 --separate-stderr "$root/scripts/plot" buffers "$BATS_TEST_TMPDIR/sample"
	[[ ! $output && $stderr == 'plot: no step tells all'* ]]
}

@test "scripts/plot sequence: a step without calls has no band; a program without calls has no picture" {
	{
		printf '{"event":"begin","schema":1,"demo":"x"}\n'
		for step in empty full bare; do
			printf '{"event":"step","tag":"%s","text":"x"}\n' $step
			[[ $step != full ]] || a_call a poll sock 0
		done
	} >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal sequence "$BATS_TEST_TMPDIR/sample"
	[[ $output == *'[full]'* && $output != *'[empty]'* && $output != *'[bare]'* ]]
	(($("$root/scripts/plot" sequence "$BATS_TEST_TMPDIR/sample" | grep -c 'fill="#eee"') == 1))
	sed -i '/"call"/d' "$BATS_TEST_TMPDIR/sample"
	run -1 --separate-stderr "$root/scripts/plot" sequence "$BATS_TEST_TMPDIR/sample"
	[[ ! $output && $stderr == 'plot: no calls in it, so there is no such picture' ]]
}

@test "scripts/plot sequence: the end of a stream is an arrow, EAGAIN is none" {
	"$bin/recv-eof" --json >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal sequence "$BATS_TEST_TMPDIR/sample"
	# From the client to the kernel, and from there to each recv() that returned 0.
	diff - <(grep -A 1 -E 'shutdown|recv.* = (0|-1)' <<<"$output" | grep -v '^--' | tr -s ' -') <<'END'
 | recv(conn, 1024 bytes) = -1 EAGAIN |
 | | |
 | | shutdown(sock, SHUT_WR) = 0 |
 | |<- the end (FIN) -|
 | recv(conn, 1024 bytes) = 0 | |
 |<- the end (FIN) -| |
 | recv(conn, 1024 bytes) = 0 | |
 |<- the end (FIN) -| |
END
	"$root/scripts/plot" sequence "$BATS_TEST_TMPDIR/sample" >"$BATS_TEST_TMPDIR/svg"
	(($(grep -c '>the end (FIN)<' "$BATS_TEST_TMPDIR/svg") == 3))
	# A close() is an end where the other one finds it; else it is not known.
	{ a_call a close sock 0 && a_call b recv 'conn, 5 bytes' 0; } >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal sequence "$BATS_TEST_TMPDIR/sample"
	(($(grep -c 'the end (FIN)' <<<"$output") == 2))
	{ a_call a close sock 0 && a_call b recv 'conn, 5 bytes' 5; } >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal sequence "$BATS_TEST_TMPDIR/sample"
	(($(grep -c 'the end (FIN)' <<<"$output") == 0))
	# Of shutdown() and then close() the first one sent it.
	{ a_call a send 'sock, 1 byte' 1 && a_call a shutdown 'sock, SHUT_WR' 0 && a_call a close sock 0 &&
		a_call b recv 'conn, 5 bytes' 0; } >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal sequence "$BATS_TEST_TMPDIR/sample"
	(($(grep -c 'the end (FIN)' <<<"$output") == 2))
	[[ $output == *'- 1 byte -'* ]]
	{ a_call a shutdown 'sock, SHUT_RD' 0 && a_call b recv 'conn, 5 bytes' 5; } >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal sequence "$BATS_TEST_TMPDIR/sample"
	(($(grep -c 'the end (FIN)' <<<"$output") == 0))
}

@test "scripts/plot life: a byte is in the buffer where it was measured, and what was refused stays" {
	local refused='{"event":"call","n":1,"actor":"a","call":"send","args":"x","times":1,"ret":-1,"errno":"EAGAIN"}'
	{
		a_call a send 'sock, 10 bytes' 10
		a_call a send 'sock, 20 bytes' 20
		printf '%s\n' "$refused" '{"event":"buffer","actor":"a","buffer":"send","data":12,"charged":20,"size":20}' \
			'{"event":"buffer","actor":"b","buffer":"receive","data":18,"charged":20,"size":20}'
		a_call b recv 'conn, 30 bytes' 30
		a_call a send 'sock, 10 bytes' 10
		a_call b recv 'conn, 10 bytes' 10
		a_call a send 'sock, 10 bytes' 10
	} >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal life "$BATS_TEST_TMPDIR/sample"
	# 0 is a's program, 1 its send buffer, 2 the receive buffer, 3 b's program.
	diff - <(sed -n '3,10p' <<<"$output" | awk '{
			place = ""
			for (c = 37; c <= length($0); c++)
				if ((b = substr($0, c, 1)) ~ /[123X]/)
					place = place " " b (b == "X" ? "" : "@" (c - 44 + 2 * b) / 10)
			print substr($0, 1, 20) "|" place
		}' | tr -s ' ') <<'END'
before | 3@0 2@0 1@0
a send() = 10 | 3@0 2@0 1@1
a send() = 20 | 3@0 2@1 1@1.5
a send() = -1 EAGAI| 3@0 X 2@1.5 1@1.5
measured | 3@0 2@1 1@2
b recv() = 30 | 3@0 2@3 1@3
a send() = 10 | 3@1 2@3 1@3
b recv() = 10 | 3@3 2@3 1@3
END
	expect_line '1: byte 1\. 2: byte 30, the last taken\. 3: byte 31, the first refused \(X\)'
	[[ $output != *'send() = 10'*'send() = 10'*'send() = 10'* ]]
	# What was measured is not what send() had taken: nothing is drawn.
	sed -i 's/"data":12/"data":11/' "$BATS_TEST_TMPDIR/sample"
	run -1 --separate-stderr "$root/scripts/plot" life "$BATS_TEST_TMPDIR/sample"
	[[ ! $output && $stderr == 'plot: nothing tells which bytes are in which of the two buffers' ]]
}

# what_poster_reads: the page and the programs' accounts.
what_poster_reads() {
	local program
	cat "$root/docs/messages.md"
	for program in "$bin"/*-*; do
		"$program" --describe
	done
}

@test "scripts/plot poster: a row for each class, words that the page has, a program of that class" {
	local class words helps name
	what_poster_reads >"$BATS_TEST_TMPDIR/sample"
	run -0 "$root/scripts/plot" --terminal poster "$BATS_TEST_TMPDIR/sample"
	((${#lines[@]} == 7))
	while IFS='|' read -r class words helps name; do
		[[ $(describes "$name" class) == "$class" ]]
		grep -qF -- "- Means: ${words%%. *}" "$root/docs/messages.md"
		[[ $class:$helps == wait:yes || ($class != wait && $helps == no) ]] || fail "$class: poll() helps: $helps"
	done < <(sed -E 's/^([a-z]+): (.*)\. poll\(\): (yes|no)\. (.*)$/\1|\2|\3|\4/' <<<"$output")
	"$root/scripts/plot" poster "$BATS_TEST_TMPDIR/sample" >"$BATS_TEST_TMPDIR/svg"
	run -0 overlapping <"$BATS_TEST_TMPDIR/svg"
	[[ -z $output ]] || fail poster
	(($(grep -c '>poll() does not<' "$BATS_TEST_TMPDIR/svg") == 6))
	# Letters of 6 mm and more on A4, black on white or white on black.
	run -1 grep -E 'font-size="(1.|2[0-3])"|fill="#' <(sed '1,/<g font/d' "$BATS_TEST_TMPDIR/svg")
	# Nothing is drawn of a page or a program that says something else.
	for words in 's/^class: owned/class: wait/' '/^## flag/,/^## /d' 's/^- Poll: no, it lies/- Poll: it lies/'; do
		sed "$words" "$BATS_TEST_TMPDIR/sample" >"$BATS_TEST_TMPDIR/changed"
		run -1 --separate-stderr "$root/scripts/plot" poster "$BATS_TEST_TMPDIR/changed"
		[[ ! $output && $stderr == 'plot: '* ]] || fail "$words"
	done
}
