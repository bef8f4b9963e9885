# SPDX-License-Identifier: MIT
# plot-latency.awk: how long an answer takes, by way of waiting.

function x_of(ns) {
	return left + (right - left) * (log10(ns) - log10(least)) / (log10(most) - log10(least))
}

END {
	# The most connections that every way could have.
	for (i = 1; i <= levels; i++) {
		all = 1
		for (w = 1; w <= ways; w++)
			all = all && (way[w], level[i], "p50") in figure
		if (all && level[i] > chosen)
			chosen = level[i]
	}
	if (chosen == 0)
		chosen = level[1]
	left = 100; right = 610; top = 84; step = 38
	for (w = 1; w <= ways; w++) {
		if (!((way[w], chosen, "p50") in figure))
			continue
		p50 = figure[way[w], chosen, "p50"]
		longest = figure[way[w], chosen, "max"]
		least = least == 0 || p50 < least ? p50 : least
		most = longest > most ? longest : most
		rows++
	}
	least = floor10(least)
	most = ceil10(most)
	if (most <= least)
		most = 10 * least
	if (terminal) {
		print_latencies()
		exit
	}
	bottom = top + step * rows - 12

	open(720, bottom + 70, "One of " chosen " connections asks: each way of waiting answers this fast", \
		"One of " chosen " connections asks. Each way of waiting has its median latency (p50, filled), that of the slowest hundredth (p99, hollow) and the longest (a stroke). The nap waits for milliseconds. The scale is logarithmic.")
	text(left - 80, 30, "start", "One of " chosen " connections asks, and waits this long for its answer:")
	mark(1, left - 74, 51)
	text(left - 62, 56, "start", "p50, in the middle")
	mark(2, left + 106, 51)
	text(left + 118, 56, "start", "p99")
	line(left + 176, 44, left + 176, 58, "stroke=\"black\" stroke-width=\"2\"")
	text(left + 186, 56, "start", "the longest")
	for (ns = least; ns <= most * 1.01; ns *= 10) {
		line(x_of(ns), top - 14, x_of(ns), bottom, "stroke=\"#bbb\"")
		text(x_of(ns), bottom + 22, "middle", ns >= 1000000 ? ns / 1000000 " ms" : ns / 1000 " us")
	}
	for (w = 1; w <= ways; w++) {
		if (!((way[w], chosen, "p50") in figure))
			continue
		y = top + step * n++
		p50 = figure[way[w], chosen, "p50"]
		p99 = figure[way[w], chosen, "p99"]
		longest = figure[way[w], chosen, "max"]
		text(left - 12, y + 5, "end", way[w])
		line(x_of(p50), y, x_of(longest), y, "stroke=\"black\"")
		line(x_of(longest), y - 7, x_of(longest), y + 7, "stroke=\"black\" stroke-width=\"2\"")
		mark(2, x_of(p99), y)
		mark(1, x_of(p50), y)
		text(right + 12, y + 5, "start", time_of(p50))
	}
	text((left + right) / 2, bottom + 50, "middle", "one client at a time (Linux " kernel ", " machine "); right: p50")
	close_svg()
}

# One line a way; the scale of the bar is logarithmic: o p50, + p99, | the longest.
function print_latencies(   w, i, bar) {
	printf "one of %d connections asks, and waits this long for its answer\n", chosen
	printf "  %-9s %9s %9s %9s  o p50  + p99  | longest (log scale)\n", "", "p50", "p99", "longest"
	for (w = 1; w <= ways; w++) {
		if (!((way[w], chosen, "p50") in figure))
			continue
		bar = ""
		for (i = 1; i <= 34; i++)
			bar = bar (i == place(figure[way[w], chosen, "p50"]) ? "o" : \
				i == place(figure[way[w], chosen, "p99"]) ? "+" : \
				i == place(figure[way[w], chosen, "max"]) ? "|" : ".")
		printf "  %-9s %9s %9s %9s  [%s]\n", way[w], time_of(figure[way[w], chosen, "p50"]), \
			time_of(figure[way[w], chosen, "p99"]), time_of(figure[way[w], chosen, "max"]), bar
	}
}

function place(ns) { return 1 + int(33 * (log10(ns) - log10(least)) / (log10(most) - log10(least))) }
