# SPDX-License-Identifier: MIT
# nearest.awk: the first line is a word, the others are candidates.  Those that look like it
# come out after their distance: letters changed, put in or left out.

NR == 1 {
	word = $0
	next
}
{
	far = index($0, word) || index(word, $0) ? 1 : distance(word, $0)
	if (far <= 2 || far <= length(word) / 2)
		print far "\t" $0
}

function distance(a, b,   i, j, old, new) {
	for (j = 0; j <= length(a); j++)
		old[j] = j
	for (i = 1; i <= length(b); i++) {
		new[0] = i
		for (j = 1; j <= length(a); j++)
			new[j] = least(old[j] + 1, new[j - 1] + 1,
			    old[j - 1] + (substr(b, i, 1) != substr(a, j, 1)))
		for (j = 0; j <= length(a); j++)
			old[j] = new[j]
	}
	return old[length(a)]
}

function least(a, b, c) {
	if (b < a)
		a = b
	return c < a ? c : a
}
