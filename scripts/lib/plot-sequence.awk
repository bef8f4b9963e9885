# SPDX-License-Identifier: MIT
# plot-sequence.awk: a message-sequence chart: the actors, what each of them
# called, and what went to the kernel and came from it.

{ read_event($0, field) }
field["event"] == "begin" { demo = field["demo"] }
field["event"] == "step" { add("step", "", field["tag"]) }
field["event"] == "call" {
	if (!(field["actor"] in column)) {
		actor[++actors] = field["actor"]
		column[field["actor"]] = actors
	}
	said = field["call"] "(" field["args"] ") = "
	if (field["errno"] != "null")
		said = said "-1 " field["errno"]
	else if ("is" in field)
		said = said field["is"]
	else
		said = said field["ret"] (field["revents"] != "" ? " " field["revents"] : "")
	if (field["times"] > 1)
		said = said ", " field["times"] " times"
	add("call", field["actor"], said)
	name = field["call"]
	bytes = field["ret"] * field["times"] " byte" (field["ret"] * field["times"] == 1 ? "" : "s")
	# What goes from a process to its kernel, or comes from there.
	if (name ~ /^send/ && field["ret"] > 0)
		goes[rows] = bytes
	else if (name ~ /^send/ && field["errno"] == "EAGAIN")
		goes[rows] = "refused"
	else if (name == "shutdown" && field["ret"] == 0 && field["args"] ~ /SHUT_(WR|RDWR)/) {
		goes[rows] = the_end
		finished[field["actor"]] = 1
	} else if (name == "connect" && field["errno"] == "EINPROGRESS")
		goes[rows] = "begin"
	else if (name == "close")
		closed[field["actor"]] = rows
	else if (name ~ /^recv/ && field["ret"] > 0)
		comes[rows] = bytes
	# The end of the stream went there from whoever closed it, if it is known who.
	else if (name ~ /^recv/ && field["ret"] == 0 && field["asked"] != "0") {
		comes[rows] = the_end
		for (other in closed)
			if (other != field["actor"] && !(other in finished))
				goes[closed[other]] = the_end
	}
}
BEGIN { the_end = "the end (FIN)" }

# A step that reports no call is no part of the picture.
function add(kind, who, words) {
	if (kind == "step" && what[rows] == "step")
		rows--
	what[++rows] = kind
	by[rows] = who
	say[rows] = words
}

# Of two actors, what they send each other goes through the kernel; of more it is
# not known who talks to whom.
function through_kernel() { return actors == 2 }

END {
	if (actors == 0) {
		print "plot: no calls in it, so there is no such picture" > "/dev/stderr"
		exit 1
	}
	if (what[rows] == "step")
		rows--
	if (terminal)
		print_chart()
	else
		draw()
}

function repeat(c, n,   s) {
	s = n > 0 ? sprintf("%" n "s", "") : ""
	gsub(/ /, c, s)
	return s
}

# Columns of the terminal: the actors, and between two of them the kernel.
function spot(i) {
	if (through_kernel())
		return i == 1 ? 4 : 72
	return actors == 1 ? 4 : 4 + int((i - 1) * 66 / actors)
}
function kernel_spot() { return 38 }

# A line with a bar at each actor, and words from column `at` on.
function life(at, words,   s, i) {
	s = repeat(" ", 75)
	for (i = 1; i <= actors; i++)
		s = put_at(s, spot(i), "|")
	if (through_kernel())
		s = put_at(s, kernel_spot(), "|")
	if (words != "")
		s = put_at(s, at, words)
	sub(/ +$/, "", s)
	return s
}
function put_at(s, at, words) {
	return substr(s, 1, at - 1) words substr(s, at + length(words))
}

