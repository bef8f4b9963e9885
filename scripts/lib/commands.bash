# SPDX-License-Identifier: MIT
# commands.bash: the commands of a lesson: run, shown up to where a question is asked,
# compared with what was predicted.

# shellcheck disable=SC2034,SC2154  # the lesson's page, the screen and walk's options are there

last_run=-1  # the item that was run last
last_part='' # the item that showed a part of its output last
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

# show_command ITEM AT_ONCE: when it is wanted, the command and what comes of it.
show_command() {
	if [[ ${lesson[$1.terminal]} ]]; then
		on_terminal "$1" "$2"
		return 0
	fi
	gap
	if [[ ! $2 && $follow && $interactive ]]; then
		type_command "${lesson[$1.text]}"
	elif [[ ! $2 ]] && ((${#pending[@]} > 0 || content >= 5)); then
		# With a line or two on the screen there is nothing to look at yet.
		wait_for_key "\$ ${lesson[$1.text]}   Enter: run it"
	fi
	[[ $wanted == next ]] || return 0
	run_now "$1"
	show_part "$1" "\$ ${lesson[$1.text]}"
	check_events "${lesson[$1.text]}" "$work" "$ended"
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

# run_now ITEM
run_now() {
	local code=0
	run_item "$1" "$work" "${program_options[@]}" || code=$?
	ran "$1" "$code"
	forget_keys
}

# run_again: and show the part that was shown last, and what it decided.
run_again() {
	run_now "$last_run"
	gap
	show_part "$last_part" "\$ ${lesson[$last_run.text]}"
	check_events "${lesson[$last_run.text]}" "$work" "$ended"
	if as_expected; then
		compare_again "$work"
	fi
	wait_for_key 'Enter: go on'
}

# show_part ITEM [COMMAND]: of what the last run printed the part of that item, or all if
# it did not go as it should; below COMMAND.
show_part() {
	local shown
	last_part=$1
	if as_expected; then
		shown=$(part_of "walk: ${lesson[slug]}" "$work/output" "${lesson[$1.from]}" "${lesson[$1.until]}" \
			"${lesson[$1.steps]}") || exit 1
	else
		shown=$(<"$work/output")
	fi
	put "${2:+$2$'\n'}$shown" '' $((8 * ${#pending[@]}))
	# Where nothing was asked, its claims are what is explained.
	keep_answer "$(awk '
		{ bare = $0; gsub(/\033\[[0-9;]*m/, "", bare) }
		bare ~ /^  (not )?ok /' <<<"$shown")"
}

# show_more ITEM: the run goes on.
show_more() {
	if ! as_expected; then
		set_aside # said already: stopped, or not to be shown here
		item_is_over
		return 0
	fi
	gap
	show_part "$1"
	after_run "$1"
}

# after_run ITEM: compare what was predicted, and let it be looked at.
after_run() {
	[[ $wanted == next ]] || return 0
	if ! as_expected; then
		not_expected
		return 0
	fi
	compare "$work"
	look_at "$1"
}

# look_at ITEM: it is over; before the next one the reader may want to stay.
look_at() {
	[[ $wanted == next ]] || return 0
	item_is_over
	local next=$(($1 + 1))
	while [[ ${lesson[$next.kind]-} == note ]]; do
		next=$((next + 1))
	done
	# A step asks by itself.
	[[ ${lesson[$next.kind]-step} == step ]] || wait_for_key 'Enter: go on'
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
	((ended != 1)) || compare "$work" # what came is of interest all the same
	printf 'walk: %s: %s\n' "${lesson[slug]}" "${lesson[$last_run.text]}" >&2
	printf 'walk: the lesson expected it to end with %s; it ended with %s.\n' "$want" "$ended" >&2
	exit 1
}
