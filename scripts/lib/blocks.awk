# SPDX-License-Identifier: MIT
# blocks.awk: any page as records, for scripts/docs.  The kinds are console, generated
# and picture, each with its info and what stands in it as text, and line for the rest.
# What is generated from a source is that source.

function block(kind, info, text) {
	if (kind == "fence" && info ~ /^console/) {
		item("console", text)
		console(info)
	} else if (kind == "generated")
		item(kind, info ~ /^(source|function) / ? in_fence(info) : text)
	else
		item(kind == "picture" ? kind : "line", kind == "picture" ? text : raw)
	field("info", info)
}

function in_fence(info,   lines) {
	lines = "\n" excerpt(info)
	gsub(/\n[0-9]+\t/, "\n", lines)
	return (info ~ /\.py / ? "```python" : "```c") lines "\n```"
}

function page_ends() { }
