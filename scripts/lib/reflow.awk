# SPDX-License-Identifier: MIT
# reflow.awk: Markdown's prose as a terminal shows it, in lines of at most
# `width` columns; `strong` and `plain` go around what is emphasised.  wrap.awk is loaded too.
# A line "\035LEAD\035BARE" comes before a paragraph that hangs behind LEAD; BARE is LEAD
# without colours.

# The words of a paragraph, with its first line's and the other lines' indent.
function flush(   n, i, line, w, target) {
	if (paragraph == "")
		return
	gsub(/\*\*/, "\001", paragraph)
	# [text](target) is its text, and an address is shown.
	while (match(paragraph, /\[[^]]*\]\([^)]*\)/)) {
		w = substr(paragraph, RSTART, RLENGTH)
		target = w
		sub(/^.*\]\(/, "", target)
		sub(/\)$/, "", target)
		sub(/\]\(.*$/, "", w)
		w = substr(w, 2)
		if (target ~ /^https?:/)
			w = w " (" target ")"
		paragraph = substr(paragraph, 1, RSTART - 1) w substr(paragraph, RSTART + RLENGTH)
	}
	n = wrap(paragraph, width - length(hang), line)
	for (i = 1; i <= n; i++)
		put((i == 1 ? lead : hang) line[i])
	paragraph = ""
}

# Emphasis may go over the end of a line; each line begins and ends plain.
function put(line,   out, part) {
	out = on ? strong : ""
	while ((part = index(line, "\001")) > 0) {
		on = !on
		out = out substr(line, 1, part - 1) (on ? strong : plain)
		line = substr(line, part + 1)
	}
	print out line (on ? plain : "")
}

/^\035/ {
	flush()
	split($0, part, "\035")
	lead = part[2]
	hang = sprintf("%" columns_of(part[3]) "s", "")
	getline paragraph
	next
}
/^[ \t]*$/ { flush(); print ""; next }
/^[ ]*([-*]|[0-9][0-9]?\.) / && (paragraph == "" || lead != "" || /^[ ]*[-*] /) {
	flush()
	match($0, /^[ ]*([-*]|[0-9]+\.) /)
	lead = substr($0, 1, RLENGTH)
	hang = sprintf("%" RLENGTH "s", "")
	paragraph = substr($0, RLENGTH + 1)
	next
}
{
	if (paragraph == "") {
		lead = hang = ""
	}
	sub(/^[ \t]+/, "")
	# Between Chinese characters (or their quotes) the end of a line is no blank.
	if (paragraph !~ /(\342\200|[\343-\377])[\200-\277]*$/ || !/^(\342\200|[\343-\377])/)
		paragraph = paragraph " "
	paragraph = paragraph $0
}
END { flush() }
