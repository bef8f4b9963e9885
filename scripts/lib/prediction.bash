# SPDX-License-Identifier: MIT
# prediction.bash: ask before the run, and let the run be the answer.

# shellcheck disable=SC2034,SC2154  # lesson.bash and screen.bash set what is read here

# Asked and not compared yet: the items, and what was answered.
pending=()
declare -A chosen=() hands=()
declare -A report_line=()

# show_prediction: the question and its options.
show_prediction() {
	local i text='' rule=''
	[[ $accessible ]] || rule='  '
	text="$(reflowed "$question")"$'\n'
	for ((i = 0; i < ${#option_letters[@]}; i++)); do
		if [[ $accessible ]]; then
			text+=$'\n'$(wrapped "$((i + 1)): " "${option_words[i]}")
		else
			text+=$'\n'$(wrapped "$rule${option_letters[i]}  " "${option_words[i]}")
		fi
	done
	if [[ $accessible ]]; then
		text+=$'\n'"$((${#option_letters[@]} + 1)): not sure"
	else
		text+=$'\n'"$rule?  not sure"
	fi
	put "$text" whole
}

# ask ITEM: a prediction, or a show of hands; in `chosen` or `hands`.
ask() {
	local id=${item_info[$1]}
	read_prediction "${item_body[$1]}"
	show_prediction
	[[ " ${pending[*]} " == *" $1 "* ]] || pending+=("$1")
	chosen[$id]='' hands[$id]=''
	[[ $interactive && $wanted == next ]] || return 0
	local all=${option_letters[0]}-${option_letters[-1]}
	if [[ $accessible ]]; then
		ask_line "$id"
		return
	fi
	gap
	edit_answer "$id" "$all"
	if [[ $wanted == next ]]; then
		touched=yes
		put "Your prediction: $answer"
	else
		unset 'pending[-1]'
	fi
}

# edit_answer ID LETTERS: typed in at the foot of the page, ended by Enter; keys that
# go elsewhere do so only before the first letter.
answer=''
edit_answer() {
	local text="Prediction ($2 or ?), then Enter: " hint='' help='A letter or ?'
	# Who is alone has no hands to count.
	[[ $follow ]] || help+='; of a class: a12 b5'
	answer=''
	while [[ $wanted == next ]]; do
		prompt "$hint$text$answer"
		hint=''
		read_key || { wanted=quit && break; }
		case $answer:$key in
		:-) wanted=back ;;
		:r) wanted=again ;;
		:Q) wanted=quit ;;
		:'!') shell_here && show_prediction ;;
		*:backspace) answer=${answer%?} ;;
		:enter) hint="$help.  " ;;
		*:enter)
			! understood "$answer" "$1" || break
			hint="$help.  "
			answer=''
			;;
		*:[a-e0-9\?\ ]) answer+=$key ;;
		*) hint='That key does nothing here.  ' ;;
		esac
	done
	unprompt
}

