# SPDX-License-Identifier: MIT
# present.bash: a lesson, item by item.  $root, $bin, $work, $auto, $follow,
# $second and $from are the caller's.

# shellcheck disable=SC2034,SC2154  # the parts read and set each other's

output='' # of the last run, what was not shown yet
last_run=-1
step=0

# present: the lesson that was read; what ended it is in `wanted`.
present() {
	local i=0 n=${#kind[@]} first
	first=$(first_step)
	((first <= ${#step_title[@]})) ||
		wrong "$slug has ${#step_title[@]} steps"
	i=${step_item[first - 1]}
	output='' last_run=-1 pending=() wanted=next said=''
	began=$(now)
	start_lesson "$i"
	while ((i < n)); do
		[[ $wanted == next ]] || turn || return 0
		((i < n)) || break
		step=${step_of[i]}
		if [[ $step -gt 0 && ${step_second[step - 1]} && ! $second ]]; then
			i=$((i + 1))
			continue
		fi
		complete=''
		show_item "$i"
		# Otherwise the reader went elsewhere, and it comes again.
		[[ $wanted != next && ! $complete ]] || i=$((i + 1))
	done
	finish
}

went_back='' at_once=''
# An item that is over, but for the reader's looking at it.
complete=''
now() { printf '%(%s)T' -1; }

# turn: the reader wants something else than to go on.  False: to quit.
turn() {
	case $wanted in
	quit)
		print_rows "Stopped at step $step of $(steps_on_show); scripts/walk $slug goes on there."
		return 1
		;;
	back)
		# To the start of this step, or if it has just begun, of the one before.
		local to=$step
		((i > step_item[step - 1] + 1)) || to=$((step - 1))
		while ((to > 1)) && [[ ${step_second[to - 1]} && ! $second ]]; do
			to=$((to - 1))
		done
		((to > 0)) || to=1
		i=${step_item[to - 1]}
		pending=() output='' went_back=yes
		;;
	again)
		if ((last_run == i)); then
			at_once=yes # in the midst of it: it comes again by itself
		elif ((last_run >= 0)); then
			wanted=next
			show_run "$last_run" again
			wait_for_key 'Enter: go on'
			[[ $wanted == next ]] || turn
			return
		else
			put 'Nothing was run yet.'
		fi
		;;
	esac
	wanted=next
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
	if [[ $left =~ ^[1-9][0-9]?$ ]] && ((left > 1 && left <= ${#step_title[@]})); then
		printf '%s\n' "$left"
	else
		printf '1\n'
	fi
}

start_lesson() {
	local text
	new_screen
	text="$strong$title$plain"$'\n'
	text+=$'\n'"$(steps_on_show) steps, $(total_minutes "$second") minutes."
	if [[ $1 == 0 || ${step_of[$1]} -le 1 ]]; then
		put "$text"
		# What stands before the first step.
		local i
		for ((i = 0; i < step_item[0]; i++)); do
			show_item "$i"
		done
	else
		put "$text"
		[[ $from ]] || put "Going on at step ${step_of[$1]}, where it was left; --from=1 starts over."
	fi
}

steps_on_show() {
	local i n=0
	for ((i = 0; i < ${#step_title[@]}; i++)); do
		[[ ${step_second[i]} && ! $second ]] || n=$((n + 1))
	done
	printf '%s\n' "$n"
}

show_item() {
	case ${kind[$1]} in
	step) show_step "$1" ;;
	prose) gap && prose "${body[$1]}" ;;
	verbatim)
		gap
		if [[ ${info[$1]} == table ]]; then
			put "$(tabulated "${body[$1]}")"
		else
			put "${body[$1]}"
		fi
		;;
	source) gap && show_source "${info[$1]}" ;;
	picture) gap && show_picture "${info[$1]}" ;;
	predict)
		gap
		ask "$1"
		;;
	run) show_command "$1" ;;
	more) rest_of_run "$1" ;;
	note) ;;
	esac
}

show_step() {
	[[ $went_back ]] || wait_for_key 'Enter: next step'
	went_back=''
	[[ $wanted == next ]] || return 0
	new_screen
	gap
	put "$strong$step of $(steps_on_show). ${body[$1]}$plain"
	keep_step
	show_position "$1"
}

