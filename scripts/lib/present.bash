# SPDX-License-Identifier: MIT
# present.bash: a lesson, item by item.

# shellcheck disable=SC2034,SC2154  # the lesson's page, the screen and walk's options are there

at=0         # the item on show
step=0       # its step
began=0      # when the lesson did
over=''      # the item is over, but for the reader's looking at it
at_once=''   # the next command is run without asking
went_back='' # the step on show next was asked for
touched=''   # something was asked or run in this step
stopped=''   # the reader has quit
finished=''  # the lesson is over
status=0     # what walk ends with

now() { printf '%(%s)T' -1; }

# present FROM: the lesson that was read, from a step on; without one, from where it was
# left.
present() {
	local first=${1:-$(step_left)}
	over='' at_once='' went_back='' touched='' finished=''
	began=$(now)
	forget_questions
	forget_run
	[[ $1 || $first == 1 ]] || remember_answers
	start_lesson "$first" "$1"
	at=${lesson[step.$first.item]}
	while [[ ! $stopped && ! $finished ]]; do
		if [[ $wanted != next ]]; then
			turn
		elif ((at < lesson[items])); then
			show_at
		else
			finish
		fi
	done
	[[ $status != 0 || ! $missing ]] || status=77
}

# show_at: the item on show, if it is, and on to the next.
show_at() {
	local once=$at_once
	step=${lesson[$at.step]} over='' at_once=''
	if [[ ${lesson[step.$step.shown]} ]]; then
		! begins_scene "$at" || fresh_screen
		show_item "$at" "$once"
	fi
	case ${lesson[$at.kind]} in
	question) [[ $wanted != next ]] || touched=yes ;;
	run) ((last_run != at)) || touched=yes ;;
	esac
	# Otherwise the reader went elsewhere, and it comes again.
	[[ $wanted != next && ! $over ]] || at=$((at + 1))
}

# begins_scene ITEM: does the scene of a question begin with it, below what the run before
# has shown, or below another question?
begins_scene() {
	local i=$1
	while [[ ${lesson[$i.kind]-} =~ ^(text|table|verbatim|source|picture|note)$ && ! ${lesson[$i.folded]} ]]; do
		i=$((i + 1))
	done
	[[ ${lesson[$i.kind]-} == question && ${lesson[$1.kind]} != note ]] || return 1
	i=$(($1 - 1))
	while [[ ${lesson[$i.kind]-} == note ]]; do
		i=$((i - 1))
	done
	[[ ${lesson[$i.kind]-} =~ ^(option|run|more)$ || ${lesson[$i.folded]-} ]]
}

# fresh_screen: whoever has just pressed a key is not asked for another one.
fresh_screen() {
	keep_answer ''
	[[ $fresh ]] || ((content == 0)) || wait_for_key 'Enter: next question'
	[[ $wanted != next ]] || new_screen
}

# item_is_over: it was shown whole; the reader need not see it again.
item_is_over() {
	over=yes
}

# What the last screen finds: the lesson is over, or left, or a run answered nothing.
set_finished() {
	finished=yes
}
set_stopped() {
	stopped=yes
}
set_failed() {
	status=1
}

# turn: the reader wants something else than to go on.
turn() {
	local want=$wanted
	go_on
	case $want in
	quit)
		keep_step
		put "Stopped at step $step of ${lesson[shown]}; ${front}walk ${lesson[again]}${second:+ --two-terminals} goes on there."
		stopped=yes
		;;
	back) turn_back ;;
	again) turn_again ;;
	esac
}

# turn_back: to the start of this step, or if nothing was asked or run in it, of the one
# before.
turn_back() {
	local to=$step
	[[ $touched ]] || to=$((to - 1))
	while ((to > 1)) && [[ ! ${lesson[step.$to.shown]} ]]; do
		to=$((to - 1))
	done
	((to > 0)) || to=1
	at=${lesson[step.$to.item]} went_back=yes
	set_aside
}

turn_again() {
	if ((last_run < 0)); then
		put 'Nothing was run yet.'
	elif [[ ${lesson[$last_run.terminal]} ]]; then
		at=$last_run at_once=yes # both ends begin anew
	elif ((last_run == at)); then
		at_once=yes # in the midst of it: it comes again by itself
	elif ((last_part == at)); then
		run_now "$last_run"
	else
		touched=yes
		run_again
	fi
}

# step_left: where the lesson was left, or the first.
step_left() {
	local left=''
	if [[ $interactive && -r $state/${lesson[place]} ]]; then
		read -r left <"$state/${lesson[place]}" || true
	fi
	[[ $left =~ ^[1-9][0-9]?$ && ${lesson[step.$left.shown]-} ]] || left=1
	printf '%s\n' "$left"
}

