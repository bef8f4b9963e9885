# SPDX-License-Identifier: MIT
# events.awk: a line of --json, or of a report, as fields; see docs/json.md.

# read_event(OBJECT, FIELD): into FIELD, by name.  An object in it stays one: read it
# in its turn.
function read_event(object, field,   pair, name, value) {
	split("", field)
	while (match(object, /"[a-z?]+":("([^"\\]|\\.)*"|-?[0-9]+|true|false|null|\{[^}]*\})/)) {
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
