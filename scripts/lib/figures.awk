# SPDX-License-Identifier: MIT
# figures.awk: the figures of compare-waiting, and scales for them.

# "name":"poll/100/cpu","value":8500  ->  figure["poll", 100, "cpu"] = 8500
/"event":"measure"/ {
	if (!match($0, /"name":"[a-z]+\/[0-9]+\/[a-z0-9]+"/))
		next
	split(substr($0, RSTART + 8, RLENGTH - 9), part, "/")
	match($0, /"value":-?[0-9]+/)
	figure[part[1], part[2], part[3]] = substr($0, RSTART + 8, RLENGTH - 8) + 0
	if (!(part[1] in seen)) {
		seen[part[1]] = 1
		way[++ways] = part[1]
	}
	if (!(part[2] in levels_seen)) {
		levels_seen[part[2]] = 1
		level[++levels] = part[2] + 0
	}
}
/"event":"begin"/ {
	match($0, /"kernel":"[^"]*"/)
	kernel = substr($0, RSTART + 10, RLENGTH - 11)
	sub(/-.*/, "", kernel)
	match($0, /"machine":"[^"]*"/)
	machine = substr($0, RSTART + 11, RLENGTH - 12)
}

function log10(x) { return log(x) / log(10) }

# The power of ten at or below x, at or above x.
function floor10(x,   p) {
	if (x <= 0)
		return 1
	for (p = 1; p > x; p /= 10)
		;
	while (p * 10 <= x * 1.000001)
		p *= 10
	return p
}
function ceil10(x,   p) {
	p = floor10(x)
	return p >= x * 0.999999 ? p : p * 10
}

# 12 us, 1.2 ms, from ns
function time_of(ns) {
	if (ns < 9950)
		return sprintf("%.1f us", ns / 1000)
	if (ns < 999500)
		return sprintf("%.0f us", ns / 1000)
	return sprintf("%.1f ms", ns / 1000000)
}
