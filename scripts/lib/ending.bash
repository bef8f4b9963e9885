# SPDX-License-Identifier: MIT
# ending.bash: the last screen of a lesson: what was predicted rightly, what to look at
# again, and where to go on.

# shellcheck disable=SC2034,SC2154  # the lesson's page, the screen and walk's options are there

# finish: the lesson is over, unless somebody goes back.
finish() {
	unanswered
	count_decided
	if [[ $interactive ]]; then
		end_page
	else
		put "$verdict"
	fi
	[[ $wanted == next ]] || return 0
	set_finished
	[[ ! $interactive ]] || rm -f "$state/${lesson[place]}" 2>/dev/null || true
}

# count_decided: in `verdict`, whether the runs answered the questions; if not, walk fails.
count_decided() {
	local id undecided=0 asked=${#decided[@]}
	for id in "${!decided[@]}"; do
		[[ ${decided[$id]} == yes ]] || undecided=$((undecided + 1))
	done
	verdict="End of ${lesson[slug]}: $asked of $asked predictions were decided by the runs."
	((asked > 0)) || verdict="End of ${lesson[slug]}."
	if ((undecided > 0)); then
		verdict="End of ${lesson[slug]}: $undecided of $asked predictions were not decided by the runs."
		set_failed
	fi
	gap
}

# end_page: and the answers to what is taken home, for whoever asks.
end_page() {
	local home=${lesson[answers]-} ask='Enter: the end'
	wait_for_key 'Enter: the end of the lesson'
	[[ $wanted == next ]] || return 0
	[[ ! $home ]] || ask="a: answers to take home   $ask"
	new_screen
	put "$strong$verdict$plain"
	put_unless_empty "$(score)"
	put_unless_empty "$(leads_on)"
	offer "$home"
	wait_for_key "$ask"
	while [[ $wanted == next && $key == a ]]; do
		new_screen
		put "${strong}Answers to take home$plain"
		gap
		prose "$(reflowed "${lesson[$home.text]}")"
		wait_for_key 'Enter: the end'
	done
	offer ''
	# There is nothing left to go on with.
	if [[ $wanted == quit ]]; then
		go_on
		set_stopped
	fi
}

put_unless_empty() {
	[[ $1 ]] || return 0
	gap
	put "$1" whole
}

# leads_on: the exercise, and the next lesson.
leads_on() {
	local readme name page next=''
	for readme in "$root"/docs/exercises/*/README.md; do
		grep -qs "/${lesson[slug]}\\.md)" "$readme" || continue
		name=${readme%/*} name=${name##*/}
		wrapped 'The exercise ' "$(sed -n '1s/^# //p' "$readme")"
		wrapped '  ' "Copy ${tree}docs/exercises/$name/$name.c, mend the copy, and give it to ${front}try."
	done
	for page in "$root"/docs/lessons/[0-9]*.md; do
		[[ $page > $root/docs/lessons/${lesson[slug]}.md ]] || continue
		next=${page##*/} next=${next%%-*}
		wrapped "${front}walk ${next#0}: " "$(sed -n '/^# /{s///p;q;}' "$page")"
		break
	done
}

# score: how many answers were right, and what the others believed, the most frequent
# first.
score() {
	local item given=0 right=0 count mistake words first
	local -A held=() where=()
	for ((item = 0; item < lesson[items]; item++)); do
		[[ ${lesson[$item.kind]} != question ]] || score_question "$item"
	done
	((given > 0)) || return 0
	if ((given == right)); then
		printf 'All %s answers were right.\n' "$given"
	else
		printf '%s of %s answers were right.\n' "$right" "$given"
	fi
	((${#held[@]} == 0)) || printf '\nLook again at what is not so:\n'
	for mistake in "${!held[@]}"; do
		printf '%s\t%s\t%s\n' "${held[$mistake]}" "$mistake" "${where[$mistake]}"
	done | sort -k 1,1nr -k 3,3n | while IFS=$'\t' read -r count words first; do
		wrapped '- ' "$(of_belief "$words") (\`--from=$first\`)"
	done
}

# of_belief BELIEF: as the teacher's page says it; of a lesson that is not ours, its name.
of_belief() {
	awk -F ' *[|] *' -v name="\`$1\`" '
		$2 == name { words = $3 }
		END { print words != "" ? words : name }' "$root/docs/teaching.md"
}

# score_question ITEM: adds to score()'s numbers.
score_question() {
	local id=${lesson[$1.name]} pair letter count option
	local -a pairs
	[[ ${rights[$id]-} ]] || return 0
	case ${answered[$id]-} in
	'') return 0 ;;
	*=*) read -ra pairs <<<"${answered[$id]}" ;;
	*) pairs=("${answered[$id]}=1") ;;
	esac
	for pair in "${pairs[@]}"; do
		letter=${pair%%=*} count=${pair#*=}
		given=$((given + count))
		if [[ $letter == "${rights[$id]}" ]]; then
			right=$((right + count))
		elif [[ $letter != '?' && $count != 0 ]]; then
			option=$(option_of "$1" "$letter")
			option=${lesson[$option.belief]}
			[[ ! $option ]] || held[$option]=$((${held[$option]:-0} + count))
			[[ ! $option || ${where[$option]-} ]] || where[$option]=${lesson[$1.step]}
		fi
	done
}
