# SPDX-License-Identifier: MIT
# run.bash: a command of a lesson is run, and the kernel's answer judged.  $root and
# $bin are the caller's; lesson.bash has read the page.

# shellcheck disable=SC2154

# become COMMAND EVENTS [OPTION ...]: that program, in place of this shell.  Its words
# are taken as they are: no shell is asked.
become() {
	local -a words
	read -ra words <<<"$1"
	if [[ ${words[0]} == build/bin/* ]]; then
		words[0]=$bin/${words[0]#build/bin/}
		words+=("--json=$2" "${@:3}")
	fi
	cd "$root" && exec "${words[@]}"
}

# run_item ITEM DIR [OPTION ...]: runs its command, which writes DIR/output and DIR/events.
# Ctrl-C is for the command.  The status is the command's.
run_item() {
	: >"$2/events"
	(trap - INT && become "${lesson[$1.text]}" "$2/events" "${@:3}") >"$2/output" 2>&1 </dev/null
}

# check_events COMMAND DIR ENDED: events decide only if they are whole, and end as the
# program did.
check_events() {
	[[ $1 == build/bin/* ]] || return 0
	awk -v ended="$3" -f "$here/lib/events.awk" -f "$here/lib/end-event.awk" "$2/events" ||
		die "${lesson[slug]}: $1: it ended with $3, and its events do not say so"
}

# option_of QUESTION LETTER: the item.
option_of() {
	local before=abcde
	before=${before%%"$2"*}
	printf '%s\n' $(($1 + 1 + ${#before}))
}

# right_option QUESTION EVENTS: prints the letter of the only option whose predicate holds.
# If there is none, or more than one, it says so, and its status is 1.
right_option() {
	local i letter truth right=''
	while IFS=$'\t' read -r letter truth; do
		case $truth in
		0) ;;
		1) right+=$letter ;;
		*) printf 'option %s: %s.\n' "$letter" "$truth" && return 1 ;;
		esac
	done < <(for ((i = $1 + 1; i <= $1 + ${lesson[$1.options]}; i++)); do
		printf '%s\t%s\n' "${lesson[$i.letter]}" "${lesson[$i.predicate]}"
	done | LC_ALL=C awk -f "$here/lib/events.awk" -f "$here/lib/predicate.awk" "$2" -)
	case $right in
	'') printf 'none of the options came true.\n' && return 1 ;;
	?) printf '%s\n' "$right" ;;
	*) printf 'more than one option came true: %s.\n' "$right" && return 1 ;;
	esac
}
