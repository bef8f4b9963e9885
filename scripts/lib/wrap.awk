# SPDX-License-Identifier: MIT
# wrap.awk: words in lines.

# wrap(TEXT, ROOM, LINE): in LINE[1..], each at most ROOM wide; how many.  \001 takes no
# column.
function wrap(text, room, line,   n, word, i, bare, used, lines) {
	n = split(text, word, /[ \t]+/)
	line[lines = 1] = ""
	for (i = 1; i <= n; i++) {
		if (word[i] == "")
			continue
		bare = word[i]
		gsub(/\001/, "", bare)
		if (used > 0 && used + 1 + length(bare) > room) {
			line[++lines] = ""
			used = 0
		}
		line[lines] = line[lines] (used > 0 ? " " : "") word[i]
		used += (used > 0) + length(bare)
	}
	return lines
}
