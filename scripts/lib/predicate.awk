# SPDX-License-Identifier: MIT
# predicate.awk: which of these predicates hold over the events of a run?
#   awk -f events.awk -f predicate.awk EVENTS PREDICATES
# A line of PREDICATES is "LETTER<TAB>PREDICATE"; the answer to it is
# "LETTER<TAB>1", "LETTER<TAB>0", or "LETTER<TAB>what is wrong with it".  With
# -v reads=1 it is which events it looked at: "LETTER<TAB>NUMBER NUMBER ...".
#
#   or:         call[call=recv, ret=0] or end[result=hang]
#   and, not:   not call[errno=EAGAIN] and claim[id=settled, ok=true]
#   count:      call[step=fill, call=send, errno=EAGAIN] >= 2
#   a field:    buffer[buffer=send].data < buffer[buffer=send].charged
#               of the last event that fits; "first" before it: of the first
#   a sum:      sum call[call=send, ret>0].ret > 8192
#   a product:  10 * measure[name=epoll/100/calls].value
#
# Events and fields are those of docs/json.md; each also has its "step".  Calls
# are counted, and summed, as often as they were made ("times").  A field that
# an event never has is an error, so that a slip of the pen cannot decide.

BEGIN {
	fields["begin"] = "schema demo kernel machine options"
	fields["step"] = "tag text"
	fields["call"] = "n actor call args times asked ret is errno revents"
	fields["submitted"] = "actor call args asked"
	fields["completed"] = "actor call args asked ret is errno"
	fields["buffer"] = "actor buffer data size charged unsent"
	fields["measure"] = "name value unit"
	fields["claim"] = "id ok text"
	fields["left-out"] = "id text"
	fields["listen"] = "at"
	fields["note"] = "text"
	fields["end"] = "result claims held text"
}

FILENAME == ARGV[1] {
	events++
	read_event($0, field)
	for (name in field)
		event[events, name] = field[name]
	if (event[events, "event"] == "step")
		step = event[events, "tag"]
	event[events, "step"] = step
	next
}

{
	given[1] = substr($0, 1, 1)
	wrong = ""
	split("", looked)
	cut(substr($0, 3))
	at = 1
	truth = either()
	if (wrong == "" && at <= tokens)
		wrong = "nothing more is expected at \"" token[at] "\""
	if (reads && wrong == "") {
		truth = ""
		for (i = 1; i <= events; i++)
			if (i in looked)
				truth = truth (truth == "" ? "" : " ") i
	}
	printf "%s\t%s\n", given[1], wrong != "" ? wrong : truth
}

# The text as tokens: words, numbers, "strings", operators.
function cut(text) {
	tokens = 0
	split("", token)
	while (text != "") {
		sub(/^[ \t]+/, "", text)
		if (text == "")
			break
		if (!match(text, /^("[^"]*"|[A-Za-z0-9_\/|-]+|[<>!]=|[][<>=(),.*])/)) {
			wrong = "not understood: " text
			return
		}
		token[++tokens] = substr(text, 1, RLENGTH)
		text = substr(text, RLENGTH + 1)
	}
	if (tokens == 0)
		wrong = "a predicate is missing"
}

function take(want) {
	if (at <= tokens && token[at] == want) {
		at++
		return 1
	}
	return 0
}
function need(want) {
	if (!take(want) && wrong == "")
		wrong = "\"" want "\" is expected" (at <= tokens ? ", not \"" token[at] "\"" : " at the end")
}

function either(   truth, other) {
	truth = both()
	while (wrong == "" && take("or")) {
		other = both()
		truth = truth || other
	}
	return truth + 0
}
function both(   truth, other) {
	truth = one()
	while (wrong == "" && take("and")) {
		other = one()
		truth = truth && other
	}
	return truth + 0
}
function one(   truth) {
	if (wrong != "")
		return 0
	if (take("not"))
		return !one()
	if (take("(")) {
		truth = either()
		need(")")
		return truth
	}
	return comparison()
}

function is_relation(what) { return what ~ /^(=|!=|<|>|<=|>=)$/ }

function comparison(   left, relation, right, start) {
	start = at
	left = product()
	if (wrong != "")
		return 0
	if (!(token[start] in fields) && !(token[start] ~ /^(first|sum|-?[0-9]+)$/))
		wrong = "there is no event \"" token[start] "\""
	if (at > tokens || !is_relation(token[at])) {
		# By itself only a number of events says something.
		if (token[start] in fields && token[at - 1] ~ /^(\]|[a-z-]+)$/ && token[at - 2] != ".")
			return left > 0
		if (wrong == "")
			wrong = "what is \"" token[start] "\" to be compared with?"
		return 0
	}
	relation = token[at++]
	right = product()
	if (relation ~ /[<>]/ && wrong == "" && ((left != "" && left !~ /^-?[0-9]+$/) || (right != "" && right !~ /^-?[0-9]+$/)))
		wrong = "only numbers are more or less than others"
	return holds(left, relation, right)
}