# start_lesson STEP ASKED: its title, and what stands before its first step.
start_lesson() {
	step=$1
	new_screen
	put "$strong${lesson[title]}$plain"$'\n\n'"$(counted "${lesson[shown]}" step), $(counted "${lesson[minutes.shown]}" minute)."
	if (($1 == 1)); then
		for ((at = 0; at < ${lesson[step.1.item]}; at++)); do
			show_item "$at" ''
		done
	elif [[ ! $2 ]]; then
		put "Going on at step $1, where it was left; --from=1 starts over."
	fi
}

# show_item ITEM AT_ONCE
show_item() {
	case ${lesson[$1.kind]} in
	step) show_step "$1" ;;
	text | table) continues "$1" || show_prose "$1" ;;
	verbatim) gap && put "${lesson[$1.text]}" rather ;;
	source) gap && show_source "$1" ;;
	picture) gap && show_picture "${lesson[$1.name]%% *}" ;;
	question) gap && ask "$1" ;;
	run) show_command "$1" "$2" ;;
	more) show_more "$1" ;;
	note | option | answers) ;;
	esac
}

# continues ITEM: is it prose or a table, right below another?
continues() {
	[[ ${lesson[$1.kind]-} =~ ^(text|table)$ && ${lesson[$(($1 - 1)).kind]-} =~ ^(text|table)$ ]] &&
		[[ ${lesson[$1.folded]} == "${lesson[$(($1 - 1)).folded]}" ]]
}

# show_prose ITEM: with all that continues it, in one piece: a sentence that closes a
# step does not stand alone on the next screen.
show_prose() {
	local i=$1 text=''
	while [[ ! $text ]] || continues "$i"; do
		text+=${text:+$'\n\n'}
		if [[ ${lesson[$i.kind]} == table ]]; then
			text+=$(tabulated "${lesson[$i.text]}")
		else
			text+=$(reflowed "${lesson[$i.text]}")
		fi
		i=$((i + 1))
	done
	gap
	show_answer_again "$text"
	prose "$text"
}

# show_answer_again TEXT: what is explained, an answer or what a run has claimed, stands
# above its explanation, if that goes on a new screen, and has room there.
show_answer_again() {
	local taken
	take_last_answer
	[[ $taken && $fresh && $interactive && ! $accessible ]] && ! fits "$1" || return 0
	! fits_alone "$1" || fits_alone "$taken"$'\n\n'"$1" || return 0
	new_screen
	put "$taken"
	gap
}

# show_step ITEM: on a new screen, unless a few words of the step before are all of it:
# those set the scene.  What closes a run does not stand above the next question.
show_step() {
	local joined=''
	[[ ! $interactive || $went_back || $touched ]] || ((content == 0 || content >= 5)) || joined=yes
	[[ $went_back || $joined ]] || wait_for_key 'Enter: next step'
	went_back=''
	[[ $wanted == next ]] || return 0
	unanswered
	keep_answer ''
	touched=''
	[[ $joined ]] || new_screen
	gap
	put "$strong$step of ${lesson[shown]}. ${lesson[$1.text]}$plain"
	keep_step
	[[ ! $interactive ]] ||
		show_position "$page" "$step" "$began" "$(now)" "${second:-no}" "${meeting:-no}"
}

# keep_step: where the lesson goes on next time, and what was answered until then: a line
# "QUESTION RIGHT ANSWER" for each question that a run decided.
keep_step() {
	local id
	[[ $interactive ]] || return 0
	{
		mkdir -p "$state" && {
			printf '%s\n' "$step"
			for id in "${!rights[@]}"; do
				printf '%s %s %s\n' "$id" "${rights[$id]}" "${answered[$id]-}"
			done
		} >"$state/${lesson[place]}"
	} 2>/dev/null || true
}

# remember_answers: those that keep_step kept.
remember_answers() {
	local id right was
	while read -r id right was; do
		[[ $id =~ ^[a-z0-9-]+$ && $right =~ ^[a-e]$ ]] || continue
		[[ $was =~ ^[a-e?]?$ || "$was " =~ ^([a-e?]=[0-9]+ )+$ ]] || continue
		remember_answer "$id" "$right" "$was"
	done < <(tail -n +2 "$state/${lesson[place]}" 2>/dev/null)
}

# show_source ITEM: with line numbers.
show_source() {
	local name=${lesson[$1.name]#* }
	# A step is inside main(): without the tab that all of it has.
	put "${name% *}"$'\n'"$(awk -F '\t' '
		{ number[NR] = $1; line[NR] = substr($0, length($1) + 2) }
		line[NR] != "" && line[NR] !~ /^\t/ { flush = 1 }
		END {
			for (i = 1; i <= NR; i++)
				printf "%d\t%s\n", number[i], flush ? line[i] : substr(line[i], 2)
		}' <<<"${lesson[$1.text]}" | expand -t 4,8,12,16,20,24,28,32 | sed 's/ *$//')" rather
}

# show_picture KIND: of the run before, as a terminal draws it.
show_picture() {
	[[ -s $work/events && ! $accessible ]] || return 0
	put "$("$here/plot" --terminal "$1" "$work/events")" whole
}
