# SPDX-License-Identifier: MIT
# notes.bash: for the teacher's own screen: the notes of the step that is on
# show in another terminal, what is run next, and the time.

# shellcheck disable=SC2154  # the parts read and set each other's

# show_position ITEM: what is on show, for --notes in another terminal.
show_position() {
	[[ $interactive ]] || return 0
	{
		mkdir -p "$state" &&
			printf '%s\n' "$page" "$step" "$began" "$(now)" "${second:-no}" "${meeting:-no}" \
				>"$state/on-show.$$.new" &&
			mv "$state/on-show.$$.new" "$state/on-show.$$"
	} 2>/dev/null || true
}

hide_position() {
	[[ ! ${state-} ]] || rm -f "$state/on-show.$$" "$state/on-show.$$.new" 2>/dev/null || true
}

# on_show: the newest lesson that is presented now, and whose walk still lives.
on_show() {
	local file newest=''
	for file in "$state"/on-show.*; do
		[[ -f $file && $file != *.new ]] || continue
		kill -0 "${file##*.}" 2>/dev/null || continue
		[[ ! $newest || $file -nt $newest ]] && newest=$file
	done
	[[ $newest ]] && printf '%s\n' "$newest"
}

# notes_of STEP: its notes, and the commands that it runs.
notes_of() {
	local i
	printf '\n%s\n' "$1 of $(steps_on_show). ${step_title[$1 - 1]}  (${step_minutes[$1 - 1]} min)"
	for ((i = 0; i < ${#item_kind[@]}; i++)); do
		[[ ${item_step[i]} == "$1" ]] || continue
		case ${item_kind[i]} in
		note) printf '\n%s\n' "$(reflowed "${item_body[i]//:PORT/:${meeting##*:}}")" ;;
		run) typed_text "$i" | awk -v at="$meeting" 'BEGIN { print "" } { gsub("127.0.0.1:PORT", at); print "  " $0 }' ;;
		predict)
			read_prediction "${item_body[i]}"
			printf '\n%s\n' "$(reflowed "$question")"
			;;
		esac
	done
}

# show_notes: of a lesson given, all of them if nobody looks; else as it goes.
show_notes() {
	if [[ ! -t 1 || ! -t 0 || $auto ]]; then
		[[ $lesson ]] || wrong 'the notes of which lesson?'
		all_notes
		return 0
	fi
	start_screen
	follow_show
}

all_notes() {
	local s
	meeting=127.0.0.1:PORT second=yes
	for page in "${pages[@]}"; do
		read_lesson "$page"
		printf '%s, %s minutes\n' "$title" "$(total_minutes)"
		for ((s = 1; s <= ${#step_title[@]}; s++)); do
			notes_of "$s"
		done
		printf '\n'
	done
}

# minutes SECONDS: 4:05
minutes() {
	printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

follow_show() {
	local file shown='' at from_step started this planned s
	local -a line
	printf 'Waiting for a lesson that is presented in another terminal; Q ends this.\n'
	while true; do
		if file=$(on_show) && mapfile -t line <"$file" 2>/dev/null && ((${#line[@]} == 6)); then
			at=${line[1]} started=${line[2]} this=${line[3]} second=${line[4]#no}
			meeting=${line[5]}
			[[ $meeting != no ]] || meeting=127.0.0.1:PORT
			if [[ $shown != "$file:${line[0]}:$at:$this" ]]; then
				unprompt
				[[ ${shown%:*:*} == "$file:${line[0]}" ]] || {
					read_lesson "${line[0]}"
					printf '\n%s\n' "$title"
				}
				shown="$file:${line[0]}:$at:$this"
				new_screen
				notes_of "$at"
				printf '\n'
			fi
			planned=0
			for ((s = 0; s < at - 1; s++)); do
				! step_shown $((s + 1)) || planned=$((planned + step_minutes[s]))
			done
			from_step=$(now)
			[[ $accessible ]] || prompt "this step $(minutes $((from_step - this))) of ${step_minutes[at - 1]}:00, lesson $(minutes $((from_step - started))) of $(total_minutes "$second"):00 (planned here: $planned:00)"
		elif [[ $shown ]]; then
			unprompt
			printf 'The lesson has ended.\n'
			shown=''
		fi
		key=''
		# Past its time, read says more than 128; at the end of input 1.
		IFS= read -rsN1 -t 1 key || (($? > 128)) || break
		[[ $key != Q && $key != q ]] || break
	done
	unprompt
}
