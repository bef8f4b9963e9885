# SPDX-License-Identifier: MIT
# plot-sequence.awk: a message-sequence chart: the actors, what each of them
# called, and what went from one to another.

{ read_event($0) }
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
	# What leaves a process: bytes, a SYN, a FIN.  A refused send() sends nothing.
	if ((name == "send" && field["ret"] > 0) || name == "shutdown" || \
	    (name == "connect" && field["errno"] == "EINPROGRESS"))
		arrow[rows] = name == "send" ? field["ret"] * field["times"] " bytes" : name == "connect" ? "SYN" : "FIN"
	else if (name == "send" && field["errno"] == "EAGAIN")
		arrow[rows] = "refused"
}

function add(kind, who, words) {
	what[++rows] = kind
	by[rows] = who
	say[rows] = words
}

# Who is at the other end: of two the other one; of more it is not known.
function other(who) {
	return actors == 2 ? 3 - column[who] : 0
}

END {
	if (actors == 0) {
		print "plot: no calls in it" > "/dev/stderr"
		exit 1
	}
	if (terminal)
		print_chart()
	else
		draw()
}

function repeat(c, n,   s) {
	s = ""
	while (n-- > 0)
		s = s c
	return s
}

# A line with a bar at each actor, and words from column `at` on.
function life(at, words,   s, i, x) {
	s = repeat(" ", 74)
	for (i = 1; i <= actors; i++) {
		x = spot(i)
		s = substr(s, 1, x - 1) "|" substr(s, x + 1)
	}
	if (words != "")
		s = substr(s, 1, at - 1) words substr(s, at + length(words))
	sub(/ +$/, "", s)
	return s
}

function spot(i) { return actors == 1 ? 4 : 4 + int((i - 1) * 66 / actors) }

function print_chart(   r, i, s, c, from, to, words, room) {
	s = ""
	for (i = 1; i <= actors; i++) {
		while (length(s) < spot(i) - 2)
			s = s " "
		s = s actor[i]
	}
	print s
	for (r = 1; r <= rows; r++) {
		if (what[r] == "step") {
			print life(1, "")
			print life(1, "[" say[r] "]")
			continue
		}
		c = column[by[r]]
		room = 74 - spot(c) - 1
		words = say[r]
		if (length(words) > room)
			sub(/, [A-Z_|]+\)/, ")", words) # its flags, to make room
		if (length(words) > room && spot(c) <= 40)
			words = substr(words, 1, room - 3) "..."
		if (length(words) > room && spot(c) > 40) # to the left of its line then
			print life(spot(c) - 1 - length(say[r]), say[r])
		else
			print life(spot(c) + 2, words)
		to = other(by[r])
		if (!(r in arrow) || !to)
			continue
		from = spot(c)
		to = spot(to)
		i = to > from ? to - from - 1 : from - to - 1
		words = " " arrow[r] " "
		if (arrow[r] == "refused") {
			s = to > from ? "--X" words : words "X--"
			print life(to > from ? from + 1 : from - length(s), s)
			continue
		}
		s = repeat("-", int((i - 1 - length(words)) / 2)) words
		s = s repeat("-", i - 1 - length(s))
		print life((to > from ? from : to) + 1, to > from ? s ">" : "<" s)
	}
}

function x_at(i) { return 44 + (i - 1) * 720 / actors }

function draw(   r, y, height, i, c, to, x, words) {
	height = 110
	for (r = 1; r <= rows; r++)
		height += what[r] == "step" ? 34 : 24 + ((r in arrow) && other(by[r]) ? 22 : 0)
	open(720, height, "Message-sequence chart: " demo, \
		"Each actor has a line from top to bottom. Beside it stand the calls it made and what they returned. An arrow goes from one line to the other where something was sent; one that ends in a cross was refused.")
	text(20, 28, "start", "Who called what, and what went to the other end (" demo ")")
	for (i = 1; i <= actors; i++) {
		text(x_at(i), 62, "middle", escaped(actor[i]))
		line(x_at(i), 70, x_at(i), height - 20, "stroke=\"#888\"")
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
		# White around the letters, where they go over a line.
		printf "<g stroke=\"white\" stroke-width=\"5\" paint-order=\"stroke\">"
		if (x_at(c) + 10 + 8 * length(say[r]) > 715)
			text(x_at(c) - 10, y - 7, "end", escaped(say[r]))
		else
			text(x_at(c) + 10, y - 7, "start", escaped(say[r]))
		print "</g>"
		to = other(by[r])
		if (!(r in arrow) || !to)
			continue
		y += 22
		x = x_at(to) > x_at(c) ? 1 : -1
		if (arrow[r] == "refused") {
			line(x_at(c), y - 14, x_at(c) + x * 60, y - 14, "stroke=\"black\" stroke-dasharray=\"5 4\"")
			printf "<path d=\"M%.1f %.1fl10 10m0 -10l-10 10\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"/>\n", x_at(c) + x * 66 - 5, y - 19
			text(x_at(c) + x * 80, y - 9, x > 0 ? "start" : "end", "refused")
			continue
		}
		line(x_at(c), y - 14, x_at(to) - x * 8, y - 14, "stroke=\"black\" stroke-width=\"1.5\"")
		printf "<path d=\"M%.1f %.1fl%d -5v10z\" fill=\"black\"/>\n", x_at(to), y - 14, -x * 10
		words = arrow[r]
		printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"18\" fill=\"white\"/>\n", (x_at(c) + x_at(to)) / 2 - 4.5 * length(words), y - 23, 9 * length(words)
		text((x_at(c) + x_at(to)) / 2, y - 9, "middle", words)
	}
	close_svg()
}

function escaped(words) {
	gsub(/&/, "\\&amp;", words)
	gsub(/</, "\\&lt;", words)
	gsub(/>/, "\\&gt;", words)
	return words
}
