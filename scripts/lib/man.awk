# SPDX-License-Identifier: MIT
# man.awk: a program's manual page in mdoc(7), from what it says of itself.
#   awk -v date='November 26, 2026' -f man.awk DESCRIBE HELP
# where DESCRIBE is what --describe printed, and HELP what --help did.

FILENAME == ARGV[1] && match($0, /^[a-z]+: /) {
	said[substr($0, 1, RLENGTH - 2)] = substr($0, RLENGTH + 1)
}
# Options of every program stand in eagain(1).  man(1) indents by itself.
FILENAME == ARGV[2] && /^Options of every program/ { own = 0 }
FILENAME == ARGV[2] && own && NF { options = options substr($0, 3) "\n" }
FILENAME == ARGV[2] && /^Options of this program/ { own = 1 }

END {
	name = said["name"]
	sub(/[.?!]$/, "", said["title"]) # mdoc(7): a description has no mark at its end
	printf ".\\\" Generated from %s --describe.\n.Dd %s\n.Dt EAGAIN-%s 1\n.Os\n", name, date, toupper(name)
	printf ".Sh NAME\n.Nm eagain-%s\n.Nd %s\n", name, plain(said["title"])
	printf ".Sh SYNOPSIS\n.Nm eagain run %s\n.Op Ar option ...\n", name
	print ".Sh DESCRIPTION"
	if (said["class"] == "tool")
		print "This is a tool."
	else {
		print "Its class, in the words of"
		print ".Xr eagain 7 ,"
		print "is"
		print ".Sy " said["class"] " ."
	}
	if ("belief" in said)
		print ".Pp\nWhat people believe:\n.Dq " plain(said["belief"])
	if ("poll" in said)
		print ".Pp\nWhat\n.Fn poll\nsays at that moment:\n" prose(said["poll"] ".")
	print ".Pp\n" prose(said["why"]) "\n.Pp\n" prose(said["do"])
	if (said["errnos"] != "")
		print ".Pp\nErrnos that it meets:\n" prose(said["errnos"] ".")
	if (options != "")
		printf ".Sh OPTIONS\nIts own are these; the others are in\n.Xr eagain 1 .\n.Bd -literal\n%s.Ed\n", escaped(options)
	print ".Sh EXIT STATUS\n0 if every claim holds, 1 if one does not, 77 if it cannot be shown here.\nThe others are in\n.Xr eagain 1 ."
	see_also()
}

function escaped(text) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	return text
}

# On a macro's line: no word may be taken for a macro, and no quote ends it.
function plain(text) {
	text = escaped(text)
	gsub(/"/, "\\(dq", text)
	return "\"" text "\""
}

# Filled lines; a sentence begins one, none begins with a dot or an apostrophe, and
# poll() is a function: mdoc(7).
function prose(text,   word, n, i, line, done, name) {
	n = split(escaped(text), word, " ")
	for (i = 1; i <= n; i++) {
		if (match(word[i], /^[a-z0-9_]+\(\)/)) {
			name = ".Fn " substr(word[i], 1, RLENGTH - 2)
			word[i] = substr(word[i], RLENGTH + 1)
			# Marks stand apart; what is glued on otherwise stays a word: poll()'s.
			if (word[i] ~ /^[.,;:?!)]*$/) {
				gsub(/./, " &", word[i])
				done = done (line == "" ? "" : line "\n") name word[i] "\n"
				line = ""
				continue
			}
			word[i] = substr(name, 5) "()" word[i]
		}
		if (line == "" && word[i] ~ /^[.']/)
			word[i] = "\\&" word[i]
		if (length(line " " word[i]) > 78) {
			done = done line "\n"
			line = word[i]
		} else
			line = line (line == "" ? "" : " ") word[i]
		if (word[i] ~ /[.!?]$/) {
			done = done line "\n"
			line = ""
		}
	}
	done = done line
	sub(/\n$/, "", done)
	return done
}

# By section, then by name: mdoc(7).
function see_also(   pages, n, i, j, swap, page, word) {
	pages = said["pages"] " eagain(1) eagain(7)"
	n = split(said["next"], word, " ")
	for (i = 1; i <= n; i++)
		pages = pages " eagain-" word[i] "(1)"
	n = split(pages, page, " ")
	for (i = 1; i <= n; i++)
		page[i] = substr(page[i], length(page[i]) - 1, 1) " " substr(page[i], 1, length(page[i]) - 3)
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && page[j] < page[j - 1]; j--) {
			swap = page[j]
			page[j] = page[j - 1]
			page[j - 1] = swap
		}
	printf ".Sh SEE ALSO"
	for (i = 1; i <= n; i++)
		if (page[i] != page[i - 1])
			printf "%s\n.Xr %s %s", (i > 1 ? " ," : ""), substr(page[i], 3), substr(page[i], 1, 1)
	print ""
}
