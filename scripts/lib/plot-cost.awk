# SPDX-License-Identifier: MIT
# plot-cost.awk: what a request costs the server, against open connections.

function x_of(connections) {
	return left + (right - left) * log10(connections) / log10(most)
}
function y_of(us) {
	return bottom - (bottom - top) * (log10(us) - log10(least_cost)) / (log10(most_cost) - log10(least_cost))
}

END {
	left = 80; right = 590; top = 60; bottom = 400
	split("none|9 4|2 3|12 3 2 3|none|9 4|2 3|12 3 2 3", dash, "|")
	for (i = 1; i <= levels; i++)
		most = level[i] > most ? level[i] : most
	if (most < 2)
		most = 10
	for (w = 1; w <= ways; w++)
		for (i = 1; i <= levels; i++)
			if ((way[w], level[i], "cpu") in figure) {
				# The figure is us for 1000 requests.
				cost[w, i] = figure[way[w], level[i], "cpu"] / 1000
				if (cost[w, i] > highest)
					highest = cost[w, i]
				if (lowest == 0 || cost[w, i] < lowest)
					lowest = cost[w, i]
				last[w] = i
			}
	if (terminal) {
		print_costs()
		exit
	}
	least_cost = floor10(lowest)
	most_cost = ceil10(highest)
	if (most_cost <= least_cost)
		most_cost = 10 * least_cost

	open(720, 470, "Each request costs the server this much processor time, by open connections", \
		"One of many connections asks. Spin, nap, select and poll look at all of them each time, so their cost rises with the connections; epoll, edge, threads and uring stay level. Both scales are logarithmic.")
	text(left - 60, 30, "start", "One of many connections asks: each request costs the server this processor time")
	for (us = least_cost; us <= most_cost * 1.01; us *= 10) {
		line(left, y_of(us), right, y_of(us), "stroke=\"#bbb\"")
		text(left - 8, y_of(us) + 5, "end", us >= 1000 ? us / 1000 " ms" : us " us")
	}
	for (i = 1; i <= levels; i++) {
		line(x_of(level[i]), bottom, x_of(level[i]), bottom + 6, "stroke=\"black\"")
		text(x_of(level[i]), bottom + 24, "middle", level[i])
	}
	line(left, bottom, right, bottom, "stroke=\"black\"")
	text((left + right) / 2, bottom + 50, "middle", "connections open (Linux " kernel ", " machine ")")

	for (w = 1; w <= ways; w++) {
		if (!(w in last))
			continue
		path = ""
		for (i = 1; i <= levels; i++)
			if ((w, i) in cost)
				path = path sprintf("%s%.1f,%.1f", path == "" ? "" : " ", x_of(level[i]), y_of(cost[w, i]))
		printf "<polyline points=\"%s\" fill=\"none\" stroke=\"black\" stroke-width=\"1.5\" stroke-dasharray=\"%s\"/>\n", path, dash[w]
		for (i = 1; i <= levels; i++)
			if ((w, i) in cost)
				mark(w, x_of(level[i]), y_of(cost[w, i]))
		order[++named] = w
		want[w] = y_of(cost[w, last[w]])
	}
	# Names from the top down, none over another.
	for (i = 1; i <= named; i++)
		for (j = i + 1; j <= named; j++)
			if (want[order[j]] < want[order[i]]) {
				w = order[i]; order[i] = order[j]; order[j] = w
			}
	for (i = 1; i <= named; i++) {
		w = order[i]
		at[i] = want[w]
		if (i > 1 && at[i] < at[i - 1] + 19)
			at[i] = at[i - 1] + 19
	}
	for (i = named; i >= 1 && at[i] > bottom - 6 + 19 * (i - named); i--)
		at[i] = bottom - 6 + 19 * (i - named)
	for (i = 1; i <= named; i++) {
		w = order[i]
		line(x_of(level[last[w]]) + 9, want[w], right + 26, at[i], "stroke=\"#888\"")
		mark(w, right + 36, at[i])
		text(right + 48, at[i] + 5, "start", way[w])
	}
	close_svg()
}

# One line a way: us a request at each number of connections, and a bar of the last.
function print_costs(   w, i, row, bar) {
	row = sprintf("  %-9s", "us, with")
	for (i = 1; i <= levels; i++)
		row = row sprintf("%8d", level[i])
	print "one of many connections asks: each request costs the server this processor time"
	print row " connections"
	for (w = 1; w <= ways; w++) {
		if (!(w in last))
			continue
		row = sprintf("  %-9s", way[w])
		for (i = 1; i <= levels; i++)
			row = row ((w, i) in cost ? sprintf("%8.1f", cost[w, i]) : sprintf("%8s", "-"))
		bar = ""
		while (length(bar) < 24)
			bar = bar (length(bar) < 24 * cost[w, last[w]] / highest ? "#" : ".")
		print row "  [" bar "]"
	}
}
