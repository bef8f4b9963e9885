# SPDX-License-Identifier: MIT
# draw.awk: what the pictures share: a frame, lines, text, marks.

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

function escaped(words) {
	gsub(/&/, "\\&amp;", words)
	gsub(/</, "\\&lt;", words)
	gsub(/>/, "\\&gt;", words)
	return words
}

# over(...): text that goes over lines, on white.  It is drawn twice, as not everything
# that draws knows paint-order.
function over(x, y, anchor, words) {
	printf "<text stroke=\"white\" stroke-width=\"5\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" aria-hidden=\"true\">%s</text>\n", x, y, anchor, words
	text(x, y, anchor, words)
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
