# SPDX-License-Identifier: MIT
# catalogue.awk: programs as a Markdown table for each class.  Of each comes a line
# "source: FILE", then what its --describe says.

/^source: / { keep(); source = $2 }
/^name: / { name = $2 }
/^title: / { title = substr($0, 8) }
/^class: / { class = $2 }
END {
	keep()
	# The most frequent first; what is not among them comes last.
	split("wait shared quota owned unwaitable timeout started changed flag contrast", order)
	for (i = 1; i in order; i++)
		table(order[i], "[" order[i] "](#" order[i] ")")
	for (i = 1; i <= classes; i++)
		table(found[i], found[i])
}

function keep() {
	if (source == "")
		return
	if (!(class in rows))
		found[++classes] = class
	rows[class] = rows[class] "| [`" name "`](" source ") | " title " |\n"
}

function table(class, head) {
	if (!(class in rows))
		return
	printf "%s**%s**\n\n| program | what it shows |\n|---|---|\n%s", gap, head, rows[class]
	gap = "\n"
	delete rows[class]
}
