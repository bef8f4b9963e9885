# SPDX-License-Identifier: MIT
# lesson.bash: a page of docs/lessons as a list of items, in the order of the page.
#
# What a lesson may hold, beside Markdown (CONTRIBUTING.md says it with examples):
#   ## TITLE                       a step; <!-- minutes: N --> below it
#   <!-- two-terminals -->         this step is left out unless asked for
#   <!-- note: ... -->             for the teacher alone
#   <!-- predict: NAME -->         a question and its options, up to <!-- end -->
#   ```console                     a command; scripts/docs has what may stand behind
#   <!-- generated: source ... --> a part of a program's source
#   <!-- picture: KIND -->         a picture of the last run, in place of the next line
#   <!-- safe -->                  what follows gives no answer away; handout.bash asks

# shellcheck disable=SC2034  # walk and its parts read them

# What a page says is data: names and numbers are checked before bash's arithmetic
# or a subscript, which would evaluate them, sees them.
number='^[1-9][0-9]{0,2}$' name='^[a-z0-9][a-z0-9-]*$'

# The items: kind (step prose verbatim note predict run more source picture),
# body, info (what stood in the fence or the comment), the step of each, and whether
# the page says that it gives no answer away.
item_kind=() item_body=() item_info=() item_step=() item_safe=()
# The steps, from 1 on.
step_title=() step_minutes=() item_of_step=() step_second=()
title='' slug=''

add_item() {
	case $1 in
	step | predict | run | more) safe='' ;; # so far, and no farther
	esac
	item_kind+=("$1") item_body+=("$2") item_info+=("${3-}") item_step+=("${#step_title[@]}")
	item_safe+=("$safe")
}

# read_lesson FILE
read_lesson() {
	local file=$1 line in='' text='' what='' n=0 names=' ' safe=''
	item_kind=() item_body=() item_info=() item_step=() item_safe=()
	step_title=() step_minutes=() item_of_step=() step_second=()
	title='' slug=${file##*/}
	slug=${slug%.md}
	[[ $slug =~ $name ]] || die "$file: small letters, digits and hyphens, please, in its name"
	while IFS= read -r line || [[ $line ]]; do
		n=$((n + 1))
		case $in in
		comment) # a teacher's note of several lines
			if [[ $line == *'-->' ]]; then
				text+=$'\n'${line%'-->'}
				add_item note "$(trimmed "$text")"
				in=''
			else
				text+=$'\n'$line
			fi
			continue
			;;
		fence)
			if [[ $line == '```' ]]; then
				end_fence "$what" "$text" "$file:$n"
				in=''
			else
				text+=${text:+$'\n'}$line
			fi
			continue
			;;
		predict | generated)
			if [[ $line == '<!-- end -->' ]]; then
				case $in in
				predict) add_item predict "$text" "$what" ;;
				*)
					# Shown in the midst of a text, where nobody asks how that ended.
					(named_source "$what") >/dev/null 2>&1 ||
						die "$file:$n: there is no such source: $what"
					add_item source '' "$what"
					;;
				esac
				in='' text=''
			else
				text+=${text:+$'\n'}$line
			fi
			continue
			;;
		skip) # the picture that the page shows instead
			in=''
			continue
			;;
		esac
		case $line in
		'# '*) title=${line#'# '} ;;
		'## '*)
			end_prose
			step_title+=("${line#'## '}")
			step_minutes+=(0)
			step_second+=('')
			item_of_step+=("${#item_kind[@]}")
			add_item step "${line#'## '}"
			;;
		'<!-- minutes: '*)
			((${#step_title[@]} > 0)) || die "$file:$n: minutes belong to a step"
			line=${line#'<!-- minutes: '}
			[[ ${line%' -->'} =~ $number ]] || die "$file:$n: a number of minutes, please"
			step_minutes[-1]=${line%' -->'}
			;;
		'<!-- safe -->')
			end_prose
			safe=yes
			;;
		'<!-- two-terminals -->')
			((${#step_title[@]} > 0)) || die "$file:$n: that belongs to a step"
			step_second[-1]=yes
			;;
		'<!-- note: '*'-->')
			end_prose
			line=${line#'<!-- note: '}
			add_item note "$(trimmed "${line%'-->'}")"
			;;
		'<!-- note: '*)
			end_prose
			in=comment text=${line#'<!-- note: '}
			;;
		'<!-- predict: '*)
			end_prose
			what=${line#'<!-- predict: '}
			in=predict what=${what%' -->'} text=''
			[[ $what =~ $name ]] || die "$file:$n: a prediction needs a name"
			[[ $names != *" $what "* ]] || die "$file:$n: two predictions are called $what"
			names+="$what "
			;;
		'<!-- generated: '*)
			end_prose
			what=${line#'<!-- generated: '}
			in=generated what=${what%' -->'} text=''
			;;
		'<!-- picture: '*)
			end_prose
			what=${line#'<!-- picture: '}
			add_item picture '' "${what%' -->'}"
			in=skip
			;;
		'<!-- SPDX'*) ;;
		'<!--'*) die "$file:$n: what is this comment? $line" ;;
		'```'*)
			end_prose
			in=fence what=${line#'```'} text=''
			;;
		'') end_prose ;;
		'|'*)
			[[ $in == table ]] || end_prose
			text+=${text:+$'\n'}$line in=table
			;;
		*)
			[[ $in != table ]] || end_prose
			text+=${text:+$'\n'}$line in=prose
			;;
		esac
	done <"$file"
	case $in in
	comment | fence | predict | generated | skip) die "$file: a $in does not end" ;;
	esac
	end_prose
	[[ $title && ${#step_title[@]} -gt 0 ]] || die "$file: no title or no steps"
}

# What of prose or of a table was read so far is an item.
end_prose() {
	case $in in
	prose) add_item prose "$text" ;;
	table) add_item verbatim "$text" table ;;
	esac
	in='' text=''
}

