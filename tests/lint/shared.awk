# SPDX-License-Identifier: MIT
# shared.awk: what shell files that are sourced together share by mistake: a function that
# is defined twice, and, with variables=1, a global variable that two files write.
#   awk -v here=scripts -v variables=1 -f shared.awk SCRIPT
# The files that SCRIPT sources are found in it: ". .../NAME.bash", "for part in NAME ...;
# do", or bats' "load NAME".  A function's local variables count for what it calls, too, if
# that is in the same file.

FNR == 1 { inside = here_end = "" }

here_end != "" {
	line = $0
	sub(/^\t+/, "", line)
	if (line == here_end)
		here_end = ""
	next
}
/\\$/ && /^for part in / { held = substr($0, 1, length($0) - 1); next }
held != "" { $0 = held $0; held = "" }
/^[ \t]*#/ { next }

/^for part in .*; do$/ {
	sub(/; do$/, "")
	n = split($0, word, /[ \t]+/)
	for (i = 4; i <= n; i++)
		add(here "/lib/" word[i] ".bash")
	next
}
/^[ \t]*\. .*\/[a-z-]+\.bash"$/ && !/\$part/ {
	add((/scripts\/lib/ ? "scripts" : here) "/lib/" last_word("/"))
	next
}
/^load [a-z-]+$/ { add(here "/" $2 ".bash") }

/^[a-z_]+\(\) [{(]$/ {
	inside = substr($1, 1, index($1, "(") - 1)
	if ((inside in defined) && defined[inside] != FILENAME)
		complain(inside "() is in " defined[inside] " and in " FILENAME)
	if (inside in defined && defined[inside] == FILENAME)
		complain(inside "() is twice in " FILENAME)
	defined[inside] = FILENAME
	split("", own)
	if (/\($/)
		inside = "(" # a subshell: what is written there is gone
	next
}
/^[})]/ { inside = "" }
inside == "(" { next }

{
	if (match($0, /<<-?['"]?[A-Z_]+['"]?/)) {
		here_end = substr($0, RSTART, RLENGTH)
		gsub(/[<'"-]/, "", here_end)
	}
	text = $0
	sub(/^[ \t]+/, "", text)
	sub(/^[^ ()"'$]+( \| [^ ()"'$]+)*\) /, "", text) # of a case
	if (text ~ /^(local|declare) /) {
		sub(/[ \t]+# .*/, "", text)
		locals(text)
	}
	gsub(/&& |\|\| |; |\{ |! |(^| )(do|then|else|if|while|until) /, "\n", text)
	n = split(text, part, "\n")
	for (i = 1; i <= n; i++)
		command(part[i])
	while (match(text, /\(\([^()]*[a-z_]+(\[[^]]*\])?(\+\+| [-+*]?= )/)) {
		name = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH)
		sub(/(\[[^]]*\])?(\+\+| [-+*]?= )$/, "", name)
		sub(/.*[^a-z_]/, "", name)
		writes(name)
	}
}

END {
	for (name in writers) {
		if (!variables)
			break
		n = split(writers[name], file, " ")
		for (i = m = 0; i++ < n; )
			if (!((file[i], name) in callers) || ((file[i], name) in top))
				kept[++m] = file[i]
		if (m > 1) {
			line = name ": written by"
			for (i = 1; i <= m; i++)
				line = line " " kept[i]
			complain(line)
		}
	}
	exit bad
}

function complain(words) {
	print words
	bad = 1
}

function last_word(mark,   n, piece) {
	n = split($0, piece, mark)
	sub(/"$/, "", piece[n])
	return piece[n]
}

function add(file,   line) {
	if ((file in added) || (getline line <file) < 0)
		return
	close(file)
	added[file] = 1
	ARGV[ARGC++] = file
}

# local [-a] NAME[=VALUE] ...; at the top, declare writes.
function locals(text,   n, word, i) {
	if (inside == "" && text ~ /^declare /)
		sub(/^declare (-[a-zA-Z]+ )*/, "", text)
	n = split(text, word, /[ \t]+/)
	for (i = 1; i <= n; i++) {
		sub(/=.*/, "", word[i])
		if (word[i] !~ /^[a-z_]+$/)
			continue
		if (inside == "")
			writes(word[i])
		else {
			own[word[i]] = 1
			callers[FILENAME, word[i]] = 1
		}
	}
}

# The assignments that a command begins with, unless they are for that command alone; and
# the names that read, mapfile, printf -v and for write.
function command(text,   name, names, n, word, i) {
	while (match(text, /^[A-Za-z_]+(\[[^]]*\])?\+?=/)) {
		name = substr(text, 1, RLENGTH)
		sub(/[[+=].*/, "", name)
		names = names " " name
		text = after_value(substr(text, RLENGTH + 1))
		sub(/^ +/, "", text)
	}
	if (text == "" || text ~ /^([;)&|}#]|>)/)
		name = names
	else
		name = ""
	if (text ~ /^(IFS= )?read /)
		name = name substr(text, index(text, "read ") + 4)
	else if (text ~ /^mapfile /)
		name = name substr(text, 8)
	else if (match(text, /^printf -v [a-z_]+/))
		name = name substr(text, 10, RLENGTH - 9)
	else if (match(text, /^for [a-z_]+ in /))
		name = name substr(text, 4, RLENGTH - 6)
	sub(/[<|;].*/, "", name)
	n = split(name, word, " ")
	for (i = 1; i <= n; i++)
		if (word[i] ~ /^[A-Za-z_]+$/)
			writes(word[i])
}

# What stands behind a value: the blank at which it ends is in no quotes and no brackets.
function after_value(text,   i, c, quote, depth) {
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (quote != "") {
			if (c == quote)
				quote = ""
		} else if (c == "'" || c == "\"")
			quote = c
		else if (c == "(" || c == "{")
			depth++
		else if (c == ")" || c == "}") {
			if (--depth < 0)
				break
		} else if (depth == 0 && c ~ /[ ;]/)
			break
	}
	return substr(text, i)
}

function writes(name) {
	if (name == "_" || (inside != "" && (name in own)))
		return
	if (inside == "")
		top[FILENAME, name] = 1
	if ((" " writers[name] " ") !~ (" " FILENAME " "))
		writers[name] = writers[name] " " FILENAME
}
