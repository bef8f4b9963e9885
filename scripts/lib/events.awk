# SPDX-License-Identifier: MIT
# events.awk: a line of --json as fields; see docs/json.md.

# read_event(OBJECT): into field[], by name.
function read_event(object,   pair, name, value) {
	split("", field)
	while (match(object, /"[a-z]+":("([^"\\]|\\.)*"|-?[0-9]+|true|false|null|\{[^}]*\})/)) {
		pair = substr(object, RSTART, RLENGTH)
		object = substr(object, RSTART + RLENGTH)
		name = pair
		sub(/":.*/, "", name)
		name = substr(name, 2)
		value = substr(pair, length(name) + 4)
		if (value ~ /^"/) {
			value = substr(value, 2, length(value) - 2)
			gsub(/\\"/, "\"", value)
			gsub(/\\\\/, "\\", value)
		}
		field[name] = value
	}
}