# keep_step: where the lesson goes on next time.
keep_step() {
	[[ $interactive ]] || return 0
	{ mkdir -p "$state" && printf '%s\n' "$step" >"$state/$slug"; } 2>/dev/null || true
}

finish() {
	gap
	if ((undecided > 0)); then
		status=1
		put "End of $slug: $undecided of $asked predictions were not decided by the runs."
	elif ((asked == 0)); then
		put "End of $slug."
	else
		put "End of $slug: $asked of $asked predictions were decided by the runs."
	fi
	asked=0 undecided=0
	[[ ! $interactive ]] || rm -f "$state/$slug" 2>/dev/null || true
}

# show_source "source FILE TAG" or "function FILE NAME", with line numbers.
show_source() {
	local what file name text
	read -r what file name <<<"$1"
	case $what in
	source) text=$(region "$root/$file" "$name") ;;
	function) text=$(function_of "$root/$file" "$name") ;;
	*) return 0 ;;
	esac
	# A step is inside main(): without the tab that all of it has.
	put "$file"$'\n'"$(awk -F '\t' '
		{ number[NR] = $1; line[NR] = substr($0, length($1) + 2) }
		line[NR] != "" && line[NR] !~ /^\t/ { flush = 1 }
		END {
			for (i = 1; i <= NR; i++)
				printf "%3d\t%s\n", number[i], flush ? line[i] : substr(line[i], 2)
		}' <<<"$text" | expand -t 5,13,21,29,37,45)"
}

# show_picture KIND: of the run before, as a terminal draws it.
show_picture() {
	[[ -s $work/events && ! $accessible ]] || return 0
	put "$("$here/plot" --terminal "${1%% *}" "$work/events")"
}

# show_command ITEM: the command, and when it is wanted, what comes of it.
show_command() {
	local line=${body[$1]} attributes=${info[$1]}
	if [[ $(attribute terminal "$attributes") ]]; then
		on_terminal "$1"
		return 0
	fi
	gap
	if [[ $follow && $interactive ]]; then
		type_command "$line"
	else
		put "\$ $line"
		[[ $at_once ]] || wait_for_key 'Enter: run it'
	fi
	at_once=''
	[[ $wanted == next ]] || return 0
	show_run "$1"
	after_run "$1"
}

# after_run ITEM: compare what was predicted, and let it be looked at.
after_run() {
	[[ $wanted == next ]] || return 0
	if [[ $verdict == yes ]]; then
		((${#pending[@]} == 0)) || compare
	else
		pending=()
	fi
	[[ $wanted == next ]] || return 0
	complete=yes
	[[ ${kind[$1 + 1]-step} == step ]] || wait_for_key 'Enter: go on'
}

# type_command LINE: a student types it.
type_command() {
	local typed words
	put "Type:  $1"
	while true; do
		stty "$saved_terminal"
		if ! IFS= read -r -e -p '$ ' typed; then
			wanted=quit
			break
		fi
		[[ $accessible ]] || stty -echo
		used=$((used + 1))
		read -ra words <<<"$typed"
		case "${words[*]}" in
		"$1") break ;;
		-) wanted=back && break ;;
		Q) wanted=quit && break ;;
		'!') shell_here ;;
		'') put "The lesson goes on when it is typed:  $1" ;;
		*) put "That is another command. The lesson wants:  $1" ;;
		esac
	done
	[[ $accessible ]] || stty -echo
}

