# SPDX-License-Identifier: MIT
# run.bash: the commands of a lesson: run, shown up to where a question is asked,
# compared with what was predicted.

# shellcheck disable=SC2034,SC2154  # the parts read and set each other's

last_run=-1 # the item that was run last
output=''   # of that run, what was not shown yet
ended=0     # and how it ended

forget_run() {
	last_run=-1 output=''
	: >"$work/events"
}

# simple_command LINE [ITEM]: the words to run, in `command_words`.  No shell is asked.
command_words=()
simple_command() {
	read -ra command_words <<<"$1"
	[[ $1 != *[\'\"\\\$\`\|\&\;\<\>\*\?\(\)]* ]] || die "$slug: a simple command, please: $1"
	[[ ${command_words[0]} == build/bin/* ]] || return 0
	command_words[0]=$bin/${command_words[0]#build/bin/}
	command_words+=("--json=$work/events")
	[[ ! $accessible ]] || command_words+=(--accessible)
	[[ ! $strong ]] || command_words+=(--color=always)
}

# run_program LINE: its output and events are kept in files; Ctrl-C is for it.
run_program() {
	: >"$work/events"
	ended=0
	simple_command "$1"
	(trap - INT && cd "$root" && exec "${command_words[@]}") \
		>"$work/output" 2>&1 </dev/null || ended=$?
	forget_keys
}

# whole_events LINE: half of a run, or one that says something else than how it ended,
# can decide nothing.
whole_events() {
	local last result
	[[ $1 == build/bin/* ]] || return 0
	case $ended in
	0) result=pass ;;
	1) result=fail ;;
	77) result=skip ;;
	124) result=hang ;;
	*) return 0 ;; # that it ended so is said soon enough
	esac
	last=$(tail -n 1 "$work/events")
	if [[ $last != '{"event":"end","result":"'$result'",'* ]] ||
		[[ $result == pass && $last =~ \"claims\":([0-9]+),\"held\":([0-9]+) &&
			${BASH_REMATCH[1]} != "${BASH_REMATCH[2]}" ]]; then
		die "$slug: $1: it ended with $ended, and its events do not say so"
	fi
}

# show_command ITEM: the command, and when it is wanted, what comes of it.
show_command() {
	if [[ $(attribute terminal "${item_info[$1]}") ]]; then
		on_terminal "$1"
		return 0
	fi
	gap
	if [[ $follow && $interactive ]]; then
		type_command "${item_body[$1]}"
	else
		put "\$ ${item_body[$1]}"
		[[ $at_once ]] || wait_for_key 'Enter: run it'
	fi
	at_once=''
	[[ $wanted == next ]] || return 0
	show_run "$1" "$1"
	after_run "$1"
}

# type_command LINE: a student types it.
type_command() {
	local typed
	local -a typed_words
	put "Type this, and Enter (or - for back, ! for a shell, ? for keys, Q to quit):"$'\n'"  $1"
	while [[ $wanted == next ]]; do
		stty "$saved_terminal"
		if ! IFS= read -r -e -p '$ ' typed; then
			wanted=quit
			break
		fi
		[[ $accessible ]] || stty -echo
		used=$((used + 1)) blank=''
		read -ra typed_words <<<"$typed"
		case "${typed_words[*]}" in
		"$1") break ;;
		-) wanted=back ;;
		Q) wanted=quit ;;
		'!') shell_here ;;
		'?') keys_help ;;
		'') put "The lesson goes on when it is typed:  $1" ;;
		*) put "That is another command. The lesson wants:  $1" ;;
		esac
	done
	[[ $accessible ]] || stty -echo
}

# next_more ITEM: the tag at which the run's output goes on later than that.
next_more() {
	local j
	for ((j = $1 + 1; j < ${#item_kind[@]}; j++)); do
		case ${item_kind[j]} in
		run) return 0 ;;
		more) attribute from "${item_info[j]}" && return 0 ;;
		esac
	done
}

# show_run ITEM FROM: run it, and show what comes, up to where the lesson goes on
# with it later than item FROM.
show_run() {
	local tag shown
	last_run=$1 touched=yes
	run_program "${item_body[$1]}"
	output=$(<"$work/output")
	tag=$(next_more "$(($2 > $1 && ${#item_kind[@]} > $2 ? $2 - 1 : $1))")
	if [[ $tag ]] && ((ended == $(expected_of "$1"))); then
		show_up_to "$tag"
	else
		shown=$(steps_of "$1" <<<"$output") || exit 1
		put "$shown"
		output=''
	fi
	whole_events "${item_body[$1]}"
}

# steps_of ITEM: of its output the steps that the page shows, if it went as it should.
steps_of() {
	if ((ended == $(expected_of "$1"))); then
		only "$(attribute steps "${item_info[$1]}")"
	else
		cat
	fi
}

expected_of() {
	local code
	code=$(attribute exit "${item_info[$1]}")
	printf '%s\n' "${code:-0}"
}

# show_up_to TAG: of the output; the rest is kept.
show_up_to() {
	local -a lines
	local i bare shown
	mapfile -t lines <<<"$output"
	for ((i = 1; i < ${#lines[@]}; i++)); do
		bare=${lines[i]//$'\033['+([0-9;])m/}
		[[ $bare != "[$1] "* && $bare != "Step $1: "* ]] || break
	done
	((i < ${#lines[@]})) || die "$slug: what came has no step $1"
	shown=$(printf '%s\n' "${lines[@]:0:i}" | steps_of "$last_run") || exit 1
	put "$shown"
	output=$(printf '%s\n' "${lines[@]:i}")
}

# rest_of_run ITEM: what was kept back.
rest_of_run() {
	local shown
	if ((ended != $(expected_of "$last_run"))); then
		pending=() complete=yes # said already: stopped, or not to be shown here
		return 0
	fi
	gap
	shown=$(only "$(attribute steps "${item_info[$1]}")" <<<"$output") || exit 1
	put "$shown"
	[[ $wanted == next ]] || return 0
	output=''
	after_run "$1"
}

# after_run ITEM: compare what was predicted, and let it be looked at.
after_run() {
	[[ $wanted == next ]] || return 0
	if ((ended != $(expected_of "$last_run"))); then
		not_expected
		return 0
	fi
	((${#pending[@]} == 0)) || compare
	look_at "$1"
}

# look_at ITEM: it is over; before the next one the reader may want to stay.
look_at() {
	[[ $wanted == next ]] || return 0
	complete=yes
	[[ ${item_kind[$1 + 1]-step} == step ]] || wait_for_key 'Enter: go on'
}

# not_expected: the program did not end as the lesson says; it does not go on over
# that, but for a reader who stopped it.
not_expected() {
	local want
	want=$(expected_of "$last_run")
	gap
	if ((ended == 130)); then
		put 'You stopped it. r runs it again, Enter goes on without it.'
		wait_for_key 'Enter: go on'
		if [[ $wanted == next ]]; then
			pending=() complete=yes
		fi
		return 0
	fi
	if ((ended == 77 && want == 0)); then
		((status != 0)) || status=77
		put 'That cannot be shown here; the last line says what is missing.'
		pending=() complete=yes
		return 0
	fi
	((ended != 1)) || compare # what came is of interest all the same
	printf 'walk: %s: %s\n' "$slug" "${item_body[last_run]}" >&2
	printf 'walk: the lesson expected it to end with %s; it ended with %s.\n' "$want" "$ended" >&2
	exit 1
}
