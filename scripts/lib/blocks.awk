# SPDX-License-Identifier: MIT
# blocks.awk: any page as records, for scripts/docs:
#   awk -v who=NAME -v root=DIR -f source.awk -f page.awk -f blocks.awk PAGE
# blocks is how many there are; of block N, from 0 on: N. ...
#   kind   text console generated picture
#   raw    its lines;  first  the first of them
#   text   what stands in it; of a picture its line
#   info   of generated and picture: how it is made; what is generated from a source is
#          here already, in text
#   exit steps from terminal   of console: see page.awk

BEGIN { blocks = 0 }

function block(kind, info, text,   name) {
	if (kind == "fence" && info ~ /^console/)
		start("console")
	else if (kind == "generated" || kind == "picture")
		start(kind)
	else {
		held = held (holds++ ? "\n" : "") raw
		return
	}
	put("raw", raw)
	put("first", substr(raw, 1, index(raw "\n", "\n") - 1))
	put("text", text)
	put("info", info)
	if (kind == "fence") {
		console(info)
		for (name in attribute)
			put(name, attribute[name])
	} else if (info ~ /^(source|function) /)
		put("text", in_fence(info))
}

function in_fence(info,   lines) {
	lines = excerpt(info)
	if (lines == "")
		refuse("there is no such source: " info)
	return (info ~ /\.py / ? "```python\n" : "```c\n") without_numbers(lines) "\n```"
}

function start(kind) {
	end_held()
	put("kind", kind)
	blocks++
}
# put(NAME, VALUE): of the block that was started last; "kind" starts it.
function put(name, value) {
	name_of[++records] = (name == "kind" ? blocks : blocks - 1) "." name
	value_of[records] = value
}
function end_held() {
	if (holds == 0)
		return
	put("kind", "text")
	blocks++
	put("raw", held)
	held = ""
	holds = 0
}

function page_ends(   i) {
	end_held()
	for (i = 1; i <= records; i++)
		record(name_of[i], value_of[i])
	record("blocks", blocks)
}
