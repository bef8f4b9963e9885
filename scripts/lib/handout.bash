# SPDX-License-Identifier: MIT
# handout.bash: a lesson on paper: for the class with room to write, for the
# teacher with the answers of a run made now.

# shellcheck disable=SC2016,SC2154  # backquotes for Markdown; the parts read and set each other's

make_handout() {
	local i j right
	printf '# %s\n' "$title"
	[[ $handout != key ]] || printf '\n(With the answers of %s, %s.)\n' "$(uname -sr)" "$(uname -m)"
	for ((i = 0; i < ${#kind[@]}; i++)); do
		if ((step_of[i] > 0)) && [[ ${step_second[step_of[i] - 1]} && ! $second ]]; then
			continue
		fi
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
		source) printf '\n```c\n%s\n```\n' "$(source_of "${info[i]}")" ;;
		predict)
			read_prediction "${body[i]}"
			printf '\n%s\n\n' "$question"
			right=''
			[[ $handout != key ]] || right=$(answer_to "$i")
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
			if [[ $handout == key && ! $(attribute terminal "${info[i]}") ]]; then
				run_program "${body[i]}" || true
				cat "$work/output"
			fi
			printf '```\n'
			[[ $handout == key ]] ||
				printf '\nWhat happened: ________________________________________________\n'
			;;
		esac
	done
}

source_of() {
	local what file name
	read -r what file name <<<"$1"
	case $what in
	source) region "$root/$file" "$name" | unnumbered ;;
	function) function_of "$root/$file" "$name" | unnumbered ;;
	esac
}

# answer_to ITEM: by the run that comes next, or that it stands in.
answer_to() {
	local j
	for ((j = $1 + 1; j < ${#kind[@]}; j++)); do
		case ${kind[j]} in
		run)
			run_program "${body[j]}" || true
			break
			;;
		more)
			for ((; j >= 0; j--)); do
				[[ ${kind[j]} != run ]] || { run_program "${body[j]}" || true; break; }
			done
			break
			;;
		esac
	done
	right_option
}
