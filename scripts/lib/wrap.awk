# SPDX-License-Identifier: MIT
# wrap.awk: words in lines.

# wrap(PROSE, ROOM, PART): in PART[1..], each at most ROOM wide; how many.  \001 takes no
# column.
function wrap(prose, room, part,   n, word, i, bare, used, parts) {
	n = split(prose, word, /[ \t]+/)
	part[parts = 1] = ""
	for (i = 1; i <= n; i++) {
		if (word[i] == "")
			continue
		bare = word[i]
		gsub(/\001/, "", bare)
		if (used > 0 && used + 1 + length(bare) > room) {
			part[++parts] = ""
			used = 0
		}
		part[parts] = part[parts] (used > 0 ? " " : "") word[i]
		used += (used > 0) + length(bare)
	}
	return parts
}
