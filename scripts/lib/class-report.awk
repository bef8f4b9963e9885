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

FNR == 1 { report_ends(); reports++ }

{
	read_event($0, field)
	event = field["event"]
	report = FILENAME
}

/[[:cntrl:]]/ { refuse("holds control characters") }
FNR == 1 && (event != "begin" || field["report"] != "walk") { refuse("is no report of scripts/walk") }

event == "prediction" {
	id = field["lesson"] " " field["id"]
	if (!(id in right))
		order[++questions] = id
	right[id] = field["right"]
	read_event(field["beliefs"], held)
	read_event(field["answers"], given)
	asked = 0
	for (letter in given) {
		asked += given[letter]
		answers[id, letter] += given[letter]
		if (letter in held) {
			belief[id, letter] = held[letter]
			holds[held[letter]] += given[letter]
		}
	}
	total[id] += asked
	split("", counted)
	for (letter in held)
		if (!(held[letter] in counted)) {
			counted[held[letter]] = 1
			chances[held[letter]] += asked
		}
}

function report_ends() {
	if (reports > 0 && event != "end")
		refuse("is not whole")
}
function refuse(words) {
	print "class-report: " report " " words > "/dev/stderr"
	exit failed = 1
}

function bar(n, of,   s) {
	s = ""
	while (length(s) < 20)
		s = s (length(s) < 20 * n / of ? "#" : ".")
	return "[" s "]"
}

END {
	if (!failed)
		report_ends()
	if (failed)
		exit 1
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
		for (i = 1; i <= 6; i++) {
			letter = substr("abcde?", i, 1)
			if (!((id, letter) in answers))
				continue
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