# No such event, no such value: nothing can be said about it.
function holds(left, relation, right,   order) {
	if (left == "" || right == "")
		return 0
	if (left ~ /^-?[0-9]+$/ && right ~ /^-?[0-9]+$/) {
		left += 0
		right += 0
	} else if (relation ~ /[<>]/)
		return 0
	order = left == right ? "=" : left < right ? "<" : ">"
	return relation == "!=" ? order != "=" : index(relation, order) != 0
}

function product(   value, other) {
	value = operand()
	while (wrong == "" && take("*")) {
		other = operand()
		value = value == "" || other == "" ? "" : value * other
	}
	return value
}

function operand(   word, type, field, first, sum, i, j, n, parts, what, picked) {
	if (at > tokens) {
		wrong = "something is missing at the end"
		return ""
	}
	word = token[at++]
	if (word ~ /^-?[0-9]+$/)
		return word
	if (word ~ /^"/)
		return substr(word, 2, length(word) - 2)
	first = word == "first"
	sum = word == "sum"
	type = first || sum ? token[at++] : word
	if (word ~ /^(and|or|not)$/) {
		wrong = "\"" word "\" stands where a value should"
		return ""
	}
	if (!(type in fields)) {
		if (first || sum || token[at] ~ /^(\[|\.)$/)
			wrong = "there is no event \"" type "\""
		return word
	}
	conditions = 0
	if (take("[")) {
		do {
			condition[++conditions, 1] = field_of(type, token[at++])
			condition[conditions, 2] = token[at++]
			if (wrong == "" && !is_relation(condition[conditions, 2]))
				wrong = "a relation is expected, not \"" condition[conditions, 2] "\""
			condition[conditions, 3] = token[at++]
		} while (wrong == "" && take(","))
		need("]")
	}
	field = ""
	if (wrong == "" && take("."))
		field = field_of(type, token[at++])
	if (wrong == "" && sum && field == "")
		wrong = "a sum is of a field"
	if (wrong != "")
		return ""
	n = 0
	what = ""
	for (i = 1; i <= events; i++) {
		if (event[i, "event"] != type || !fits(i, type))
			continue
		j = type == "call" ? event[i, "times"] : 1
		n += sum ? event[i, field] * j : j
		if (sum || field == "")
			looked[i] = 1
		else if (!(first && what != "")) {
			what = (i, field) in event ? event[i, field] : ""
			picked = i
		}
	}
	if (picked)
		looked[picked] = 1
	return sum || field == "" ? n : what
}

function field_of(type, field) {
	if (field != "step" && index(" " fields[type] " ", " " field " ") == 0 && wrong == "")
		wrong = "event \"" type "\" has no field \"" field "\""
	return field
}

# Does event i meet every condition?  What stands on the right may be another
# field of the same event.
function fits(i, type,   c, right) {
	for (c = 1; c <= conditions; c++) {
		right = condition[c, 3]
		if (right ~ /^"/)
			right = substr(right, 2, length(right) - 2)
		else if (index(" " fields[type] " ", " " right " ") != 0)
			right = event[i, right]
		if (!holds(event[i, condition[c, 1]], condition[c, 2], right))
			return 0
	}
	return 1
}
