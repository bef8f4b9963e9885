# SPDX-License-Identifier: MIT
# question.bash: ask before the run, and let the run be the answer.

# shellcheck disable=SC2034,SC2154  # the lesson's page and the screen are there

pending=()             # the questions asked, and not compared yet
compared=()            # those that the last part of a run answered
last_answer=''         # what was said of the last one, or a run has claimed
declare -A answered=() # by name: a letter, ?, or hands: "a=12 b=5 ?=1 "
declare -A decided=()  # by name: did a run answer it?  yes or no
declare -A rights=()   # by name: the letter that a run made right

forget_questions() {
	pending=() compared=() answered=() decided=() rights=()
}

# remember_answer QUESTION RIGHT ANSWER: from the last time.
remember_answer() {
	rights["$1"]=$2 answered["$1"]=$3 decided["$1"]=yes
}

# show_question ITEM: the question and its options.
show_question() {
	local i n=${lesson[$1.options]} text lead hanging letters='abcde'
	text=${lesson[$1.text]}$'\n'
	for ((i = 1; i <= n; i++)); do
		lead="  ${letters:i-1:1}  "
		[[ ! $accessible ]] || lead="$i: "
		hang "$lead" "${lesson[$(($1 + i)).text]}"
		text+=$'\n'$hanging
	done
	lead='  ?  '
	[[ ! $accessible ]] || lead="$((n + 1)): "
	# With room for the answer, and for a command to be typed.
	put "$(reflowed "$text")"$'\n'"${lead}not sure" whole "$([[ $follow ]] && echo 7 || echo 2)"
}

# keep_answer TEXT: what a run has shown, until something is said of an answer.
keep_answer() {
	last_answer=$1
}

# take_last_answer: in `taken`, what was said of the last answer, once.
take_last_answer() {
	taken=$last_answer
	last_answer=''
}

# ask ITEM: a prediction, or a show of hands.
ask() {
	local id=${lesson[$1.name]} n=${lesson[$1.options]} text letters='abcde'
	last_answer=''
	show_question "$1"
	[[ " ${pending[*]} " == *" $1 "* ]] || pending+=("$1")
	answered[$id]=''
	[[ $interactive && $wanted == next ]] || return 0
	if [[ $accessible ]]; then
		text="Your prediction, 1 to $((n + 1)), then Enter (or back, again, shell, quit):"
	else
		gap
		text="Prediction (a-${letters:n-1:1} or ?), then Enter: "
	fi
	until prompt answer "$text" trouble_with "$1"; do
		show_question "$1"
	done
	if [[ $wanted != next ]]; then
		unset 'pending[-1]'
		return 0
	fi
	answered[$id]=$(understood "$1" "$answer")
	[[ $accessible ]] || put "Your prediction: $answer"
	key_pressed # what follows from it may begin a new screen
}

