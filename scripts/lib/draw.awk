# SPDX-License-Identifier: MIT
# draw.awk: what the pictures share: a frame, lines, text, marks.  With `words`, a file as
# words.bash has them, their text is in another language.

BEGIN {
	while (words != "" && (getline phrase < words) > 0)
		if (split(phrase, pair_of, "\t") == 2) {
			english[++phrases] = pair_of[1]
			foreign[phrases] = pair_of[2]
		}
}

# in_words(TEXT): in the other language, if it has that.
function in_words(text,   i, n, translated) {
	for (i = 1; i <= phrases; i++)
		if (like(english[i], text)) {
			translated = foreign[i]
			for (n in taken_out)
				translated = filled(translated, "%" n, taken_out[n])
			return translated
		}
	return text
}

# like(ENGLISH, TEXT): is it that, with other words in `taken_out`?
function like(pattern, text,   n, after) {
	split("", taken_out)
	while (match(pattern, /%[1-9]/)) {
		if (substr(text, 1, RSTART - 1) != substr(pattern, 1, RSTART - 1))
			return 0
		text = substr(text, RSTART)
		n = substr(pattern, RSTART + 1, 1)
		pattern = substr(pattern, RSTART + 2)
		after = match(pattern, /%[1-9]/) ? substr(pattern, 1, RSTART - 1) : pattern
		if (index(text, after) == 0)
			return 0
		taken_out[n] = after == "" ? text : substr(text, 1, index(text, after) - 1)
		if (n != 9 && taken_out[n] ~ / /)
			return 0
		text = substr(text, length(taken_out[n]) + 1)
	}
	return text == pattern
}

function filled(text, name, value,   at) {
	while ((at = index(text, name)) > 0)
		text = substr(text, 1, at - 1) value substr(text, at + 2)
	return text
}

function open(width, height, title, description) {
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title desc\">\n", width, height
	printf "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", in_words(title), in_words(description)
	printf "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height
	print "<g font-family=\"sans-serif\" font-size=\"15\" fill=\"black\">"
}

function close_svg() { print "</g>\n</svg>" }

function text(x, y, anchor, label) {
	printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, in_words(label)
}

function escaped(words) {
	gsub(/&/, "\\&amp;", words)
	gsub(/</, "\\&lt;", words)
	gsub(/>/, "\\&gt;", words)
	return words
}

# over(...): text that goes over lines, on white.  It is drawn twice, as not everything
# that draws knows paint-order.
function over(x, y, anchor, label) {
	printf "<text stroke=\"white\" stroke-width=\"5\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" aria-hidden=\"true\">%s</text>\n", x, y, anchor, in_words(label)
	text(x, y, anchor, label)
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
