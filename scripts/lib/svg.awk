# SPDX-License-Identifier: MIT
# svg.awk: what the pictures share: reading figures, log scales, marks, text.

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

function open(width, height, title, description) {
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title desc\">\n", width, height
	printf "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", title, description
	printf "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
	print "<g font-family=\"sans-serif\" font-size=\"15\" fill=\"black\">"
}

function close_svg() { print "</g>\n</svg>" }

function text(x, y, anchor, words) {
	printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, words
}

function line(x1, y1, x2, y2, style) {
	printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1, x2, y2, style
}

# Eight marks that can be told apart without colour.
function mark(n, x, y,   fill) {
	fill = n % 2 ? "black" : "white"
	if (n <= 2)
		printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\"", x, y
	else if (n <= 4)
		printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"9\" height=\"9\"", x - 4.5, y - 4.5
	else if (n <= 6)
		printf "<path d=\"M%.1f %.1fl6 10h-12z\"", x, y - 6
	else
		printf "<path d=\"M%.1f %.1fl6 6l-6 6l-6 -6z\"", x, y - 6
	printf " fill=\"%s\" stroke=\"black\" stroke-width=\"1.5\"/>\n", fill
}

# 12 us, 1.2 ms, from ns
function time_of(ns) {
	if (ns < 9950)
		return sprintf("%.1f us", ns / 1000)
	if (ns < 999500)
		return sprintf("%.0f us", ns / 1000)
	return sprintf("%.1f ms", ns / 1000000)
}
