# SPDX-License-Identifier: MIT
# notes.bash: for the teacher's own screen: the notes of the step that is on show in
# another terminal, what is run next, and the time.  A file in $state says what is on show.

# shellcheck disable=SC2154  # the lesson's page, the screen and walk's options are there

# show_position PAGE STEP BEGAN NOW SECOND MEETING: a line each; "no" for what is not.
show_position() {
	{
		mkdir -p "$state" && printf '%s\n' "$@" >"$state/on-show.$$.new" &&
			mv "$state/on-show.$$.new" "$state/on-show.$$"
	} 2>/dev/null || true
}

hide_position() {
	rm -f "$state/on-show.$$" "$state/on-show.$$.new" 2>/dev/null || true
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

# notes_of STEP MEETING: its notes, and the commands that it runs.
notes_of() {
	local i typed
	printf '\n%s of %s. %s  (%s min)\n' "$1" "${lesson[shown]}" "${lesson[step.$1.title]}" \
		"${lesson[step.$1.minutes]}"
	for ((i = 0; i < lesson[items]; i++)); do
		[[ ${lesson[$i.step]} == "$1" ]] || continue
		case ${lesson[$i.kind]} in
		note) printf '\n%s\n' "$(reflowed "${lesson[$i.text]//:PORT/:${2##*:}}")" ;;
		run)
			typed=${lesson[$i.typed]//127.0.0.1:PORT/$2}
			printf '\n  %s\n' "${typed//$'\n'/$'\n'  }"
			;;
		question) question_noted "$i" ;;
		answers) printf '\nAnswers to take home:\n\n%s\n' "$(reflowed "${lesson[$i.text]}")" ;;
		esac
	done
}

# question_noted ITEM: what was right in its last run, and what to say to the usual wrong
# answer.
question_noted() {
	local right wrong option
	printf '\n%s\n' "$(reflowed "${lesson[$1.text]}")"
	right=$(kept_right "${lesson[$1.name]}")
	if [[ $right ]]; then
		option=$(option_of "$1" "$right")
		wrapped "  Right: $right  " "${lesson[$option.text]} ${lesson[$option.because]}"
	else
		printf '  Right: not run yet (--preflight runs it)\n'
	fi
	wrong=$(usual_wrong "$1" "$right")
	[[ ! $wrong ]] ||
		wrapped "  Usual wrong: ${lesson[$wrong.letter]}  " "${lesson[$wrong.text]} Say: ${lesson[$wrong.because]}"
}

# usual_wrong ITEM RIGHT: the option that most hands of this show were for; or that the page
# calls the usual one, or else the first that people believe.
usual_wrong() {
	local i best='' hands most=0 count
	hands=$(sed -n "s/^${lesson[$1.name]} [a-e] //p" "$state/${lesson[place]}" 2>/dev/null) || true
	for ((i = $1 + 1; i <= $1 + lesson[$1.options]; i++)); do
		[[ ${lesson[$i.letter]} != "$2" && ${lesson[$i.because]} && ${lesson[$i.belief]} ]] || continue
		[[ $best && ! ${lesson[$i.usual]} ]] || best=$i
	done
	for ((i = $1 + 1; i <= $1 + lesson[$1.options]; i++)); do
		[[ ${lesson[$i.letter]} != "$2" && " $hands" =~ \ ${lesson[$i.letter]}=([0-9]+) ]] || continue
		count=${BASH_REMATCH[1]}
		((count <= most)) || most=$count best=$i
	done
	printf '%s\n' "$best"
}

# notes [PAGE ...]: of those, all; or where a teacher looks, as the show goes.
notes() {
	if [[ -t 0 && -t 1 && ! $auto ]]; then
		start_screen '' "$ears" ''
		follow_show
	else
		(($# > 0)) || wrong 'the notes of which lesson?'
		all_notes "$@"
	fi
}

# all_notes PAGE ...
all_notes() {
	local page i
	for page; do
		read_lesson "$page" yes
		printf '%s, %s minutes\n' "${lesson[title]}" "${lesson[minutes]}"
		for ((i = 1; i <= lesson[steps]; i++)); do
			notes_of "$i" 127.0.0.1:PORT
		done
		printf '\n'
	done
}

# minutes SECONDS: 4:05
minutes() {
	printf '%d:%02d' $(($1 / 60)) $(($1 % 60))
}

# time_now STEP BEGAN STEP_BEGAN: how long this step, and the lesson, have taken.
time_now() {
	local now i planned=0
	now=$(now)
	for ((i = 1; i < $1; i++)); do
		[[ ! ${lesson[step.$i.shown]} ]] || planned=$((planned + ${lesson[step.$i.minutes]}))
	done
	printf 'this step %s of %s:00, lesson %s of %s:00 (planned here: %s:00)\n' \
		"$(minutes $((now - $3)))" "${lesson[step.$1.minutes]}" \
		"$(minutes $((now - $2)))" "${lesson[minutes.shown]}" "$planned"
}

# turn_to FILE PAGE STEP BEGAN STEP_BEGAN SECOND MEETING: what FILE says is on show now.
turn_to() {
	hide_prompt
	if [[ $noted != "$1 $2" ]]; then
		noted="$1 $2"
		read_lesson "$2" "${6#no}"
		printf '\n%s\n' "${lesson[title]}"
	fi
	new_screen
	notes_of "$3" "${7/#no/127.0.0.1:PORT}"
	printf '\n'
}

# follow_show: as it goes.
noted='' # whose title was shown
follow_show() {
	local file shown='' code now
	local -a line
	printf 'Waiting for a lesson that is presented in another terminal; Q ends this.\n'
	# Past its time, read_key says more than 128; at the end of input 1.
	while [[ ${code-} != 1 && $key != [Qq] ]]; do
		if file=$(on_show) && mapfile -t line <"$file" 2>/dev/null && ((${#line[@]} == 6)); then
			# A run has answered something since.
			now="$file ${line[*]} $(cat "$state/${lesson[slug]-}.right" 2>/dev/null || true)"
			[[ $shown == "$now" ]] || turn_to "$file" "${line[@]}"
			shown=$now
			[[ $accessible ]] || show_prompt "$(time_now "${line[@]:1:3}")"
		elif [[ $shown ]]; then
			hide_prompt
			printf 'The lesson has ended.\n'
			shown='' noted=''
		fi
		code=0
		read_key 1 || code=$?
	done
	hide_prompt
}
