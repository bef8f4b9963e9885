# SPDX-License-Identifier: MIT
# handout.bash: a lesson on paper: for the class with room to write, for the
# teacher with the answers of a run made now.

# shellcheck disable=SC2016,SC2154  # backquotes for Markdown; the parts read and set each other's

make_handout() {
	local i j
	printf '# %s\n' "$title"
	[[ $handout != key ]] || printf '\n(With the answers of %s, %s.)\n' "$(uname -sr)" "$(uname -m)"
	[[ $handout != key ]] || run_all
	for ((i = 0; i < ${#kind[@]}; i++)); do
		step_shown "${step_of[i]}" || continue
		case ${kind[i]} in
		step) printf '\n## %s. %s\n' "${step_of[i]}" "${body[i]}" ;;
		prose) printf '\n%s\n' "${body[i]}" ;;
		verbatim)
			if [[ ${info[i]} == table ]]; then
				printf '\n%s\n' "${body[i]}"
			else
				printf '\n```%s\n%s\n```\n' "${info[i]}" "${body[i]}"
			fi
			;;
		source) printf '\n```c\n%s\n```\n' "$(named_source "${info[i]}" | unnumbered)" ;;
		predict)
			read_prediction "${body[i]}"
			printf '\n%s\n\n' "$question"
			right=''
			[[ $handout != key ]] || answer_to "$i"
			for ((j = 0; j < ${#letters[@]}; j++)); do
				if [[ ${letters[j]} == "$right" ]]; then
					printf -- '- [x] **%s)** %s\n' "${letters[j]}" "${words[j]}"
				else
					printf -- '- [ ] %s) %s\n' "${letters[j]}" "${words[j]}"
				fi
			done
			[[ $handout == key ]] ||
				printf -- '- [ ] not sure\n\nBecause: ______________________________________________________\n'
			;;
		run)
			printf '\n```console\n$ %s\n' "${body[i]}"
			[[ ! -f $work/output.$i ]] || cat "$work/output.$i"
			printf '```\n'
			[[ $handout == key ]] ||
				printf '\nWhat happened: ________________________________________________\n'
			;;
		esac
	done
}

# run_all: every command once; its output and events are kept by item.
run_all() {
	local i
	for ((i = 0; i < ${#kind[@]}; i++)); do
		[[ ${kind[i]} == run && ! $(attribute terminal "${info[i]}") ]] || continue
		run_program "${body[i]}"
		whole_events "${body[i]}"
		((ended == $(expected_of "$i") || ended == 77)) ||
			die "$slug: ${body[i]}: expected to end with $(expected_of "$i"), it ended with $ended"
		mv "$work/output" "$work/output.$i"
		mv "$work/events" "$work/events.$i"
	done
}

# answer_to ITEM: in `right`, by the run that comes next, or in which it is asked.
answer_to() {
	local j
	for ((j = $1 + 1; j < ${#kind[@]}; j++)); do
		[[ ${kind[j]} != run && ${kind[j]} != more ]] || break
	done
	while ((j > 0)) && [[ ${kind[j]-} == more ]]; do
		j=$((j - 1))
		while ((j > 0)) && [[ ${kind[j]} != run && ${kind[j]} != more ]]; do
			j=$((j - 1))
		done
	done
	[[ -f $work/events.$j ]] || return 0 # it needs two terminals
	cp "$work/events.$j" "$work/events"
	find_right
	[[ $right ]] || die "$slug: the run does not answer '${info[$1]}': $trouble"
}
