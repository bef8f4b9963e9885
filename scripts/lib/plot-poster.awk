# SPDX-License-Identifier: MIT
# plot-poster.awk: one landscape page: why not now?, seven answers, and of each what to do,
# whether poll() helps, and a program that shows it.  The words are those of
# docs/messages.md; behind them come the programs' own, as --describe says them.
# Sizes are a quarter of a millimetre on A4: in the rows capitals are 4.5 mm high and more,
# which good eyes read from three metres.

BEGIN { answers = split("wait timeout changed owned quota flag unwaitable", answer) }

/^### / { class = key = "" }
/^## / { class = substr($0, 4) }
/^- [A-Z][a-z]+: / && class != "" {
	key = substr($2, 1, length($2) - 1)
	said[class, key] = substr($0, length($2) + 4)
	next
}
/^  / && key != "" {
	said[class, key] = said[class, key] substr($0, 2)
	next
}
{ key = "" }
/^name: / { name = $2; class = "" }
/^class: / { class_of[name] = $2 }

# The first words of what the page says, up to what END matches; without quotes and
# brackets.
function first(class, key, end,   words) {
	words = said[class, key]
	gsub(/`/, "", words)
	gsub(/ \([^()]*\)/, "", words)
	if (match(words, end))
		words = substr(words, 1, RSTART - 1)
	return words
}

END {
	for (i = 1; i <= answers && !failed; i++)
		check(answer[i])
	if (failed)
		exit 1
	if (terminal)
		for (i = 1; i <= answers; i++)
			print answer[i] ": " meaning(answer[i]) ". " reaction(answer[i]) ". poll(): " poll_helps(answer[i]) ". " program(answer[i])
	else
		draw()
}

function meaning(class) { return first(class, "Means", "[.:]") }
function reaction(class) { return first(class, "Do", "[.]( |$)") }
function poll_helps(class) { return first(class, "Poll", "[.,]") }
function program(class) { return first(class, "Shows", ",") }

# A page or a program that has changed is no reason to print something else.
function check(class,   what) {
	if (meaning(class) == "" || reaction(class) == "")
		what = "it is not said what it means, and what to do"
	else if (poll_helps(class) !~ /^(yes|no)$/)
		what = "does poll() help? yes or no"
	else if (class_of[program(class)] != class)
		what = program(class) " is no program of this class"
	else
		return
	print "plot: " class ": " what > "/dev/stderr"
	failed = 1
}

function draw(   i) {
	open(1188, 840, "EAGAIN: why not now?", "Seven answers, a row for each: what the kernel means, what to do, whether poll() helps, and a program that shows it.")
	big(28, 66, 46, "start", "EAGAIN: why not now?", "bold")
	big(1160, 42, 24, "end", "Resource temporarily unavailable")
	big(1160, 76, 24, "end", "see it: eagain run NAME")
	for (i = 1; i <= answers; i++)
		row(answer[i], 98 + 105 * (i - 1))
	close_svg()
}

function row(class, y,   n, part, i, helps) {
	line(0, y, 1188, y, "stroke=\"black\" stroke-width=\"2\"")
	n = wrap(meaning(class), 22, part)
	for (i = 1; i <= n; i++)
		big(28, y + (n == 1 ? 52 : 3 + 31 * i), 30, "start", part[i], "bold")
	big(28, y + 97, 27, "start", class)
	n = wrap(reaction(class), 46, part)
	for (i = 1; i <= n; i++)
		big(470, y + 4 + 30 * i, 27, "start", part[i])
	print "<g font-family=\"monospace\">"
	big(470, y + 97, 27, "start", program(class), "bold")
	helps = poll_helps(class) == "yes"
	printf "</g>\n<g fill=\"%s\">\n", helps ? "white" : "black"
	if (helps)
		printf "<rect x=\"905\" y=\"%.1f\" width=\"283\" height=\"36\" fill=\"black\"/>\n", y + 68
	big(1160, y + 96, 27, "end", helps ? "poll() helps" : "poll() does not", "bold")
	print "</g>"
}

function big(x, y, size, anchor, words, weight) {
	printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%d\" font-weight=\"%s\">%s</text>\n", \
		x, y, anchor, size, weight == "" ? "normal" : weight, escaped(words)
}
