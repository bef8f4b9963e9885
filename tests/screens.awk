# SPDX-License-Identifier: MIT
# screens.awk: what is wrong with the screens that tests/record has printed of a lesson.
#   thin   fewer than five lines, and no question
#   twice  a key was pressed, and nothing came of it but another prompt
#   shared a question stands below what was on the screen before it
#   joined a step begins below what closes the one before

/^---------- / { screen_ends(); key = substr($0, 12); next }
{
	sub(/^\| ?/, "")
	if ($0 != "")
		line[++lines] = $0
}
END { screen_ends() }

function screen_ends(   i, text) {
	for (i = 1; i < lines; i++) {
		text = text line[i] "\n"
		if (i > 1 && line[i] ~ /^([2-9]|[1-9][0-9]) of [0-9]+\. / && line[1] ~ /^[^0-9]/)
			printf "joined, after %s:\n%s\n%s\n", key, line[1], line[i]
	}
	if (line[lines] ~ /\?: keys$/) {
		if (lines - 1 < 5)
			printf "thin, after %s:\n%s%s\n", key, text, line[lines]
		if (text == last && key == "Enter")
			printf "twice:\n%s%s\n", text, line[lines]
		prompts++
	}
	if (line[lines] ~ /then Enter: *$/ && prompt ~ /\?: keys$/ && line[1] == first)
		printf "shared:\n%s%s\n", text, line[lines]
	last = text
	first = line[1]
	prompt = line[lines]
	lines = 0
}
