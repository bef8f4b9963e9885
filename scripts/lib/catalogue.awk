# SPDX-License-Identifier: MIT
# catalogue.awk: programs as a Markdown table for each class.  Of each comes a line
# "source: FILE", then what its --describe says.
#   kind=programs   what each shows, for README.md
#   kind=cases      call, errnos, poll() and belief, for a page in docs; no tools

/^source: / { keep(); source = $2; errno = poll = belief = "" }
/^name: / { name = $2 }
/^title: / { title = substr($0, 8) }
/^class: / { class = $2 }
/^calls: / { call = $2 == "" ? "" : "`" $2 "()`" }
/^errnos: / { errno = substr($0, 9); gsub(/ /, ", ", errno) }
/^poll: / { poll = substr($0, 7) }
/^belief: / { belief = substr($0, 9) }
END {
	keep()
	# The most frequent first; what is not among them comes last.
	split("wait shared quota owned unwaitable timeout started changed flag contrast", order)
	for (i = 1; i in order; i++)
		table(order[i])
	for (i = 1; i <= classes; i++)
		table(found[i])
}

function keep() {
	if (source == "" || kind == "cases" && class == "tool")
		return
	if (!(class in rows))
		found[++classes] = class
	rows[class] = rows[class] "| [`" name "`](" (kind == "cases" ? "../" : "") source ") | "
	rows[class] = rows[class] (kind == "cases" ? call " | " errno " | " poll " | " belief : title) " |\n"
}

function table(class) {
	if (!(class in rows))
		return
	if (kind == "cases")
		printf "%s## %s\n\n| program | call | errnos met | what poll() says then | the belief that it kills |\n|---|---|---|---|---|\n%s", gap, class, rows[class]
	else
		printf "%s**%s**\n\n| program | what it shows |\n|---|---|\n%s", gap, class == "tool" ? class : "[" class "](#" class ")", rows[class]
	gap = "\n"
	delete rows[class]
}
