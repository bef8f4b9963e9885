# SPDX-License-Identifier: MIT
# source.awk: finds parts of a source file below `root` by name.  markdown.awk is loaded too.

# excerpt(WHAT): WHAT is "source FILE TAG" for a step of a program, or "function FILE NAME"
# for a definition with the comment above it.  Each line comes as "NUMBER<TAB>LINE".
function excerpt(what,   part, line, n, i, out) {
	if (what !~ /^(source|function) [^ ]+\.[a-z]+ [^ ]+$/)
		refuse("there is no such source: " what)
	split(what, part, " ")
	while ((getline line[n + 1] < (root "/" part[2])) > 0)
		n++
	close(root "/" part[2])
	from = to = 0
	if (part[1] == "source")
		find_step(line, n, "eag_step(\"" part[3] "\",")
	else
		find_function(line, n, part[3])
	while (from > 0 && to > from && line[to] ~ /^[ \t]*$/)
		to--
	for (i = from; i > 0 && i <= to; i++)
		out = out (out == "" ? "" : "\n") i "\t" line[i]
	if (out == "")
		refuse("there is no such source: " what)
	return out
}

# In `from` and `to`: from START to the next step, or the end of main().
function find_step(line, n, start) {
	for (to = 1; to <= n; to++) {
		if (index(line[to], start))
			from = to
		else if (from && line[to] ~ /eag_step\(|return eag_end/)
			break
	}
	to--
}

# From the comment above it to its closing brace; in Python to what begins at the margin.
function find_function(line, n, name) {
	for (from = 1; from <= n; from++)
		if (index(line[from], name "(") == 1 || index(line[from], "def " name "(") == 1)
			break
	if (from > n) {
		from = 0
		return
	}
	for (to = from + 1; to <= n && line[to] !~ /^(}|def |[A-Za-z@#])/; to++)
		;
	if (line[to] !~ /^}/)
		to--
	while (from > 1 && line[from - 1] ~ /^(\/\*| \*|static |[a-z].*[a-z\*]$|# )/)
		from--
}
