# SPDX-License-Identifier: MIT
# handout.bash: a lesson on paper: for the class with room to write, what it takes home
# afterwards, and for the teacher all of it, with the answers of a run made now.

# shellcheck disable=SC2016,SC2154  # backquotes for Markdown; the lesson's page is there

question_printed=''         # a question was printed, and nothing after it
home_step=0                 # the step that was printed last
declare -A last_question=() # of each step, the item

# handout KIND DIR: of the lesson that was read, blank, home or key; what its commands
# print goes to DIR.
handout() {
	local i
	mkdir "$2"
	question_printed='' home_step=0 last_question=()
	for ((i = 0; i < lesson[items]; i++)); do
		[[ ${lesson[$i.kind]} != question ]] || last_question[${lesson[$i.step]}]=$i
	done
	printf '# %s\n' "${lesson[title]}"
	if [[ $1 == key ]]; then
		printf '\n(With the answers of %s, %s.)\n' "$(uname -sr)" "$(uname -m)"
		run_all "$2"
	fi
	: >"$2/right"
	for ((i = 0; i < lesson[items]; i++)); do
		[[ ${lesson[step.${lesson[$i.step]}.shown]} ]] || continue
		"$1"_item "$i" "$2"
	done
	[[ $1 == key ]] ||
		printf '\n(`%s %s --from=STEP` shows a step again.)\n' "${front}walk" "${lesson[again]}"
}

# afterwards ITEM: is it for later?  So is what stands behind the last question of its step,
# or in a step that asks nothing, unless it sets the scene before the first question of all.
# And so are the goals, the first paragraph of a page: they say how it ends.
afterwards() {
	local last=${last_question[${lesson[$1.step]}]-0}
	[[ ${lesson[$1.kind]} != option ]] && ! above_terminals "$1" || return 1
	(($1 == 0 && ${lesson[$1.step]} == 0)) ||
		(($1 > ${lesson[asks]:-$1} && $1 > last))
}

# blank_item ITEM: as the class has it.  Each question is on a page of its own: who looks
# at one sees no other.
blank_item() {
	local kind=${lesson[$1.kind]}
	if typed_by_class "$1"; then
		[[ ! $question_printed ]] || printf '\n---\n'
		question_printed=''
		print_terminals "$1"
		return 0
	fi
	! gives_away "$1" || return 0
	case $kind in
	note) ;;
	run | more)
		# Not only the output answers: connect-already has the errno in its name.
		[[ $question_printed ]] || line_to_fill
		;;
	*)
		! afterwards "$1" || return 0
		[[ ! $question_printed || $kind == option || $kind == step ]] || printf '\n---\n'
		[[ $kind == option ]] || question_printed=''
		print_item "$1" ''
		;;
	esac
	[[ $kind:${lesson[$(($1 + 1)).kind]-} != option:[!o]* ]] || room_to_write
}

room_to_write() {
	printf -- '- [ ] not sure\n\nBecause: ______________________________________________________\n'
	line_to_fill
	question_printed=yes
}

line_to_fill() {
	printf '\nWhat happened: ________________________________________________\n'
}

# home_item ITEM: what the class gets when all is over.
home_item() {
	local step=${lesson[$1.step]}
	[[ ${lesson[$1.kind]} =~ ^(text|table|verbatim|source|picture)$ ]] || return 0
	afterwards "$1" && ! gives_away "$1" || return 0
	((step == 0 || step == home_step)) || print_item "${lesson[step.$step.item]}" ''
	home_step=$step
	print_item "$1" ''
}

# key_item ITEM DIR: as the teacher has it.
key_item() {
	case ${lesson[$1.kind]} in
	question) answer_to "$1" "$2" >"$2/right" ;;
	run) print_run "$1" "$2/$1/output" ;;
	answers) printf '\n%s\n' "${lesson[$1.text]}" ;;
	esac
	print_item "$1" "$(<"$2/right")"
	[[ ! ${lesson[$1.because]-} ]] || printf '  Because: %s\n' "${lesson[$1.because]}"
}

