# SPDX-License-Identifier: MIT
# commands.bash: the commands of a lesson: run, shown up to where a question is asked,
# compared with what was predicted.

# shellcheck disable=SC2034,SC2154  # the lesson's page, the screen and walk's options are there

last_run=-1  # the item that was run last
last_part='' # the item that showed the last part of its output
ended=0      # how it ended
missing=''   # something cannot be shown here

forget_run() {
	last_run=-1 missing=''
	: >"$work/events"
}

# ran ITEM CODE
ran() {
	last_run=$1 ended=$2
}

# as_expected: did the last run end as the lesson says?
as_expected() {
	((ended == ${lesson[$last_run.exit]}))
}

# show_command ITEM AT_ONCE: the command, and when it is wanted, what comes of it.
show_command() {
	if [[ ${lesson[$1.terminal]} ]]; then
		on_terminal "$1" "$2"
		return 0
	fi
	gap
	if [[ $follow && $interactive ]]; then
		type_command "${lesson[$1.text]}"
	else
		put "\$ ${lesson[$1.text]}"
		[[ $2 ]] || wait_for_key 'Enter: run it'
	fi
	[[ $wanted == next ]] || return 0
	show_run "$1" "${lesson[$1.until]}"
	after_run "$1"
}

# type_command LINE: a student types it.
type_command() {
	put "Type this, and Enter (or - for back, ! for a shell, ? for keys, Q to quit):"$'\n'"  $1"
	until prompt line '$ ' another_command "$1"; do
		put "The lesson wants:  $1"
	done
}

# another_command LINE TYPED: prints what is wrong with it, or nothing.
another_command() {
	local -a words
	read -ra words <<<"$2"
	if [[ ! ${words[*]} ]]; then
		printf 'The lesson goes on when it is typed:  %s\n' "$1"
	elif [[ ${words[*]} != "$1" ]]; then
		printf 'That is another command. The lesson wants:  %s\n' "$1"
	fi
}

# show_run ITEM UNTIL: run it, and show what comes, up to where the lesson goes on with it.
show_run() {
	local code=0
	run_item "$1" "$work" "${program_options[@]}" || code=$?
	ran "$1" "$code"
	forget_keys
	show_part "$1" "$2"
	check_events "${lesson[$1.text]}" "$work" "$code"
}

# run_again: as far as it was shown.
run_again() {
	put "\$ ${lesson[$last_run.text]}"
	show_run "$last_run" "${lesson[$last_part.until]}"
	wait_for_key 'Enter: go on'
}

# show_part ITEM UNTIL: of what the last run printed, or all if it did not go as it should.
show_part() {
	local shown
	if as_expected; then
		shown=$(part_of "walk: ${lesson[slug]}" "$work/output" "${lesson[$1.from]}" "$2" \
			"${lesson[$1.steps]}") || exit 1
	else
		shown=$(<"$work/output")
	fi
	put "$shown"
}

# show_more ITEM: the run goes on.
show_more() {
	if ! as_expected; then
		set_aside # said already: stopped, or not to be shown here
		item_is_over
		return 0
	fi
	gap
	show_part "$1" "${lesson[$1.until]}"
	after_run "$1"
}

# after_run ITEM: compare what was predicted, and let it be looked at.
after_run() {
	[[ $wanted == next ]] || return 0
	last_part=$1
	if ! as_expected; then
		not_expected
		return 0
	fi
	compare "$work/events"
	look_at "$1"
}

# look_at ITEM: it is over; before the next one the reader may want to stay.
look_at() {
	[[ $wanted == next ]] || return 0
	item_is_over
	[[ ${lesson[$(($1 + 1)).kind]-step} == step ]] || wait_for_key 'Enter: go on'
}

# not_expected: the program did not end as the lesson says; it does not go on over
# that, but for a reader who stopped it.
not_expected() {
	local want=${lesson[$last_run.exit]}
	gap
	if ((ended == 130)); then
		put 'You stopped it. r runs it again, Enter goes on without it.'
		wait_for_key 'Enter: go on'
		[[ $wanted == next ]] || return 0
		set_aside
		item_is_over
		return 0
	fi
	if ((ended == 77 && want == 0)); then
		missing=yes
		put 'That cannot be shown here; the last line says what is missing.'
		set_aside
		item_is_over
		return 0
	fi
	((ended != 1)) || compare "$work/events" # what came is of interest all the same
	printf 'walk: %s: %s\n' "${lesson[slug]}" "${lesson[$last_run.text]}" >&2
	printf 'walk: the lesson expected it to end with %s; it ended with %s.\n' "$want" "$ended" >&2
	exit 1
}
