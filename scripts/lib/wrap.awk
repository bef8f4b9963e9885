# SPDX-License-Identifier: MIT
# wrap.awk: words in lines.  It reads UTF-8 byte by byte (LC_ALL=C), as mawk does anyhow.

# columns_of(PROSE): how many it takes on a terminal.  A character from U+3000 on, where the
# Chinese ones are, takes two; \001 takes none.
function columns_of(prose,   n) {
	gsub(/[\001\200-\277]/, "", prose) # left are ASCII and first bytes
	n = length(prose)
	return n + gsub(/[\343-\377]/, "", prose)
}

# wrap(PROSE, ROOM, PART): in PART[1..], each at most ROOM wide; how many.
function wrap(prose, room, part,   n, piece, i, blank, used, parts) {
	n = pieces(prose, piece)
	part[parts = 1] = ""
	for (i = 1; i <= n; i++) {
		blank = sub(/^ /, "", piece[i])
		if (used > 0 && used + blank + columns_of(piece[i]) > room) {
			part[++parts] = ""
			used = 0
		}
		blank = used > 0 && blank
		part[parts] = part[parts] (blank ? " " : "") piece[i]
		used += blank + columns_of(piece[i])
	}
	return parts
}

# pieces(PROSE, PIECE): in PIECE[1..] what a line's end may part; how many.  A blank that
# stood before a piece is its first character.
function pieces(prose, piece,   n, word, words, i, last, c) {
	words = split(prose, word, /[ \t]+/)
	for (i = 1; i <= words; i++) {
		last = ""
		while (match(word[i], /^\001*[^\001][\200-\277]*\001*/)) {
			c = substr(word[i], 1, RLENGTH)
			word[i] = substr(word[i], RLENGTH + 1)
			if (last == "")
				piece[++n] = " "
			else if (may_part(last, c))
				piece[++n] = ""
			piece[n] = piece[n] c
			last = c
		}
	}
	return n
}

# may_part(LAST, C): a line may end between two characters if one is Chinese; but no line
# begins with what closes, nor ends with what opens.
function may_part(last, c) {
	gsub(/\001/, "", last)
	gsub(/\001/, "", c)
	return (last ~ /^[\343-\377]/ || c ~ /^[\343-\377]/) &&
		index("([{（《〈「『【“‘", last) == 0 &&
		index(")]},.:;!?%）》〉」』】”’，。、：；！？…", c) == 0
}
