# SPDX-License-Identifier: MIT
# class-report.awk: reports of scripts/walk, folded.  The first file says what the
# misconceptions are: rows "| `name` | sentence | lessons |".

FNR == NR {
	if (match($0, /^\| `[a-z-]+` \|/)) {
		name = substr($0, 4, RLENGTH - 6)
		split($0, cell, / *\| */)
		sentence[name] = cell[3]
	}
	next
}

FNR == 1 { reports++ }

{ read_event($0) }

field["event"] == "prediction" {
	id = field["lesson"] " " field["id"]
	if (!(id in right))
		order[++questions] = id
	right[id] = field["right"]
	inner = field["beliefs"]
	split("", held)
	while (match(inner, /"[a-e]":"[a-z-]+"/)) {
		held[substr(inner, RSTART + 1, 1)] = substr(inner, RSTART + 5, RLENGTH - 6)
		inner = substr(inner, RSTART + RLENGTH)
	}
	inner = field["answers"]
	asked = 0
	while (match(inner, /"[a-e?]":[0-9]+/)) {
		letter = substr(inner, RSTART + 1, 1)
		number = substr(inner, RSTART + 4, RLENGTH - 4) + 0
		inner = substr(inner, RSTART + RLENGTH)
		asked += number
		answers[id, letter] += number
		if (index(letters[id], letter) == 0)
			letters[id] = letters[id] letter
		if (letter in held) {
			belief[id, letter] = held[letter]
			holds[held[letter]] += number
		}
	}
	total[id] += asked
	for (letter in held)
		if (!((FILENAME, FNR, held[letter]) in counted)) {
			counted[FILENAME, FNR, held[letter]] = 1
			chances[held[letter]] += asked
		}
}

function bar(n, of,   s) {
	s = ""
	while (length(s) < 20)
		s = s (length(s) < 20 * n / of ? "#" : ".")
	return "[" s "]"
}

END {
	if (questions == 0) {
		print "class-report: no predictions in these reports" > "/dev/stderr"
		exit 1
	}
	printf "%d report%s, %d question%s\n", reports, reports == 1 ? "" : "s", \
		questions, questions == 1 ? "" : "s"
	for (q = 1; q <= questions; q++) {
		id = order[q]
		if (total[id] == 0)
			continue
		if (lesson != substr(id, 1, index(id, " ") - 1)) {
			lesson = substr(id, 1, index(id, " ") - 1)
			printf "\n%s\n", lesson
		}
		printf "\n  %s\n", substr(id, length(lesson) + 2)
		for (i = 1; i <= length(letters[id]); i++) {
			letter = substr(letters[id], i, 1)
			words = letter == right[id] ? "what happened" : letter == "?" ? "not sure" : (id, letter) in belief ? belief[id, letter] : "something else"
			printf "    %s %s %3d  %s\n", letter, bar(answers[id, letter], total[id]), answers[id, letter], words
		}
	}
	for (name in holds)
		if (holds[name] > 0)
			found[++n] = name
	if (n == 0) {
		printf "\nNobody held a misconception.\n"
		exit
	}
	# The most frequent first, and by name where they are equal.
	for (i = 1; i <= n; i++)
		for (j = i + 1; j <= n; j++)
			if (holds[found[j]] > holds[found[i]] || (holds[found[j]] == holds[found[i]] && found[j] < found[i])) {
				name = found[i]; found[i] = found[j]; found[j] = name
			}
	printf "\nMisconceptions, and how many answers of those that could show them:\n\n"
	for (i = 1; i <= n; i++)
		printf "  %3d of %3d  %-25s %s\n", holds[found[i]], chances[found[i]], found[i], sentence[found[i]]
}
