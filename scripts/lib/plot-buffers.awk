# SPDX-License-Identifier: MIT
# plot-buffers.awk: what send() took and recv() has not taken out yet, call by
# call: those bytes are in the two buffers.  Where the program measured them, how
# many are in which.

{ read_event($0, field) }
field["event"] == "begin" { demo = field["demo"] }
field["event"] == "step" { step = field["tag"] }
field["event"] == "call" && field["call"] ~ /^(send|sendfile|recv)$/ {
	sends = field["call"] ~ /^send/
	step_of[++rows] = step
	row[rows] = field["call"] " " (field["errno"] != "null" ? field["errno"] : field["ret"])
	times[rows] = field["times"] + 0
	refusal[rows] = field["errno"] == "EAGAIN"
	moves[rows] = field["ret"] > 0 ? (sends ? field["ret"] : -field["ret"]) : 0
	moved += moves[rows] != 0
	inside += moves[rows] * times[rows]
	if ((refusal[rows] || moves[rows] > 0 && field["ret"] < field["asked"] + 0) && inside > room)
		room = inside
	made += times[rows]
	if (made > 100000) {
		print "plot: too many calls for a picture" > "/dev/stderr"
		exit failed = 1
	}
}
field["event"] == "buffer" {
	held[field["buffer"]] = field["data"]
	measured = rows
}

# When send() was refused there was room for so much.  If more is inside, somebody has
# called recv(), and the events do not tell; if less than nothing is, somebody has sent.
# Such a step is left out of the picture.
function leave_out(   r, inside, before) {
	for (r = 1; r <= rows; r++) {
		if (step_of[r] != step_of[r - 1])
			before = inside
		inside += moves[r] * times[r]
		if (inside < 0 || room > 0 && inside > room) {
			untold = untold (step_of[r] in left_out ? "" : " " step_of[r])
			left_out[step_of[r]] = 1
			inside = before
		}
	}
	if (untold != "")
		untold = "left out:" untold " (a call is not told there)"
}

# From row to row, and call to call: what is inside.
function count_bytes(   r, i, inside) {
	for (r = 1; r <= rows; r++) {
		if (step_of[r] in left_out)
			continue
		if (step_of[r] != step_of[r - 1])
			begins[calls + 1] = step_of[r]
		for (i = 1; i <= times[r]; i++) {
			inside += moves[r]
			call[++calls] = inside
			refused[calls] = refusal[r]
		}
		after[r] = inside
		last_call[r] = calls
		most = inside > most ? inside : most
	}
}

function x_of(n) { return left + (right - left) * n / calls }
function y_of(bytes) { return bottom - (bottom - top) * bytes / most }

END {
	if (failed)
		exit 1
	if (!moved) {
		print "plot: no bytes were sent or received in it" > "/dev/stderr"
		exit 1
	}
	leave_out()
	count_bytes()
	if (step_of[measured] in left_out)
		measured = 0
	if (most < 1) {
		print "plot: no step tells all that went into the buffers and came out" > "/dev/stderr"
		exit 1
	}
	if (terminal)
		print_rows()
	else
		draw()
}

function print_rows(   i, n, bar) {
	printf "taken by send(), and not yet by recv(): at most %d bytes\n", most
	for (i = 1; i <= rows; i++) {
		if (step_of[i] in left_out)
			continue
		bar = ""
		for (n = 1; n <= 30; n++)
			bar = bar (n <= after[i] * 30 / most ? "#" : ".")
		printf "  %-14s %-9s [%s] %d\n", row[i], (times[i] > 1 ? times[i] " times" : ""), bar, after[i]
	}
	if (untold != "")
		print untold
	if (measured)
		print "when all stood still: " in_which()
}

# What was measured, in words.
function in_which(   words) {
	if (held["send"] != "")
		words = held["send"] " in the send buffer"
	if (held["receive"] != "")
		words = words (words == "" ? "" : ", ") held["receive"] " in the receive buffer"
	return words
}