# end_fence INFO TEXT WHERE
end_fence() {
	local command what
	for what in $1; do
		[[ $what =~ ^(console|exit=[0-9]+|steps=[a-z,-]+|from=[a-z-]+|terminal=[12])$ || $1 != console* ]] ||
			die "$3: what is $what?"
	done
	case $1 in
	'console from='*)
		[[ " ${item_kind[*]} " == *' run '* ]] || die "$3: there is no run to go on with"
		add_item more '' "$1"
		;;
	'console terminal='*)
		[[ $'\n'$2 =~ ^($'\n'[12]('$ '[^$'\n']+|'>'[^$'\n']*))+$ ]] ||
			die "$3: what is played begins with 1$, 2$, 1> or 2>"
		add_item run "$2" "$1"
		;;
	console*)
		command=${2%%$'\n'*}
		[[ $command == '$ '[!\ ]* ]] || die "$3: a console block begins with a command"
		[[ $2 != *$'\n$ '* ]] || die "$3: one command a block, in a lesson"
		[[ ! $(attribute exit "$1") || $(attribute exit "$1") =~ $number ]] ||
			die "$3: exit is a number"
		add_item run "${command#'$ '}" "$1"
		;;
	*) add_item verbatim "$2" "$1" ;;
	esac
}

# typed_text ITEM: a command, or a script for two terminals, as it is typed.
typed_text() {
	[[ $(attribute terminal "${item_info[$1]}") ]] || printf '$ '
	printf '%s\n' "${item_body[$1]}"
}

# trimmed TEXT: without white space at its ends.
trimmed() {
	local text=$1
	text=${text#"${text%%[![:space:]]*}"}
	printf '%s' "${text%"${text##*[![:space:]]}"}"
}

# total_minutes [two-terminals]
total_minutes() {
	local i sum=0
	for ((i = 0; i < ${#step_title[@]}; i++)); do
		[[ ${step_second[i]} && ! ${1-} ]] || sum=$((sum + step_minutes[i]))
	done
	printf '%s\n' "$sum"
}

# A prediction's parts, from its item's body: the question, and for each option
# its letter, words, predicate and (if it is a known misconception) belief.
question='' option_letters=() option_words=() option_predicate=() option_belief=()

read_prediction() {
	local line comment text='' order=abcde
	question='' option_letters=() option_words=() option_predicate=() option_belief=()
	while IFS= read -r line; do
		if [[ $line =~ ^-\ ([a-e])\)\ (.*)$ ]]; then
			option_letters+=("${BASH_REMATCH[1]}")
			option_words+=("${BASH_REMATCH[2]}")
		elif ((${#option_letters[@]} > 0)); then
			[[ $line != *([[:space:]])-* ]] || die "$slug: what is that option? $line"
			option_words[-1]+=" $(trimmed "$line")"
		else
			text+=${text:+$'\n'}$line
		fi
	done <<<"$1"
	question=$(trimmed "$text")
	local i
	for ((i = 0; i < ${#option_words[@]}; i++)); do
		line=${option_words[i]}
		[[ $line == *'<!-- '*' -->' ]] || die "$slug: an option without its predicate: $line"
		comment=${line##*'<!-- '}
		comment=${comment%' -->'}
		option_words[i]=$(trimmed "${line%'<!-- '*}")
		option_belief[i]=''
		if [[ $comment == 'belief: '*'; '* ]]; then
			option_belief[i]=${comment#'belief: '}
			option_belief[i]=${option_belief[i]%%'; '*}
			comment=${comment#*'; '}
		fi
		[[ ${option_words[i]} != *'<!--'* ]] || die "$slug: two comments in an option: $line"
		[[ ${option_letters[i]} == "${order:i:1}" ]] || die "$slug: options go a, b, c, ..."
		[[ $comment == 'if: '* ]] || die "$slug: an option without its predicate: $line"
		option_predicate[i]=${comment#'if: '}
	done
	((${#option_letters[@]} > 1)) || die "$slug: a prediction needs options"
}