# next_more ITEM: the tag at which the run's output goes on later.
next_more() {
	local j
	for ((j = $1 + 1; j < ${#kind[@]}; j++)); do
		case ${kind[j]} in
		run) return 0 ;;
		more) printf '%s\n' "${info[j]}" && return 0 ;;
		esac
	done
}

# show_run ITEM [again]: run it, and show what comes, up to where it goes on later.
verdict=''
show_run() {
	local tag code=0 expected
	if [[ ${2-} ]]; then
		put "\$ ${body[$1]}"
	fi
	last_run=$1
	verdict=yes
	run_program "${body[$1]}" || code=$?
	output=$(<"$work/output")
	expected=$(attribute exit "${info[$1]}")
	if ((code != ${expected:-0})); then
		not_expected "$1" "$code" "${expected:-0}"
		return 0
	fi
	tag=$(next_more "$1")
	if [[ $tag && ! ${2-} ]]; then
		show_up_to "$tag"
	else
		put "$output"
		output=''
	fi
}

# show_up_to TAG: of the output; the rest is kept.
show_up_to() {
	local -a lines
	local i bare
	mapfile -t lines <<<"$output"
	for ((i = 1; i < ${#lines[@]}; i++)); do
		bare=${lines[i]//$'\033['+([0-9;])m/}
		[[ $bare != "[$1] "* && $bare != "Step $1: "* ]] || break
	done
	((i < ${#lines[@]})) || die "$slug: what came has no step $1"
	put "$(printf '%s\n' "${lines[@]:0:i}")"
	output=$(printf '%s\n' "${lines[@]:i}")
}

# rest_of_run ITEM: what was kept back.
rest_of_run() {
	[[ ${kind[$1]} == more ]] || return 0
	gap
	put "$output"
	output=''
	after_run "$1"
}

# run_program LINE: a simple command, its output and events kept in files.
run_program() {
	local -a words
	local code=0
	: >"$work/events"
	read -ra words <<<"$1"
	[[ $1 != *[\'\"\\\$\`\|\&\;\<\>\*\?\(\)]* ]] || die "$slug: a simple command, please: $1"
	if [[ ${words[0]} == build/bin/* ]]; then
		words[0]=$bin/${words[0]#build/bin/}
		words+=("--json=$work/events")
		[[ ! $accessible ]] || words+=(--accessible)
		[[ ! $strong ]] || words+=(--color=always)
	fi
	(trap - INT && cd "$root" && exec "${words[@]}") >"$work/output" 2>&1 </dev/null ||
		code=$?
	forget_keys
	return "$code"
}

# not_expected ITEM CODE EXPECTED: say so; a lesson does not go on over it.
not_expected() {
	verdict=''
	put "$output"
	output=''
	[[ $wanted == next ]] || return 0
	gap
	if (($2 == 130)); then
		put 'You stopped it. r runs it again, Enter goes on without it.'
		wait_for_key 'Enter: go on'
		[[ $wanted == again ]] || pending=()
		[[ $wanted == again ]] || complete=yes
		return 0
	fi
	if (($2 == 77 && $3 == 0)); then
		((status != 0)) || status=77
		put 'That cannot be shown here; the last line says what is missing.'
		return 0
	fi
	printf 'walk: %s: %s\n' "$slug" "${body[$1]}" >&2
	printf 'walk: the lesson expected it to end with %s; it ended with %s.\n' "$3" "$2" >&2
	exit 1
}

# write_report: the predictions, one event each.
write_report() {
	{
		printf '{"event":"begin","schema":1,"report":"walk","kernel":"%s","machine":"%s"}\n' \
			"$(uname -r)" "$(uname -m)"
		((${#report_lines[@]} == 0)) || printf '%s\n' "${report_lines[@]}"
		printf '{"event":"end","predictions":%d}\n' "${#report_lines[@]}"
	} >"$report" || die "cannot write $report"
}

# preflight: everything that the lessons need, tried once.
preflight() {
	local said failed=0 page size
	check_here() {
		if [[ $1 == 0 ]]; then
			printf 'ok      %s\n' "$2"
		else
			printf 'not ok  %s\n' "$2"
			failed=1
		fi
	}
	for page in "${pages[@]}"; do
		read_lesson "$page"
		local code=0
		said=$("$here/walk" "$page" --auto ${second:+--two-terminals} 2>&1 </dev/null) || code=$?
		case $code in
		0) check_here 0 "$slug: ${said##*$'\n'}" ;;
		77) check_here 0 "$slug: works, but not all of it can be shown here: $(grep '^SKIP' <<<"$said")" ;;
		*) check_here 1 "$slug: ${said##*$'\n'}" ;;
		esac
	done
	if [[ -t 1 ]] && size=$(stty size </dev/tty 2>/dev/null); then
		check_here $((${size% *} < 24 || ${size#* } < 80)) \
			"the terminal has ${size#* } columns and ${size% *} lines (80 and 24 are needed; 72 columns in large letters fill a projector)"
	else
		printf '        there is no terminal here to measure: 80 columns and 24 lines are needed\n'
	fi
	if mkdir -p "$state" 2>/dev/null && [[ -w $state ]]; then
		check_here 0 'where a lesson was left can be kept'
	else
		printf '        where a lesson was left cannot be kept: %s\n' "$state"
	fi
	status=$failed
}
