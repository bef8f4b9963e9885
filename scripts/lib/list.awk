# SPDX-License-Identifier: MIT
# list.awk: programs, a line each, from "chapter: NAME" and what their --describe says.
# `wanted` are KEY=VALUE with blanks between; `as` is text or json.  The status is 3
# if there is none.  With `room`, a title that does not fit goes on below itself.
# wrap.awk is loaded too.

BEGIN { asked = split(wanted, want, " ") }
/^chapter:/ {
	tell()
	chapter = $2
	name = title = class = calls = errnos = ""
}
/^name: / { name = $2 }
/^title: / { title = substr($0, 8) }
/^class: / { class = $2 }
/^calls: / { calls = substr($0, 8) }
/^errnos: / { errnos = substr($0, 9) }
END {
	tell()
	exit told ? 0 : 3
}

function tell(   i, at, n, part) {
	if (name == "")
		return
	for (i = 1; i <= asked; i++) {
		at = index(want[i], "=")
		if (!fits(substr(want[i], 1, at - 1), substr(want[i], at + 1)))
			return
	}
	told++
	if (as == "json") {
		gsub(/\\/, "\\\\", title)
		gsub(/"/, "\\\"", title)
		printf "{\"schema\":1,\"name\":\"%s\",\"class\":\"%s\",\"chapter\":\"%s\",\"title\":\"%s\",\"calls\":%s,\"errnos\":%s}\n",
		    name, class, chapter, title, strings(calls), strings(errnos)
		return
	}
	n = wrap(title, room ? room - 36 : length(title), part)
	for (i = 1; i <= n; i++)
		printf "%-24s %-10s %s\n", i == 1 ? name : "", i == 1 ? class : "", part[i]
}

function fits(key, value) {
	if (key == "class")
		return class == value
	if (key == "chapter")
		return chapter == value
	if (key == "call") # accept is accept4, too
		return " " calls " " ~ " " value "[0-9]* "
	return index(" " errnos " ", " " toupper(value) " ")
}

function strings(list,   n, i, item, out) {
	n = split(list, item, " ")
	for (i = 1; i <= n; i++)
		out = out (i > 1 ? "," : "") "\"" item[i] "\""
	return "[" out "]"
}
