# SPDX-License-Identifier: MIT
# print-source.awk: what source.awk finds for WHAT, without the numbers of the lines.

END {
	n = split(excerpt(what), line, "\n")
	for (i = 1; i <= n; i++)
		print substr(line[i], index(line[i], "\t") + 1)
}

function refuse(why) {
	print why
	exit 1
}
