# SPDX-License-Identifier: MIT
# table.awk: a Markdown table in columns, at most `width` wide in all: the widest
# columns are wrapped.

/^\|[-|: ]*\|$/ { rule = NR; next }
{
	row++
	gsub(/^\|[ ]*|[ ]*\|[ ]*$/, "")
	n = split($0, part, /[ ]*\|[ ]*/)
	columns = n > columns ? n : columns
	for (c = 1; c <= n; c++) {
		gsub(/\*\*/, "", part[c])
		cell[row, c] = part[c]
		wide[c] = length(part[c]) > wide[c] ? length(part[c]) : wide[c]
	}
}

function pad(text, to) {
	while (length(text) < to)
		text = text " "
	return text
}

# Cell (r, c) in lines no wider than its column: line[c, 1..lines]; their number.
function wrap(r, c,   n, word, i, l) {
	n = split(cell[r, c], word, / +/)
	l = 1
	line[c, 1] = ""
	for (i = 1; i <= n; i++) {
		if (line[c, l] != "" && length(line[c, l]) + 1 + length(word[i]) > wide[c])
			line[c, ++l] = ""
		line[c, l] = line[c, l] (line[c, l] == "" ? "" : " ") word[i]
	}
	return l
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
			tall[c] = wrap(r, c)
			most = tall[c] > most ? tall[c] : most
		}
		for (l = 1; l <= most; l++) {
			text = ""
			for (c = 1; c <= columns; c++)
				text = text (c > 1 ? "  " : "") pad(l <= tall[c] ? line[c, l] : "", wide[c])
			sub(/ +$/, "", text)
			print text
		}
		if (r == 1) {
			text = ""
			for (c = 1; c <= columns; c++) {
				dashes = pad("", wide[c])
				gsub(/ /, "-", dashes)
				text = text (c > 1 ? "  " : "") dashes
			}
			print text
		}
	}
}
