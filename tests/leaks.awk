# SPDX-License-Identifier: MIT
# leaks.awk: sentences of a blank handout that give an answer away.
#   awk -f tests/leaks.awk OPTIONS HANDOUT
# A line of OPTIONS is "QUESTION<TAB>NAME<TAB>LETTER<TAB>PREDICATE<TAB>WORDS".
# The decisive words of an option are those that no other option of its question has,
# nor the question: names of errnos and of events, numbers (hard), and words of four
# letters and more without their endings (soft).  A sentence outside the options, and
# outside the question itself, decides if it has hard words of one option alone; or
# three soft ones and more than half of them, and none of another option's.

BEGIN {
	common = " with that this from what when then there they them have will does done " \
		"into only else here each more most other than same very been were some such " \
		"nothing which where would could again just like "
}

FILENAME == ARGV[1] {
	split($0, part, "\t")
	name[part[1]] = part[2]
	option[part[1], ++number[part[1]]] = part[5]
	next
}

/^- \[ \] / { next }
/^Because: |^What happened/ { next }
!NF || /^```/ || /^---$/ { paragraph_ends(); next }
/^(#|[-*] |[0-9]+\. |\|)/ && text !~ /^ \*\*Predict/ { paragraph_ends() }
{ text = text " " $0 }

function paragraph_ends() {
	if (text == "")
		return
	paragraph[++paragraphs] = text
	if (text ~ /^ \*\*Predict/)
		question[asked_in[paragraphs] = ++questions] = text
	text = ""
}

function hard(word) {
	return word ~ /^(E[A-Z][A-Z]+|E?POLL[A-Z]+|[0-9]+)$/
}

# The words of TEXT that can decide, in word[1..]; how many.  Not the numbers of lessons
# and steps, nor the -1 that every error has.
function words_of(text, word,   part, i, n, m) {
	gsub(/^ *(#+ )?[0-9]+\./, " ", text)
	gsub(/127\.0\.0\.1:PORT/, " ", text)
	gsub(/[Ll]essons? [0-9]+( and [0-9]+)?|-[0-9]+/, " ", text)
	gsub(/[^A-Za-z0-9_]+/, " ", text)
	n = split(text, part, " ")
	for (i = 1; i <= n; i++) {
		if (!hard(part[i])) {
			part[i] = tolower(part[i])
			if (length(part[i]) < 4 || index(common, " " part[i] " ") != 0)
				continue
			sub(/(ing|ed|es|s)$/, "", part[i])
		}
		word[++m] = part[i]
	}
	return m
}

# Of question Q: of[WORD] is the one option that has it; has[OPTION]: how many soft ones.
function decisive(q,   o, i, n, word, asked, w) {
	split("", of)
	split("", has)
	n = words_of(question[q], word)
	for (i = 1; i <= n; i++)
		asked[word[i]] = 1
	for (o = 1; o <= number[q]; o++) {
		n = words_of(option[q, o], word)
		for (i = 1; i <= n; i++) {
			w = word[i]
			if (w in asked)
				continue
			if (!(w in of))
				of[w] = o
			else if (of[w] != o)
				of[w] = "several"
		}
	}
	for (w in of)
		if (!hard(w))
			has[of[w]]++
}

# In `which` the option that SENTENCE decides for, and in `why` by which words; or 0.
function decides(sentence,   i, n, word, seen, hards, softs, o, several) {
	which = 0
	why = ""
	n = words_of(sentence, word)
	for (i = 1; i <= n; i++) {
		if (word[i] in seen || !(word[i] in of) || of[word[i]] == "several")
			continue
		seen[word[i]] = 1
		why = why " " word[i]
		if (hard(word[i]))
			hards[of[word[i]]]++
		else
			softs[of[word[i]]]++
	}
	for (o in hards) {
		several = which != 0
		which = o
	}
	if (which != 0)
		return !several
	for (o in softs) {
		several = which != 0
		which = o
	}
	return which != 0 && !several && softs[which] >= 3 && 2 * softs[which] > has[which]
}

END {
	paragraph_ends()
	for (q = 1; q <= questions; q++) {
		decisive(q)
		for (p = 1; p <= paragraphs; p++) {
			if (asked_in[p] == q)
				continue
			n = split(paragraph[p], sentence, /[.?!:;] +/)
			for (i = 1; i <= n; i++)
				if (decides(sentence[i]))
					printf "%s: %s)%s:%s\n", name[q], substr("abcde", which, 1), why, sentence[i]
		}
	}
}
