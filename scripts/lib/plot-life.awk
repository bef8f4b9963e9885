# SPDX-License-Identifier: MIT
# plot-life.awk: where a byte is on its way from send() to recv(), call by call: in the
# program, in the send buffer, in the receive buffer, in the other program.  Three bytes are
# followed: the first, the last that was taken before the buffers were measured, and the
# first that was refused then.  Who has called send() knows that the byte is in one of the
# buffers; in which one, only a measurement tells.

{ read_event($0, field) }
field["event"] == "begin" { demo = field["demo"] }
field["event"] == "call" && (field["call"] == "send" || field["call"] == "recv") {
	n = field["ret"] > 0 ? field["ret"] * field["times"] : 0
	add(field["actor"], field["call"] "() = " (field["errno"] == "null" ? field["ret"] : "-1 " field["errno"]) \
		(field["times"] > 1 ? ", " field["times"] " times" : ""))
	if (field["call"] == "send") {
		sender = field["actor"]
		refused[rows] = field["errno"] == "EAGAIN"
		taken += n
	} else {
		receiver = field["actor"]
		read += n
	}
	taken_by[rows] = taken
	read_by[rows] = read
}
field["event"] == "buffer" { held[field["buffer"]] = field["data"] }
field["event"] == "buffer" && !measured && held["send"] != "" && held["receive"] != "" &&
held["send"] + held["receive"] == taken - read {
	add("", "measured")
	measured = rows
	reached = read + held["receive"]
	taken_by[rows] = taken
	read_by[rows] = read
}

function add(who, words) { say[++rows] = who (who == "" ? "" : "  ") words }

END {
	if (!measured || sender == receiver || held["send"] == 0 || held["receive"] == 0) {
		print "plot: nothing tells which bytes are in which of the two buffers" > "/dev/stderr"
		exit 1
	}
	at[1] = read_by[measured]
	at[2] = taken_by[measured] - 1
	at[3] = taken_by[measured]
	for (b = 1; b <= 3; b++)
		follow(b)
	while (rows > measured && read_by[rows - 1] > at[3])
		rows--
	if (terminal)
		print_table()
	else
		draw()
}

# lane[B, ROW]: where byte B is when that call has returned.  0 its program, 1 the send
# buffer, 2 the receive buffer, 3 the other program; 1.5 one of the buffers.
function follow(b,   r) {
	for (r = 1; r <= rows; r++) {
		if (taken_by[r] <= at[b])
			lane[b, r] = 0
		else if (read_by[r] > at[b])
			lane[b, r] = 3
		else if (taken_by[r - 1] <= at[b])
			lane[b, r] = 1
		else if (r == measured)
			lane[b, r] = at[b] < reached ? 2 : 1
		else
			lane[b, r] = r > measured && lane[b, measured] == 2 ? 2 : 1.5
	}
}

function is_refused(b, r) { return refused[r] && taken_by[r] == at[b] }

function print_table(   r, b, s) {
	printf "%37s%-10s%-10s%-10s%s\n", "", sender, "send", "receive", receiver
	printf "%37s%-10s%-10s%-10s%s\n", "", "program", "buffer", "buffer", "program"
	for (r = 0; r <= rows; r++) {
		s = sprintf("%-76s", r ? say[r] : "before")
		for (b = 1; b <= 3; b++)
			s = put_at(s, 44 - 2 * b + 10 * lane[b, r], b)
		for (b = 1; b <= 3; b++)
			if (is_refused(b, r))
				s = put_at(s, 44, "X")
		sub(/ +$/, "", s)
		print s
	}
	printf "1: byte %d. 2: byte %d, the last taken. 3: byte %d, the first refused (X)\n", at[1] + 1, at[2] + 1, at[3] + 1
	print "Between the buffers: in one of them, and nobody has looked in which."
}
function put_at(s, column, words) {
	return substr(s, 1, column - 1) words substr(s, column + length(words))
}

# What goes first is on the right, so that no line crosses another.
function x_of(b, place) { return 330 + 112 * place - 23 * (b - 2) }
function y_of(r) { return 118 + 30 * r }

function draw(   b, r, height) {
	height = y_of(rows) + 92
	open(720, height, demo ": three bytes on their way from send() to recv()", \
		"Time goes down, a row for each call. Four columns: the sender's program, its send buffer, the other kernel's receive buffer, the receiver's program. Byte " at[1] + 1 " goes into the send buffer, is found in the receive buffer when the buffers are measured, and recv() takes it. Byte " at[2] + 1 ", the last that was taken, is found in the send buffer then. Byte " at[3] + 1 " is refused and stays in the program until a send() takes it.")
	text(20, 28, "start", demo ": three bytes on their way from send() to recv()")
	column(0, sender, "program", "white")
	column(1, "send", "buffer", "#eee")
	column(2, "receive", "buffer", "#eee")
	column(3, receiver, "program", "white")
	text(12, y_of(0) + 5, "start", "before")
	for (r = 1; r <= rows; r++)
		text(12, y_of(r) + 5, "start", say[r])
	for (b = 1; b <= 3; b++)
		draw_byte(b)
	text(12, height - 50, "start", "1: byte " at[1] + 1 ".  2: byte " at[2] + 1 ", the last one taken.  3: byte " at[3] + 1 ", the first one refused.")
	line(12, height - 25, 52, height - 25, "stroke=\"black\" stroke-width=\"1.5\" stroke-dasharray=\"3 4\"")
	text(60, height - 20, "start", "on its way: nobody has looked where it is")
	cross(400, height - 25)
	text(414, height - 20, "start", "refused: EAGAIN")
	close_svg()
}

function column(place, above, below, fill,   x) {
	x = x_of(2, place)
	printf "<rect x=\"%.1f\" y=\"50\" width=\"82\" height=\"%.1f\" fill=\"%s\" stroke=\"#888\"/>\n", x - 41, y_of(rows) - 26, fill
	text(x, 70, "middle", above)
	text(x, 88, "middle", below)
}

# From known place to known place; where it was looked for in vain, a dashed line.
function draw_byte(b,   r, from, known) {
	for (r = 1; r <= rows; r++) {
		if (lane[b, r] == 1.5 && r < rows)
			continue
		known = r == from + 1 || lane[b, r] == lane[b, from]
		line(x_of(b, lane[b, from]), y_of(from), x_of(b, lane[b, r]), y_of(r), \
			"stroke=\"black\" stroke-width=\"1.5\"" (known ? "" : " stroke-dasharray=\"3 4\""))
		from = r
		if (is_refused(b, r)) {
			line(x_of(b, 0), y_of(r), x_of(2, 0) + 44, y_of(r), "stroke=\"black\" stroke-width=\"1.5\"")
			cross(x_of(2, 0) + 49, y_of(r))
		}
	}
	for (r = 0; r <= rows; r++)
		if (r == 0 || r == measured || lane[b, r] != lane[b, r - 1] && lane[b, r] != 1.5)
			place_of(b, x_of(b, lane[b, r]), y_of(r))
}

function place_of(b, x, y) {
	printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"9\" fill=\"white\" stroke=\"black\" stroke-width=\"1.5\"/>\n", x, y
	text(x, y + 5, "middle", b)
}

function cross(x, y) {
	printf "<path d=\"M%.1f %.1fl10 10m0 -10l-10 10\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"/>\n", x - 5, y - 5
}
