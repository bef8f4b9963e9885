# SPDX-License-Identifier: MIT
# waiting-figures.awk: the figures of compare-waiting, and scales for them.

{ read_event($0, field) }
field["event"] == "begin" {
	kernel = field["kernel"]
	sub(/-.*/, "", kernel)
	machine = field["machine"]
}
# "poll/100/cpu", 8500  ->  figure["poll", 100, "cpu"] = 8500
field["event"] == "measure" && split(field["name"], part, "/") == 3 && part[2] ~ /^[0-9]+$/ {
	figure[part[1], part[2], part[3]] = field["value"] + 0
	if (!(part[1] in seen)) {
		seen[part[1]] = 1
		way[++ways] = part[1]
	}
	if (!(part[2] in levels_seen)) {
		levels_seen[part[2]] = 1
		level[++levels] = part[2] + 0
	}
}

END {
	if (levels == 0) {
		print "plot: no figures of compare-waiting in it" > "/dev/stderr"
		exit 1
	}
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