# understood ITEM ANSWER: a letter, ?, or a show of hands such as "a12 b5", as it is kept.
understood() {
	local answer=${2// /} known letters='abcde' n=${lesson[$1.options]} letter total=0 i
	local -A hands=()
	known="${letters:0:n}?"
	if [[ $accessible && $answer =~ ^[1-9]$ ]]; then
		answer=${known:answer-1:1}
	fi
	if [[ ${#answer} == 1 && $known == *"$answer"* ]]; then
		printf '%s\n' "$answer"
		return
	fi
	while [[ $answer =~ ^([a-e?])([0-9]{1,4})(.*)$ ]]; do
		letter=${BASH_REMATCH[1]} answer=${BASH_REMATCH[3]}
		[[ $known == *"$letter"* && ! ${hands[$letter]-} ]] || return 1
		hands[$letter]=$((10#${BASH_REMATCH[2]}))
		total=$((total + hands[$letter]))
	done
	[[ ! $answer ]] && ((total > 0)) || return 1
	for ((i = 0; i <= n; i++)); do
		printf '%s=%s ' "${known:i:1}" "${hands[${known:i:1}]:-0}"
	done
}

# trouble_with ITEM ANSWER: prints what is wrong with it, or nothing.
trouble_with() {
	understood "$1" "$2" >/dev/null && return
	if [[ ! $accessible ]]; then
		# Who is alone has no hands to count.
		printf 'A letter or ?%s.\n' "$([[ $alone ]] || echo '; of a class: a12 b5')"
	elif [[ $2 =~ ^[1-9]$ ]]; then
		printf 'There is no number %s.\n' "$2"
	else
		printf 'A number, please.\n'
	fi
}

# compare DIR: what happened in the run whose events and output are there, for every
# question that waits for it.
compare() {
	local item several=''
	compared=("${pending[@]}")
	((${#pending[@]} == 1)) || several=yes
	for item in "${pending[@]}"; do
		gap
		compare_one "$item" "$1" "$several"
	done
	pending=()
}

# compare_again DIR: the same for the questions that the last part answered; those that
# were asked since wait on.
compare_again() {
	local -a later=("${pending[@]}")
	pending=("${compared[@]}")
	compare "$1"
	pending=("${later[@]}")
}

# unanswered: no run has answered the questions that wait: the lesson is wrong.
unanswered() {
	local item
	for item in "${pending[@]}"; do
		decided[${lesson[$item.name]}]=no
	done
	pending=()
}

# set_aside: no run will answer the questions that wait, and nobody is at fault.
set_aside() {
	pending=()
}

# compare_one ITEM DIR AGAIN: which option did the run make right?  Exactly one, or the
# lesson is wrong here, and says so.  With AGAIN, or on a new screen, the question is
# there again.
compare_one() {
	local id=${lesson[$1.name]} right asked='' said
	if ! right=$(right_option "$1" "$2/events"); then
		decided[$id]=no
		put "This run does not answer the question '$id': $right"
		return 0
	fi
	decided[$id]=yes rights[$id]=$right
	said=$(what_happened "$1" "$right" "$2")
	last_answer=$said
	if [[ $3 ]] || ! fits "$said"; then
		asked=$(reflowed "${lesson[$1.text]#'**'*'** '}")$'\n\n'
	fi
	if [[ $asked && ! $3 ]]; then
		wait_for_key 'Enter: what happened'
		[[ $wanted == next ]] || return 0
		new_screen
	fi
	put "$asked$said" whole
	report_question "$1" "$right" "${answered[$id]-}"
	[[ $interactive ]] || return 0
	keep_right "${lesson[slug]}" "$id" "$right"
	keep_step
}

# what_happened ITEM RIGHT DIR: the right option, the lines that say so, what was predicted,
# and why it is so or not.
what_happened() {
	local right was=${answered[${lesson[$1.name]}]-} predicted=''
	right=$(option_of "$1" "$2")
	if [[ $accessible ]]; then
		printf 'What happened: number %s, %s\n' "$((right - $1))" "${lesson[$right.text]}"
	else
		wrapped "${strong}What happened:${plain} $2  " "${lesson[$right.text]}"
	fi
	deciding "$right" "$3"
	case $was in
	'') say_because "$right" ;;
	*=*)
		draw_hands "$was" "$2"
		because_of_hands "$1" "$2" "$was"
		;;
	"$2")
		printf 'As you predicted.\n'
		say_because "$right"
		;;
	'?')
		printf 'You were not sure.\n'
		say_because "$right"
		;;
	*)
		predicted=$(option_of "$1" "$was")
		wrapped "You predicted: $was  " "${lesson[$predicted.text]}"
		say_because "$predicted"
		;;
	esac
}

# deciding OPTION DIR: the lines of the output that make it right: four, at most.
deciding() {
	local numbers line events=$2/events
	numbers=$(printf 'x\t%s\n' "${lesson[$1.predicate]}" |
		LC_ALL=C awk -v reads=1 -f "$here/lib/events.awk" -f "$here/lib/predicate.awk" "$events" -)
	for _ in {1..4}; do
		IFS= read -r line || break
		printf '%s%s%s\n' "$strong" "$line" "$plain"
	done < <(LC_ALL=C awk -v numbers="${numbers#*$'\t'}" -f "$here/lib/events.awk" -f "$here/lib/shown.awk" \
		"$events" "$2/output")
}

# say_because OPTION
say_because() {
	[[ ! ${lesson[$1.because]} ]] || reflowed "${lesson[$1.because]}"
}

# because_of_hands QUESTION RIGHT HANDS: of each option that had some; for who is not sure,
# of the right one.
because_of_hands() {
	local pair letter option
	local -a pairs
	read -ra pairs <<<"$3"
	for pair in "${pairs[@]}"; do
		letter=${pair%%=*}
		[[ $letter != '?' ]] || continue
		[[ $pair != *=0 || ($letter == "$2" && " $3" != *' ?=0 '*) ]] || continue
		option=$(option_of "$1" "$letter")
		[[ ! ${lesson[$option.because]} ]] || wrapped "  $letter  " "${lesson[$option.because]}"
	done
}

# draw_hands HANDS RIGHT: a bar for each option.
draw_hands() {
	local pair letter count most=1 bar mark
	local -a pairs
	read -ra pairs <<<"$1"
	for pair in "${pairs[@]}"; do
		((${pair#*=} <= most)) || most=${pair#*=}
	done
	for pair in "${pairs[@]}"; do
		letter=${pair%%=*} count=${pair#*=} mark=''
		[[ $letter != "$2" ]] || mark='  <- what happened'
		if [[ $accessible ]]; then
			printf '%s: %s%s\n' "$letter" "$(counted "$count" hand)" "${mark:+, what happened}"
			continue
		fi
		printf -v bar '%*s' $(((count * 30 + most - 1) / most)) ''
		printf '  %s  %-30s %4d%s\n' "$letter" "${bar// /#}" "$count" "$mark"
	done
}
