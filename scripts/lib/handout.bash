# SPDX-License-Identifier: MIT
# handout.bash: a lesson on paper: for the class with room to write, for the
# teacher with the answers of a run made now.

# shellcheck disable=SC2016,SC2154  # backquotes for Markdown; the parts read and set each other's

make_handout() {
	local i j
	printf '# %s\n' "$title"
	[[ $handout != key ]] || printf '\n(With the answers of %s, %s.)\n' "$(uname -sr)" "$(uname -m)"
	[[ $handout != key ]] || run_all
	for ((i = 0; i < ${#item_kind[@]}; i++)); do
		step_shown "${item_step[i]}" || continue
		[[ $handout == key ]] || ! gives_away "$i" || continue
		case ${item_kind[i]} in
		step) printf '\n## %s. %s\n' "${item_step[i]}" "${item_body[i]}" ;;
		prose) printf '\n%s\n' "${item_body[i]}" ;;
		verbatim)
			if [[ ${item_info[i]} == table ]]; then
				printf '\n%s\n' "${item_body[i]}"
			else
				printf '\n```%s\n%s\n```\n' "${item_info[i]}" "${item_body[i]}"
			fi
			;;
		source) printf '\n```c\n%s\n```\n' "$(named_source "${item_info[i]}" | unnumbered)" ;;
		predict)
			read_prediction "${item_body[i]}"
			printf '\n%s\n\n' "$question"
			right=''
			[[ $handout != key ]] || answer_to "$i"
			for ((j = 0; j < ${#option_letters[@]}; j++)); do
				if [[ ${option_letters[j]} == "$right" ]]; then
					printf -- '- [x] **%s)** %s\n' "${option_letters[j]}" "${option_words[j]}"
				else
					printf -- '- [ ] %s) %s\n' "${option_letters[j]}" "${option_words[j]}"
				fi
			done
			[[ $handout == key ]] ||
				printf -- '- [ ] not sure\n\nBecause: ______________________________________________________\n'
			;;
		note)
			[[ $handout != key ]] || printf '\n> **For the teacher.** %s\n' "${item_body[i]//$'\n'/$'\n'> }"
			;;
		more)
			[[ $handout == key ]] ||
				printf '\nWhat happened then: ___________________________________________\n'
			;;
		run)
			# Not only the output answers: connect-already has the errno in its name.
			if [[ $handout == key || $(attribute terminal "${item_info[i]}") ]]; then
				printf '\n```console\n%s\n' "$(typed_text "$i")"
				[[ ! -f $work/output.$i ]] || cat "$work/output.$i"
				printf '```\n'
			fi
			[[ $handout == key ]] ||
				printf '\nWhat happened: ________________________________________________\n'
			;;
		esac
	done
	[[ $handout == key ]] ||
		printf '\n(`scripts/walk %s --from=STEP` shows a step again.)\n' "${slug%%-*}"
}

# gives_away ITEM: may it tell the answer to a question of this sheet?  Whoever has the
# sheet can read all of it at once.  What a step says before it asks sets the scene, and
# so does all that stands before the first question.  The rest follows a question, and
# explains; a program's steps say what it claims.  A page may know better: safe.
gives_away() {
	local j of=${item_step[$1]} asks=''
	case ${item_kind[$1]} in
	prose | verbatim | source) ;;
	*) return 1 ;;
	esac
	[[ ! ${item_safe[$1]} ]] || return 1
	[[ ${item_info[$1]} != 'source '* ]] || return 0
	for ((j = 0; j < $1; j++)); do
		[[ ${item_kind[j]} != predict ]] || asks+=${item_step[j]}' '
	done
	[[ $asks ]] || return 1
	[[ " $asks" != *" $of "* ]] || return 0
	for ((j = $1 + 1; j < ${#item_kind[@]}; j++)); do
		[[ ${item_kind[j]} != predict || ${item_step[j]} != "$of" ]] || return 1
	done
}

# run_all: every command once; its output and events are kept by item.
run_all() {
	local i
	for ((i = 0; i < ${#item_kind[@]}; i++)); do
		[[ ${item_kind[i]} == run && ! $(attribute terminal "${item_info[i]}") ]] || continue
		run_program "${item_body[i]}"
		whole_events "${item_body[i]}"
		((ended == $(expected_of "$i") || ended == 77)) ||
			die "$slug: ${item_body[i]}: expected to end with $(expected_of "$i"), it ended with $ended"
		mv "$work/output" "$work/output.$i"
		mv "$work/events" "$work/events.$i"
	done
}

# answer_to ITEM: in `right`, by the run that comes next, or in which it is asked.
answer_to() {
	local j
	for ((j = $1 + 1; j < ${#item_kind[@]}; j++)); do
		[[ ${item_kind[j]} != run && ${item_kind[j]} != more ]] || break
	done
	while ((j > 0)) && [[ ${item_kind[j]-} == more ]]; do
		j=$((j - 1))
		while ((j > 0)) && [[ ${item_kind[j]} != run && ${item_kind[j]} != more ]]; do
			j=$((j - 1))
		done
	done
	[[ -f $work/events.$j ]] || return 0 # it needs two terminals
	cp "$work/events.$j" "$work/events"
	find_right
	[[ $right ]] || die "$slug: the run does not answer '${item_info[$1]}': $trouble"
}
