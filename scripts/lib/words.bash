# SPDX-License-Identifier: MIT
# words.bash: what walk itself says, in the language of the pages.  Beside them is a file
# `words`, whose lines are
#   ENGLISH<TAB>OTHER
# In both %1 to %8 stand for a word, %9 for any text, and ** goes around what is bold.
# What has no line stays English.  A line without words of its own is looked up first.

# shellcheck disable=SC2154  # the screen is there

declare -A sentences=()   # OTHER by ENGLISH, of lines without words
phrases=() beginnings=() # the others; and what stands before the first word of each

# learn FILE: from here on.
learn() {
	local line known
	while IFS= read -r line; do
		[[ $line == *$'\t'* ]] || continue
		line=${line//'scripts/'/"$front"}
		known=''
		while [[ $line == *'**'*'**'* ]]; do
			known+=${line%%'**'*}$strong
			line=${line#*'**'}
			known+=${line%%'**'*}$plain
			line=${line#*'**'}
		done
		line=$known$line
		known=${line%%$'\t'*}
		if [[ $known == *%[1-9]* ]]; then
			phrases+=("$line")
			beginnings+=("${known%%%[1-9]*}")
		else
			sentences[$known]=${line#*$'\t'}
		fi
	done <"$1"
}

# say LINE: in `translated`; blanks around it stay.
say() {
	local line before=${1%%[! ]*} text n parts=() i
	text=${1#"$before"}
	text=${text%"${text##*[! ]}"}
	translated=$1
	[[ $text ]] || return 0
	if [[ ${sentences[$text]+known} ]]; then
		translated=$before${sentences[$text]}${1#"$before$text"}
		return
	fi
	for n in "${!phrases[@]}"; do
		[[ $text == "${beginnings[n]}"* ]] || continue
		line=${phrases[n]}
		like "${line%%$'\t'*}" "$text" || continue
		line=${line#*$'\t'}
		for i in "${!parts[@]}"; do
			line=${line//"%$i"/"${parts[i]}"}
		done
		translated=$before$line${1#"$before$text"}
		return
	done
}

# like ENGLISH TEXT: is it that, with other words in `parts`?
like() {
	local rest=$1 text=$2 before after i
	parts=()
	while [[ $rest == *%[1-9]* ]]; do
		before=${rest%%%[1-9]*}
		[[ $text == "$before"* ]] || return 1
		text=${text#"$before"} rest=${rest#"$before%"}
		i=${rest:0:1} rest=${rest:1}
		after=${rest%%%[1-9]*}
		[[ $text == *"$after"* ]] || return 1
		parts[i]=$text
		[[ ! $after ]] || parts[i]=${text%%"$after"*}
		[[ $i == 9 || ${parts[i]} != *' '* ]] || return 1
		text=${text#"${parts[i]}"}
	done
	[[ $text == "$rest" ]]
}

# in_words: each line of standard input.
in_words() {
	local line
	while IFS= read -r line; do
		say "$line"
		printf '%s\n' "$translated"
	done
}
