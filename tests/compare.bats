# SPDX-License-Identifier: MIT
load helper

@test "compare-waiting: processor time and counts decide, for any number that asks" {
	local active
	# Without the thousand silent clients, which cost the most: the judge runs it whole.
	for active in 7 100; do
		run -0 bash -c 'ulimit -n 130; exec timeout 60 "$0" --json --active="$1"' "$bin/compare-waiting" $active
		claims answers idle-burns idle-sleeps
	done
	grep -Eq '"name":"epoll/100/calls","value":[0-9]+,"unit":"per 1000 requests"' <<<"$output"
	run -2 "$bin/compare-waiting" --active=0
}

# odd_rows EVENTS: rows of standard input that do not fit the figures in EVENTS, or those
# each other.  One client asks: then half of its questions take at least as long as the one
# in the middle, so no more than two such fit into the time; of the server that naps the
# nap is most of the time, so a hundredth of it is never too much to ask.
odd_rows() {
	awk -F'"' 'FNR == NR {
			if (/"event":"measure"/) {
				gsub(/[^0-9]/, "", $11)
				figure[$8] = $11
				split($8, part, "/")
				if (part[3] == "cpu" && $11 + 0 > most[part[2]])
					most[part[2]] = $11 + 0
			}
			next
		}
		{ split($0, cell, " ") }
		/ asks:$/ { clients = cell[2] == "one" ? 1 : cell[2] }
		/ calls a second / { exit }
		clients && /\[[#.]+\]$/ {
			rows++
			at = cell[2] "/" clients "/"
			rate = figure[at "requests"]
			p50 = figure[at "p50"]
			if (rate * p50 > 2.01e9 || (cell[2] == "nap" && rate * p50 < 1e7) ||
			    gsub(/#/, "#") != int(8 * figure[at "cpu"] / most[clients] + 0.5) ||
			    (cell[3] - rate) ^ 2 > 1 || (cell[4] !~ /e/ && (cell[4] - p50 / 1000) ^ 2 > 1))
				print
		}
		END { if (rows < 14) print rows + 0 " rows" }' "$1" -
}

@test "compare-waiting: a small limit of descriptors is said, and the rest is done" {
	run -0 timeout 60 bash -c 'for fd in {3..63}; do exec {fd}>&-; done
		ulimit -n 64 && exec "$0" --json="$1"' "$bin/compare-waiting" "$BATS_TEST_TMPDIR/events"
	[[ -z $(odd_rows "$BATS_TEST_TMPDIR/events" <<<"$output") ]] ||
		fail "rows and figures: $(odd_rows "$BATS_TEST_TMPDIR/events" <<<"$output")"
	expect_line ' +the limit of descriptors, ulimit -n, allows 50 connections'
	expect_line '  ~ way     a second    p50    p99    max   calls  EAGAIN  cpu us of most'
	run -77 bash -c 'ulimit -n 64 && exec timeout 60 "$0"' "$bin/compare-select"
	[[ $(last_line) == 'SKIP compare-select: a limit of descriptors above FD_SETSIZE: ulimit -n' ]]
}

@test "compare-waiting: a way that is refused here is named, and the others compared" {
	cp "$bin"/echo-* "$bin/compare-waiting" "$BATS_TEST_TMPDIR"
	printf '#!/bin/sh\nexit 77\n' >"$BATS_TEST_TMPDIR/echo-uring"
	run -0 bash -c 'ulimit -n 64; exec timeout 60 "$0"' "$BATS_TEST_TMPDIR/compare-waiting"
	expect_line ' +left out: echo-uring, which cannot be shown here'
	rm "$BATS_TEST_TMPDIR/echo-poll"
	run -99 timeout 60 "$BATS_TEST_TMPDIR/compare-waiting"
	expect_no_line 'PASS'
	run -77 bash -c 'for fd in {3..63}; do exec {fd}>&-; done; ulimit -n 12 && exec timeout 60 "$0"' "$bin/compare-waiting"
}
