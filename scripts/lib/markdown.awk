# SPDX-License-Identifier: MIT
# markdown.awk: reads a Markdown page, block by block.  lesson.awk or blocks.awk, which is
# loaded after it, defines block(KIND, INFO, TEXT) and page_ends(), and makes records with
# item(), field() and put().  The kinds are:
#   line                                TEXT: a line of prose, a title, a table's row
#   fence      ```INFO ... ```          TEXT: what stands in it
#   quoted     ```` ... ````            a page as an example: nothing in it counts
#   note       <!-- note: TEXT -->      on one line or several
#   predict    <!-- predict: INFO --> ... <!-- end -->
#   generated  <!-- generated: INFO --> ... <!-- end -->
#   picture    <!-- picture: INFO -->   TEXT: the line after it
#   comment    <!-- INFO -->            any other
# `raw` holds the page's own lines of the block.

BEGIN {
	items = 0
	last["fence"] = "^```$"
	last["quoted"] = "^````$"
	last["predict"] = last["generated"] = "^<!-- end -->$"
	last["note"] = "-->$"
	last["picture"] = "^"
}

/\r$/ { refuse("a line ends in CR LF") }
/[\036\037]/ { refuse("a control character") }

{
	text = $0
	raw = inside == "" ? $0 : raw "\n" $0
}
inside == "" {
	if (/^````/)
		begin("quoted", substr($0, 5))
	else if (/^```/)
		begin("fence", substr($0, 4))
	else if (/^<!-- note: /)
		begin("note", "")
	else if (/^<!-- (predict|generated|picture): .* -->$/) {
		text = substr($0, 6, length($0) - 9)
		begin(substr(text, 1, index(text, ":") - 1), substr(text, index(text, ":") + 2))
	} else if (/^<!-- .* -->$/)
		block("comment", substr($0, 6, length($0) - 9), "")
	else
		block("line", "", $0)
	if (inside != "note")
		next
	text = substr($0, 12)
}
{
	kind = inside
	if ($0 !~ last[kind] || kind == "note" || kind == "picture")
		body = body (lines++ ? "\n" : "") text
	if ($0 ~ last[kind]) {
		inside = ""
		if (kind == "note")
			sub(/-->$/, "", body)
		block(kind, info, body)
	}
}

END {
	if (!refused && inside != "")
		refuse("this " inside " does not end")
	if (!refused)
		page_ends()
	put("items", items)
	for (i = 1; i <= puts && !refused; i++)
		print out[i]
	exit refused + 0
}

function begin(kind, words) {
	inside = kind
	info = words
	body = ""
	lines = 0
}

function refuse(words) {
	if (!refused)
		print who ": " FILENAME ":" FNR ": " words > "/dev/stderr"
	refused = 1
	exit 1
}

# put(NAME, VALUE): a line for bash to read.  It is printed when the whole page was read:
# of a broken page nothing is printed.
function put(name, value) {
	gsub(/\n/, "\036", value)
	out[++puts] = name "\037" value
}
# item(KIND, TEXT) begins a record, and field() adds to it; their names begin with its
# number.
function field(name, value) { put(items - 1 "." name, value) }
function item(kind, text) {
	items++
	field("kind", kind)
	field("text", text)
}

# console(INFO): what stands behind "```console", as fields of the last item, and "until":
# the tag at which a later block goes on.
#   exit=N        what the command ends with, if not with 0
#   steps=A,B     these steps of a program's output are shown, the others not
#   from=TAG      no command: the output of the block before goes on at that step
#   terminal=1    a script for two terminals: see terminals.bash
function console(info,   word, part, i, n) {
	n = split("console exit=0 steps= from= until= terminal= " substr(info, 8), word, " ")
	for (i = 2; i <= n; i++) {
		if (i > 6 && word[i] !~ /^(exit=[1-9][0-9]?[0-9]?|steps=[a-z,-]+|from=[a-z-]+|terminal=1)$/)
			refuse("what is " word[i] "?")
		split(word[i], part, "=")
		field(part[1], part[2])
		if (part[1] == "from" && part[2] != "") {
			if (before == "")
				refuse("there is no run to go on with")
			put(before ".until", part[2])
		}
	}
	before = items - 1
}
