# SPDX-License-Identifier: MIT
# question.bash: ask before the run, and let the run be the answer.

# shellcheck disable=SC2034,SC2154  # the lesson's page and the screen are there

pending=()             # the questions asked, and not compared yet
declare -A answered=() # by name: a letter, ?, or hands: "a=12 b=5 ?=1 "
declare -A decided=()  # by name: did a run answer it?  yes or no

forget_questions() {
	pending=() answered=() decided=()
}

# show_question ITEM: the question and its options.
show_question() {
	local i n=${lesson[$1.options]} text lead letters='abcde'
	text=$(reflowed "${lesson[$1.text]}")$'\n'
	for ((i = 1; i <= n; i++)); do
		lead="  ${letters:i-1:1}  "
		[[ ! $accessible ]] || lead="$i: "
		text+=$'\n'$(wrapped "$lead" "${lesson[$(($1 + i)).text]}")
	done
	lead='  ?  '
	[[ ! $accessible ]] || lead="$((n + 1)): "
	put "$text"$'\n'"${lead}not sure" whole
}

# ask ITEM: a prediction, or a show of hands.
ask() {
	local id=${lesson[$1.name]} n=${lesson[$1.options]} text letters='abcde'
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

# compare EVENTS: what happened, for every question that waits for it.
compare() {
	local item
	for item in "${pending[@]}"; do
		gap
		((${#pending[@]} == 1)) || prose "${lesson[$item.text]#'**Predict.** '}"
		compare_one "$item" "$1"
	done
	pending=()
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

# compare_one ITEM EVENTS: which option did the run make right?  Exactly one, or the
# lesson is wrong here, and says so.
compare_one() {
	local id=${lesson[$1.name]} right option was
	if ! right=$(right_option "$1" "$2"); then
		decided[$id]=no
		put "This run does not answer the question '$id': $right"
		return 0
	fi
	decided[$id]=yes
	option=$(option_of "$1" "$right")
	if [[ $accessible ]]; then
		put "What happened: number $((option - $1)), ${lesson[$option.text]}"
	else
		put "$(wrapped "${strong}What happened:${plain} $right  " "${lesson[$option.text]}")"
	fi
	was=${answered[$id]-}
	case $was in
	'') ;;
	*=*) put "$(draw_hands "$was" "$right")" whole ;;
	"$right") put 'As you predicted.' ;;
	'?') put 'You were not sure.' ;;
	*) put "$(wrapped "You predicted: $was  " "${lesson[$(option_of "$1" "$was").text]}")" ;;
	esac
	report_question "$1" "$right" "$was"
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
