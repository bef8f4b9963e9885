# SPDX-License-Identifier: MIT
# page.awk: a Markdown page as blocks, in their order.  Who reads along defines
# block(KIND, INFO, TEXT), and finds the page's own lines of the block in `raw`:
#   line                                TEXT: a line of prose, a title, a table's row
#   fence      ```INFO ... ```          TEXT: what stands in it
#   quoted     ```` ... ````            a page as an example: nothing in it counts
#   note       <!-- note: TEXT -->      on one line or several
#   predict    <!-- predict: INFO --> ... <!-- end -->
#   generated  <!-- generated: INFO --> ... <!-- end -->
#   picture    <!-- picture: INFO -->   TEXT: the line after it
#   comment    <!-- INFO -->            any other
# and page_ends(), which is not called if something was refused.

BEGIN { FIELD = "\037"; NEWLINE = "\036" }

/\r$/ { refuse("a line ends in CR LF") }
/[\036\037]/ { refuse("a control character") }

in_block != "" { raw = raw "\n" $0 }
in_block == "fence" && /^```$/ || in_block == "quoted" && /^````$/ { close_block(); next }
in_block ~ /^(predict|generated)$/ && /^<!-- end -->$/ { close_block(); next }
in_block == "note" && /-->$/ { add(substr($0, 1, length($0) - 3)); close_block(); next }
in_block == "picture" { add($0); close_block(); next }
in_block != "" { add($0); next }

{ raw = $0 }
/^````/ { open_block("quoted", substr($0, 5)); next }
/^```/ { open_block("fence", substr($0, 4)); next }
/^<!-- note: .*-->$/ { block("note", "", substr($0, 12, length($0) - 14)); next }
/^<!-- note: / { open_block("note", ""); add(substr($0, 12)); next }
/^<!-- (predict|generated|picture): .* -->$/ {
	word = substr($0, 6, index($0, ":") - 6)
	open_block(word, substr($0, length(word) + 8, length($0) - length(word) - 11))
	next
}
/^<!-- .* -->$/ { block("comment", substr($0, 6, length($0) - 9), ""); next }
{ block("line", "", $0) }

END {
	if (refused)
		exit 1
	if (in_block != "")
		refuse("this " in_block " does not end")
	else
		page_ends()
	if (refused)
		exit 1
}

function open_block(kind, info) {
	in_block = kind
	about = info
	body = ""
	lines = 0
}
function add(text) { body = lines++ ? body "\n" text : text }
function close_block(   kind) {
	kind = in_block
	in_block = ""
	block(kind, about, body)
}

function refuse(words) {
	if (!refused)
		print who ": " FILENAME ":" FNR ": " words > "/dev/stderr"
	refused = 1
	exit 1
}

# console(INFO): what stands behind "```console", in attribute[]:
#   exit=N        what the command ends with, if not with 0
#   steps=A,B     these steps of a program's output are shown, the others not
#   from=TAG      no command: the output of the block before goes on at that step
#   terminal=N    a command for one of two terminals; scripts/walk runs it
function console(info,   word, i, n) {
	attribute["exit"] = 0
	attribute["steps"] = attribute["from"] = attribute["terminal"] = ""
	n = split(info, word, " ")
	for (i = 2; i <= n; i++) {
		if (word[i] !~ /^(exit=[1-9][0-9]?[0-9]?|steps=[a-z,-]+|from=[a-z-]+|terminal=[12])$/)
			refuse("what is " word[i] "?")
		attribute[substr(word[i], 1, index(word[i], "=") - 1)] = substr(word[i], index(word[i], "=") + 1)
	}
}

# A record: a name and its value on a line, for bash to read.
function record(name, value) {
	gsub(/\n/, NEWLINE, value)
	print name FIELD value
}