function print_chart(   r, i, s, c, words, room) {
	s = repeat(" ", 75)
	for (i = 1; i <= actors; i++)
		s = put_at(s, spot(i) - 2 - (i == 2 && through_kernel() ? 2 : 0), actor[i])
	if (through_kernel())
		s = put_at(s, kernel_spot() - 3, "kernel")
	sub(/ +$/, "", s)
	print s
	for (r = 1; r <= rows; r++) {
		if (what[r] == "step") {
			print life(1, "")
			print life(1, "[" say[r] "]")
			continue
		}
		c = column[by[r]]
		words = say[r]
		room = 74 - spot(c) - 1
		if (length(words) > (through_kernel() ? 66 : room))
			sub(/, [A-Z_|]+\)/, ")", words) # its flags, to make room
		if (through_kernel() ? c == 2 : length(words) > room && spot(c) > 40)
			print life(spot(c) - 1 - length(words), words)
		else
			print life(spot(c) + 2, substr(words, 1, room))
		if (!through_kernel())
			continue
		if ((r in goes) && goes[r] == "refused")
			print c == 1 ? life(5, repeat("-", 11) " refused " repeat("-", 12) "X") : life(39, "X" repeat("-", 12) " refused " repeat("-", 11))
		else if (r in goes)
			print c == 1 ? life(5, arrow(goes[r], 33, ">")) : life(39, arrow(goes[r], 33, "<"))
		else if (r in comes)
			print c == 1 ? life(5, arrow(comes[r], 33, "<")) : life(39, arrow(comes[r], 33, ">"))
	}
}

# An arrow of so many columns with words in its middle.
function arrow(words, columns, head,   left_part) {
	words = " " words " "
	left_part = int((columns - 1 - length(words)) / 2)
	words = repeat("-", left_part) words
	words = words repeat("-", columns - 1 - length(words))
	return head == ">" ? words ">" : "<" words
}

function x_at(i) {
	if (through_kernel())
		return i == 1 ? 44 : 676
	return 44 + (i - 1) * 720 / actors
}

function draw(   r, y, height, i, c, x, from, to, words, wide) {
	height = 110
	for (r = 1; r <= rows; r++)
		height += what[r] == "step" ? 34 : 24 + (through_kernel() && ((r in goes) || (r in comes)) ? 22 : 0)
	open(720, height, demo ": calls to the kernel, bytes to it and from it", \
		"Each actor has a line from top to bottom, and the kernel has one between two actors. The calls of an actor, and what they returned, stand beside its line. An arrow to the kernel is what send() put into the send buffer; an arrow from it is what recv() took out of the receive buffer; one that ends in a cross was refused. The end of a stream is an arrow too: shutdown() or close() sends it, and a recv() that returns 0 has reached it.")
	text(20, 28, "start", demo ": calls to the kernel, bytes to it and from it")
	for (i = 1; i <= actors; i++) {
		text(x_at(i), 62, "middle", escaped(actor[i]))
		line(x_at(i), 70, x_at(i), height - 20, "stroke=\"#888\"")
	}
	if (through_kernel()) {
		text(360, 62, "middle", "kernel")
		line(360, 70, 360, height - 20, "stroke=\"#888\" stroke-dasharray=\"6 4\"")
	}
	y = 84
	for (r = 1; r <= rows; r++) {
		if (what[r] == "step") {
			y += 34
			printf "<rect x=\"0\" y=\"%.1f\" width=\"720\" height=\"22\" fill=\"#eee\"/>\n", y - 27
			text(12, y - 11, "start", say[r])
			continue
		}
		y += 24
		c = column[by[r]]
		printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"black\"/>\n", x_at(c), y - 12
		# Beside the line; where no side has room, at the edge.
		wide = 8 * length(say[r])
		if (x_at(c) + 10 + wide <= 715)
			over(x_at(c) + 10, y - 7, "start", escaped(say[r]))
		else
			over(x_at(c) - 10 >= wide ? x_at(c) - 10 : 715, y - 7, "end", escaped(say[r]))
		if (!through_kernel() || !((r in goes) || (r in comes)))
			continue
		y += 22
		from = (r in goes) ? x_at(c) : 360
		to = (r in goes) ? 360 : x_at(c)
		x = to > from ? 1 : -1
		words = (r in goes) ? goes[r] : comes[r]
		if (words == "refused") {
			line(from, y - 14, to - x * 14, y - 14, "stroke=\"black\" stroke-dasharray=\"5 4\"")
			printf "<path d=\"M%.1f %.1fl10 10m0 -10l-10 10\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"/>\n", to - x * 9 - 5, y - 19
		} else {
			line(from, y - 14, to - x * 8, y - 14, "stroke=\"black\" stroke-width=\"1.5\"")
			printf "<path d=\"M%.1f %.1fl%d -5v10z\" fill=\"black\"/>\n", to, y - 14, -x * 10
		}
		printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"18\" fill=\"white\"/>\n", (from + to) / 2 - 4.5 * length(words), y - 23, 9 * length(words)
		text((from + to) / 2, y - 9, "middle", words)
	}
	close_svg()
}