# The steps' names in as few rows as they need, one above the other where they
# would touch: row_of[CALL], from 0; their number.
function rows_of_names(   i, row, most_rows, free_from) {
	for (i = 1; i <= calls; i++)
		if (i in begins) {
			for (row = 0; row in free_from && x_of(i - 1) < free_from[row]; row++)
				;
			free_from[row] = x_of(i - 1) + 9 * length(begins[i]) + 6
			row_of[i] = row
			most_rows = row + 1 > most_rows ? row + 1 : most_rows
		}
	return most_rows
}

function draw(   i, path, x, any_refused, y) {
	left = 70; right = 570; bottom = 360
	top = 74 + 16 * rows_of_names()
	open(720, untold == "" ? 430 : 452, demo ": send() has taken these bytes, and recv() has not yet", \
		"The line rises with each send() that takes bytes, and falls with each recv() that takes them out. A cross marks a call that was refused with EAGAIN. A bar at the side shows what was in which buffer when nothing moved. There were at most " most " bytes" \
		(measured ? ": " in_which() "." : "."))
	text(20, 30, "start", "send() has taken these bytes, and recv() has not yet (" demo ")")
	line(left, bottom, right, bottom, "stroke=\"black\"")
	line(left, top, left, bottom, "stroke=\"black\"")
	text(left - 8, y_of(0) + 5, "end", "0")
	text(left - 8, y_of(most) + 5, "end", most)
	line(left, y_of(most), right, y_of(most), "stroke=\"#bbb\"")
	for (i = 1; i <= calls; i++)
		if (i in begins) {
			x = x_of(i - 1)
			line(x, top - 14, x, bottom, "stroke=\"#888\" stroke-dasharray=\"2 4\"")
			text(x + 3, top - 18 - 16 * row_of[i], "start", begins[i])
		}
	path = sprintf("%.1f,%.1f", x_of(0), y_of(0))
	y = 0
	for (i = 1; i <= calls; i++) {
		path = path sprintf(" %.1f,%.1f %.1f,%.1f", x_of(i - 1), y_of(call[i]), x_of(i), y_of(call[i]))
	}
	printf "<polyline points=\"%s\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"/>\n", path
	for (i = 1; i <= calls; i++)
		if (refused[i]) {
			x = x_of(i - 0.5)
			y = y_of(call[i])
			printf "<path d=\"M%.1f %.1fl10 10m0 -10l-10 10\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"/>\n", x - 5, y - 5
			any_refused = 1
		}
	if (any_refused) {
		printf "<path d=\"M%d %dl10 10m0 -10l-10 10\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"/>\n", left + 6, bottom + 45
		text(left + 24, bottom + 55, "start", "refused: EAGAIN")
	}
	if (untold != "")
		text(left, bottom + 77, "start", untold)
	if (measured && held["send"] + held["receive"] > 0)
		draw_held(x_of(last_call[measured]), y_of(held["receive"] + 0), y_of(held["send"] + held["receive"]))
	text((left + right) / 2, bottom + 28, "middle", calls " calls of send() and recv(), in their order")
	close_svg()
}

# draw_held(X, Y, TOP): what was in which buffer; the receive buffer's ends at Y, and the
# send buffer's stands on it.
function draw_held(x, y, top_of_it,   at) {
	stack(x - 4, y, y_of(0), "white")
	stack(x - 4, top_of_it, y, "#bbb")
	at = (y + y_of(0)) / 2
	if (held["receive"] != "")
		label(x, at, held["receive"] " in the receive buffer")
	at = at - (y + top_of_it) / 2 < 18 ? at - 18 : (y + top_of_it) / 2
	if (held["send"] != "")
		label(x, at < top + 14 ? top + 14 : at, held["send"] " in the send buffer")
}

function stack(x, from, to, fill) {
	printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"9\" height=\"%.1f\" fill=\"%s\" stroke=\"black\"/>\n", x, from, to - from, fill
}

# Where there is more room, to the right of it or to the left.
function label(x, y, words,   side) {
	side = x + 24 + 8.7 * length(words) > 715 ? -1 : 1
	line(x + 5 * side, y, x + 20 * side, y, "stroke=\"black\"")
	over(x + 24 * side, y + 5, side > 0 ? "start" : "end", words)
}