# print_item ITEM RIGHT: what is the same on all; of options RIGHT is marked.
print_item() {
	local text=${lesson[$1.text]} box='- [ ] %s) %s\n'
	case ${lesson[$1.kind]} in
	step) printf '\n## %s. %s\n' "${lesson[$1.step]}" "$text" ;;
	text | table | picture) printf '\n%s\n' "$text" ;;
	verbatim) printf '\n```%s\n%s\n```\n' "${lesson[$1.info]}" "$text" ;;
	source) printf '\n```c\n%s\n```\n' "$(cut -f 2- <<<"$text")" ;;
	note) printf '\n> **For the teacher.** %s\n' "${text//$'\n'/$'\n'> }" ;;
	question) printf '\n%s\n\n' "$text" ;;
	option)
		[[ ${lesson[$1.letter]} != "$2" ]] || box='- [x] **%s)** %s\n'
		# shellcheck disable=SC2059  # one of two
		printf -- "$box" "${lesson[$1.letter]}" "$text"
		;;
	esac
}

# print_run ITEM OUTPUT
print_run() {
	printf '\n```console\n%s\n' "${lesson[$1.typed]}"
	[[ ! -f $2 ]] || cat "$2"
	printf '```\n'
}

# gives_away ITEM: may it tell the answer to a question of this sheet?  Whoever has the
# sheet can read all of it at once.  What a step says before it asks sets the scene, and
# so does all that stands before the first question.  The rest follows a question, and
# explains; a program's steps say what it claims, and a picture shows it.  A page may know
# better: safe.
gives_away() {
	local asks=${lesson[step.${lesson[$1.step]}.asks]-}
	[[ ${lesson[$1.kind]} =~ ^(text|table|verbatim|source|picture)$ && ! ${lesson[$1.safe]} ]] || return 1
	! above_terminals "$1" || return 1
	[[ ${lesson[$1.kind]} != picture && ${lesson[$1.name]-} != 'source '* ]] || return 0
	(($1 > ${lesson[asks]:-$1} && $1 > ${asks:-0}))
}

# typed_by_class ITEM: a script for two terminals, what comes of it in between or not.
typed_by_class() {
	local step=${lesson[$1.step]}
	[[ ${lesson[step.$step.second]-} && ${lesson[$1.kind]} =~ ^(run|verbatim)$ &&
		${lesson[$1.text]} =~ ^[12][$] ]]
}

# above_terminals ITEM: it says what to do there, before anything is typed.
above_terminals() {
	local i step=${lesson[$1.step]}
	[[ ${lesson[step.$step.second]-} && ${lesson[$1.kind]} =~ ^(step|text)$ ]] || return 1
	for ((i = $1; i > ${lesson[step.$step.item]}; i--)); do
		! typed_by_class "$i" || return 1
	done
}

# print_terminals ITEM: what is typed, a column for each terminal, and room for what comes.
print_terminals() {
	local line n=0 cell
	[[ ${lesson[$1.text]} != *:PORT* ]] ||
		printf '\nFor PORT take a number between 20000 and 30000, the same in both terminals.\n'
	printf '\n| | terminal 1 | terminal 2 | what came |\n|---|---|---|---|\n'
	while IFS= read -r line; do
		[[ $line =~ ^[12][$\>] ]] || continue
		cell=${line:1} n=$((n + 1))
		cell=${cell#> } cell=${cell//|/\\|}
		[[ $cell == '>' ]] && cell='(Enter)' || cell="\`$cell\`"
		case $line in
		1*) printf '| %s | %s | | |\n' "$n" "$cell" ;;
		2*) printf '| %s | | %s | |\n' "$n" "$cell" ;;
		esac
	done <<<"${lesson[$1.text]}"
}

# run_all DIR: every command once; what comes of it is kept by item.
run_all() {
	local i code
	for ((i = 0; i < lesson[items]; i++)); do
		[[ ${lesson[$i.kind]} == run && ! ${lesson[$i.terminal]} ]] || continue
		mkdir "$1/$i"
		code=0
		run_item "$i" "$1/$i" || code=$?
		check_events "${lesson[$i.text]}" "$1/$i" "$code"
		((code == ${lesson[$i.exit]} || code == 77)) ||
			die "${lesson[slug]}: ${lesson[$i.text]}: expected to end with ${lesson[$i.exit]}, it ended with $code"
	done
}

# answer_to QUESTION DIR: the letter.
answer_to() {
	local run=${lesson[$1.run]-} right
	[[ -f $2/$run/events ]] || return 0 # it needs two terminals
	right=$(right_option "$1" "$2/$run/events") ||
		die "${lesson[slug]}: the run does not answer '${lesson[$1.name]}': $right"
	printf '%s\n' "$right"
}