ask_line() {
	local line
	while true; do
		prompt "Your prediction, 1 to $((${#option_letters[@]} + 1)), then Enter (or back, again, shell, quit):"
		IFS= read -r line || { wanted=quit && break; }
		case $line in
		- | back) wanted=back && break ;;
		r | again) wanted=again && break ;;
		Q | quit) wanted=quit && break ;;
		'!' | shell) shell_here ;;
		$((${#option_letters[@]} + 1))) chosen[$1]='?' && break ;;
		[1-9])
			((line <= ${#option_letters[@]})) && chosen[$1]=${option_letters[line - 1]} && break
			printf 'There is no number %s.\n' "$line"
			;;
		*)
			understood "$line" "$1" && break
			printf 'A number, please.\n'
			;;
		esac
	done
	if [[ $wanted == next ]]; then
		touched=yes
	else
		unset 'pending[-1]'
	fi
}

# understood ANSWER ID: a letter, ?, or a show of hands such as "a12 b5".
understood() {
	local answer=$1 letter count total=0
	local known="${option_letters[*]} ?"
	local -A seen=()
	answer=${answer// /}
	if [[ ${#answer} == 1 && " $known " == *" $answer "* ]]; then
		chosen[$2]=$answer
		return 0
	fi
	while [[ $answer =~ ^([a-e?])([0-9]{1,4})(.*)$ ]]; do
		letter=${BASH_REMATCH[1]} count=${BASH_REMATCH[2]} answer=${BASH_REMATCH[3]}
		[[ " $known " == *" $letter "* && ! ${seen[$letter]-} ]] || return 1
		seen[$letter]=$((10#$count))
		total=$((total + 10#$count))
	done
	[[ ! $answer ]] && ((total > 0)) || return 1
	for letter in "${option_letters[@]}" '?'; do
		hands[$2]+="$letter=${seen[$letter]:-0} "
	done
}

# compare: what happened, for every prediction that waits for it.
compare() {
	local item several=''
	((${#pending[@]} == 1)) || several=yes
	for item in "${pending[@]}"; do
		read_prediction "${item_body[item]}"
		[[ ! $several ]] || { gap && prose "${question#'**Predict.** '}"; }
		compare_one "${item_info[item]}"
	done
	pending=()
}

# drop_pending: no run has answered them, and that is the lesson's fault.
drop_pending() {
	local item
	for item in "${pending[@]}"; do
		decided[${item_info[item]}]=no
	done
	pending=()
}

# compare_one ID: which option did the run make right?  Exactly one, or the
# lesson is wrong here, and says so.
declare -A decided=()
compare_one() {
	local id=$1 text
	[[ $several ]] || gap
	find_right
	if [[ ! $right ]]; then
		decided[$id]=no
		put "This run does not answer the question '$id': $trouble"
		return 0
	fi
	decided[$id]=yes
	text=${option_words[$(index_of "$right")]}
	if [[ $accessible ]]; then
		put "What happened: number $(($(index_of "$right") + 1)), $text"
	else
		put "$(wrapped "${strong}What happened:${plain} $right  " "$text")"
	fi
	if [[ ${hands[$id]-} ]]; then
		put "$(draw_hands "$id" "$right")" whole
	elif [[ ${chosen[$id]-} == "$right" ]]; then
		put 'As you predicted.'
	elif [[ ${chosen[$id]-} == '?' ]]; then
		put 'You were not sure.'
	elif [[ ${chosen[$id]-} ]]; then
		put "$(wrapped "You predicted: ${chosen[$id]}  " "${option_words[$(index_of "${chosen[$id]}")]}")"
	fi
	remember "$id" "$right"
}

index_of() {
	local i
	for ((i = 0; i < ${#option_letters[@]}; i++)); do
		[[ ${option_letters[i]} != "$1" ]] || printf '%s\n' "$i"
	done
}

# find_right: in `right` the letter whose predicate alone holds; or nothing, and in
# `trouble` why.
right='' trouble=''
find_right() {
	local i letter truth
	right='' trouble=''
	for ((i = 0; i < ${#option_letters[@]}; i++)); do
		printf '%s\t%s\n' "${option_letters[i]}" "${option_predicate[i]}"
	done >"$work/predicates"
	while IFS=$'\t' read -r letter truth; do
		case $truth in
		0) ;;
		1) right+=$letter ;;
		*) trouble="option $letter: $truth." ;;
		esac
	done < <(LC_ALL=C awk -f "$here/lib/events.awk" -f "$here/lib/predicate.awk" \
		"$work/events" "$work/predicates")
	if [[ ! $trouble && ! $right ]]; then
		trouble='none of the options came true.'
	elif [[ ! $trouble && ${#right} -gt 1 ]]; then
		trouble="more than one option came true: $right."
	fi
	[[ ! $trouble ]] || right=''
}

# draw_hands ID RIGHT: a bar for each option.
draw_hands() {
	local pair letter count most=1 bar mark
	local -a pairs
	read -ra pairs <<<"${hands[$1]}"
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

# remember ID RIGHT: for --report; who answers again has changed their mind.
remember() {
	local i answers='' beliefs='' letter count
	for letter in "${option_letters[@]}" '?'; do
		count=0
		[[ ${chosen[$1]-} != "$letter" ]] || count=1
		[[ " ${hands[$1]-}" != *" $letter="* ]] || {
			count=${hands[$1]#*"$letter="} && count=${count%% *}
		}
		answers+=${answers:+,}"\"$letter\":$count"
	done
	for ((i = 0; i < ${#option_letters[@]}; i++)); do
		[[ ! ${option_belief[i]} ]] ||
			beliefs+=${beliefs:+,}"\"${option_letters[i]}\":\"${option_belief[i]}\""
	done
	report_line["$slug $1"]="{\"event\":\"prediction\",\"lesson\":\"$slug\",\"id\":\"$1\",\"right\":\"$2\",\"answers\":{$answers},\"beliefs\":{$beliefs}}"
}
