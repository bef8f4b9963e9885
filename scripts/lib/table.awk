# SPDX-License-Identifier: MIT
# table.awk: a Markdown table in columns, at most `width` wide in all: the widest
# columns are wrapped.  wrap.awk is loaded too.

/^\|[-|: ]*\|$/ { rule = NR; next }
{
	row++
	gsub(/^\|[ ]*|[ ]*\|[ ]*$/, "")
	n = split($0, part, /[ ]*\|[ ]*/)
	columns = n > columns ? n : columns
	for (c = 1; c <= n; c++) {
		gsub(/\*\*/, "", part[c])
		cell[row, c] = part[c]
		used = columns_of(part[c])
		wide[c] = used > wide[c] ? used : wide[c]
	}
}

# In a column of its width.
function pad(text, c,   n) {
	n = wide[c] - columns_of(text)
	return text (n > 0 ? sprintf("%" n "s", "") : "")
}

# Cell (r, c) in lines no wider than its column: line[c, 1..lines]; their number.
function wrap_cell(r, c,   n, l, part) {
	n = wrap(cell[r, c], wide[c], part)
	for (l = 1; l <= n; l++)
		line[c, l] = part[l]
	return n
}

END {
	for (;;) {
		total = 2 * (columns - 1)
		widest = 1
		for (c = 1; c <= columns; c++) {
			total += wide[c]
			if (wide[c] > wide[widest])
				widest = c
		}
		if (total <= width || wide[widest] <= 8)
			break
		wide[widest]--
	}
	for (r = 1; r <= row; r++) {
		most = 1
		for (c = 1; c <= columns; c++) {
			tall[c] = wrap_cell(r, c)
			most = tall[c] > most ? tall[c] : most
		}
		for (l = 1; l <= most; l++) {
			text = ""
			for (c = 1; c <= columns; c++)
				text = text (c > 1 ? "  " : "") pad(l <= tall[c] ? line[c, l] : "", c)
			sub(/ +$/, "", text)
			print text
		}
		if (r == 1) {
			text = ""
			for (c = 1; c <= columns; c++) {
				dashes = pad("", c)
				gsub(/ /, "-", dashes)
				text = text (c > 1 ? "  " : "") dashes
			}
			print text
		}
	}
}
