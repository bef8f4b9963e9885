# SPDX-License-Identifier: MIT
# present.bash: a lesson, item by item.  $root, $bin, $work, $auto, $follow,
# $second and $from are the caller's.

# shellcheck disable=SC2034,SC2154  # the parts read and set each other's

at=0     # the item on show
step=0   # its step
began=0  # when the lesson did
complete='' # the item is over, but for the reader's looking at it
went_back='' at_once=''
touched='' # something was asked or run in this step

now() { printf '%(%s)T' -1; }

# present: the lesson that was read; what ended it is in `wanted`.
present() {
	local first
	first=$(first_step)
	at=${item_of_step[first - 1]}
	pending=() chosen=() hands=() decided=() wanted=next complete='' went_back='' at_once=''
	began=$(now)
	forget_run
	start_lesson "$first"
	while ((at < ${#item_kind[@]})) || [[ $wanted != next ]]; do
		if [[ $wanted != next ]]; then
			turn || return 0
			continue
		fi
		step=${item_step[at]}
		if ! step_shown "$step"; then
			at=$((at + 1))
			continue
		fi
		complete=''
		show_item "$at"
		# Otherwise the reader went elsewhere, and it comes again.
		[[ $wanted != next && ! $complete ]] || at=$((at + 1))
	done
	finish
}

# step_shown STEP: steps for two terminals are, only if asked for.
step_shown() {
	(($1 == 0)) || [[ ! ${step_second[$1 - 1]} || $second ]]
}

steps_on_show() {
	local s n=0
	for ((s = 1; s <= ${#step_title[@]}; s++)); do
		! step_shown "$s" || n=$((n + 1))
	done
	printf '%s\n' "$n"
}

# turn: the reader wants something else than to go on.  False: to quit.
turn() {
	local to=$step want=$wanted
	wanted=next
	case $want in
	quit)
		keep_step
		put "Stopped at step $step of $(steps_on_show); scripts/walk ${slug%%-*}${second:+ --two-terminals} goes on there."
		wanted=quit
		return 1
		;;
	back)
		# To the start of this step, or if nothing was asked or run in it, of the one before.
		[[ $touched ]] || to=$((to - 1))
		while ((to > 1)) && ! step_shown "$to"; do
			to=$((to - 1))
		done
		((to > 0)) || to=1
		at=${item_of_step[to - 1]}
		pending=()
		went_back=yes
		;;
	again)
		if ((last_run < 0)); then
			put 'Nothing was run yet.'
		elif [[ $(attribute terminal "${item_info[last_run]}") ]]; then
			at=$last_run at_once=yes # both ends begin anew
		elif ((last_run == at)); then
			at_once=yes # in the midst of it: it comes again by itself
		else
			put "\$ ${item_body[last_run]}"
			show_run "$last_run" "$at"
			wait_for_key 'Enter: go on'
		fi
		;;
	esac
}

# first_step: where to begin: --from, or where it was left, or the first.
first_step() {
	local left=''
	if [[ $from ]]; then
		printf '%s\n' "$from"
		return
	fi
	if [[ $interactive && -r $state/$slug ]]; then
		read -r left <"$state/$slug" || true
	fi
	if [[ $left =~ ^[1-9][0-9]?$ ]] && ((left > 1 && left <= ${#step_title[@]})) && step_shown "$left"; then
		printf '%s\n' "$left"
	else
		printf '1\n'
	fi
}

# start_lesson STEP: its title, and what stands before its first step.
start_lesson() {
	step=$1
	new_screen
	put "$strong$title$plain"$'\n\n'"$(counted "$(steps_on_show)" step), $(counted "$(total_minutes "$second")" minute)."
	if (($1 == 1)); then
		for ((at = 0; at < item_of_step[0]; at++)); do
			show_item "$at"
		done
	elif [[ ! $from ]]; then
		put "Going on at step $1, where it was left; --from=1 starts over."
	fi
}

counted() {
	printf '%s %s%s\n' "$1" "$2" "$([[ $1 == 1 ]] || echo s)"
}

show_item() {
	case ${item_kind[$1]} in
	step) show_step "$1" ;;
	prose) gap && prose "${item_body[$1]}" ;;
	verbatim)
		gap
		if [[ ${item_info[$1]} == table ]]; then
			put "$(tabulated "${item_body[$1]}")"
		else
			put "${item_body[$1]}"
		fi
		;;
	source) gap && show_source "${item_info[$1]}" ;;
	picture) gap && show_picture "${item_info[$1]}" ;;
	predict) gap && ask "$1" ;;
	run) show_command "$1" ;;
	more) rest_of_run "$1" ;;
	note) ;;
	esac
}

show_step() {
	[[ $went_back ]] || wait_for_key 'Enter: next step'
	went_back=''
	[[ $wanted == next ]] || return 0
	drop_pending
	touched=''
	new_screen
	gap
	put "$strong$step of $(steps_on_show). ${item_body[$1]}$plain"
	keep_step
	show_position "$1"
}

# keep_step: where the lesson goes on next time.
keep_step() {
	[[ $interactive ]] || return 0
	{ mkdir -p "$state" && printf '%s\n' "$step" >"$state/$slug"; } 2>/dev/null || true
}

finish() {
	local id asked=0 undecided=0
	drop_pending
	gap
	for id in "${!decided[@]}"; do
		asked=$((asked + 1))
		[[ ${decided[$id]} == yes ]] || undecided=$((undecided + 1))
	done
	if ((undecided > 0)); then
		status=1
		put "End of $slug: $undecided of $asked predictions were not decided by the runs."
	elif ((asked == 0)); then
		put "End of $slug."
	else
		put "End of $slug: $asked of $asked predictions were decided by the runs."
	fi
	[[ ! $interactive ]] || rm -f "$state/$slug" 2>/dev/null || true
}

# show_source "source FILE TAG" or "function FILE NAME", with line numbers.
show_source() {
	local file
	read -r _ file _ <<<"$1"
	# A step is inside main(): without the tab that all of it has.
	put "$file"$'\n'"$(named_source "$1" | awk -F '\t' '
		{ number[NR] = $1; line[NR] = substr($0, length($1) + 2) }
		line[NR] != "" && line[NR] !~ /^\t/ { flush = 1 }
		END {
			for (i = 1; i <= NR; i++)
				printf "%d\t%s\n", number[i], flush ? line[i] : substr(line[i], 2)
		}' | expand -t 4,8,12,16,20,24,28,32)"
}

# show_picture "KIND WHAT": of the run before, as a terminal draws it.
show_picture() {
	[[ -s $work/events && ! $accessible ]] || return 0
	put "$("$here/plot" --terminal "${1%% *}" "$work/events")" whole
}
