# SPDX-License-Identifier: MIT
# source.awk: parts of a source file below `root`, by name, for who reads a page.

# excerpt(WHAT): of "source FILE TAG" a step of a program, of "function FILE NAME" a
# definition with the comment above it; each line as "NUMBER<TAB>LINE".  Or nothing.
function excerpt(what,   part, line, n, i, out, got) {
	split(what, part, " ")
	while ((got = getline line[n + 1] < (root "/" part[2])) > 0)
		n++
	if (got == 0)
		close(root "/" part[2])
	first = last = 0
	if (part[1] == "source")
		find_step(line, n, "eag_step(\"" part[3] "\",")
	else if (part[1] == "function")
		find_function(line, n, part[3])
	while (first > 0 && last > first && line[last] ~ /^[ \t]*$/)
		last--
	for (i = first; i > 0 && i <= last; i++)
		out = out (out == "" ? "" : "\n") i "\t" line[i]
	return out
}

# In `first` and `last`: from START to the next step, or the end of main().
function find_step(line, n, start) {
	for (last = 1; last <= n; last++) {
		if (index(line[last], start))
			first = last
		else if (first && line[last] ~ /eag_step\(|return eag_end/)
			break
	}
	last--
}

# From the comment above it to its closing brace; in Python to what begins at the margin.
function find_function(line, n, name) {
	for (first = 1; first <= n; first++)
		if (index(line[first], name "(") == 1 || index(line[first], "def " name "(") == 1)
			break
	if (first > n) {
		first = 0
		return
	}
	for (last = first + 1; last <= n && line[last] !~ /^(}|def |[A-Za-z@#])/; last++)
		;
	if (line[last] !~ /^}/)
		last--
	while (first > 1 && line[first - 1] ~ /^(\/\*| \*|static |[a-z].*[a-z\*]$|# )/)
		first--
}

# without_numbers(EXCERPT): the lines alone.
function without_numbers(lines) {
	lines = "\n" lines
	gsub(/\n[0-9]+\t/, "\n", lines)
	return substr(lines, 2)
}
