# SPDX-License-Identifier: MIT
# screen.bash: a terminal that a class looks at, page by page.  Without a terminal it only
# prints.  keyboard.bash says what the reader wants.

# shellcheck disable=SC2034,SC2154  # others read what it says; keyboard.bash has $wanted

shopt -s extglob # +([0-9;]) for the numbers of a colour

interactive=''    # somebody looks at it, and presses keys
accessible=''     # and hears it
alone=''          # and has no hands to count
strong='' plain='' # around what is emphasised
program_options=() # so that a program prints what suits this screen
rows=24 cols=80 used=0
saved_terminal=''

# start_screen AUTO ACCESSIBLE ALONE: is there a terminal to present on?
start_screen() {
	accessible=$2 alone=$3
	[[ ! ${ACCESSIBLE-} || $ACCESSIBLE == 0 ]] || accessible=yes
	[[ $1 || ! -t 0 || ! -t 1 ]] || interactive=yes
	if [[ -t 1 && ! ${NO_COLOR-} && ${TERM-dumb} != dumb && ! $accessible ]]; then
		# Bold is legible on light and on dark.
		strong=$'\033[1m' plain=$'\033[0m'
	fi
	[[ ! $interactive || ${TERM-dumb} != dumb ]] || accessible=yes
	[[ ! $accessible ]] || program_options+=(--accessible)
	[[ ! $strong ]] || program_options+=(--color=always)
	[[ $interactive ]] || return 0
	saved_terminal=$(stty -g)
	# Keys that come while a program runs are nobody's.
	[[ $accessible ]] || stty -echo
	look_at_size
	trap 'resized=yes' WINCH
}

end_screen() {
	[[ ! $saved_terminal ]] || stty "$saved_terminal" 2>/dev/null || true
}

resized=''
look_at_size() {
	local size
	resized=''
	size=$(stty size 2>/dev/null) || return 0
	[[ $size =~ ^([1-9][0-9]*)\ ([1-9][0-9]*)$ ]] || return 0
	rows=${BASH_REMATCH[1]} cols=${BASH_REMATCH[2]}
}

# new_screen: go on at the top; what was there can still be scrolled back to.
new_screen() {
	[[ $interactive && ! $accessible ]] || return 0
	local i
	look_at_size
	for ((i = 0; i < rows; i++)); do
		printf '\n'
	done
	printf '\033[H'
	used=0 blank=yes
}

# put TEXT [whole]: as it is.  What does not fit below what is on the screen goes on
# on a new one: from an empty line on, or from its beginning if it is to be seen
# whole.
put() {
	local line fit
	local -a lines
	mapfile -t lines <<<"$1"
	while [[ $wanted == next ]]; do # or the reader has gone elsewhere
		find_fit "${2-}"
		for line in "${lines[@]:0:fit}"; do
			printf '%s\n' "$line"
			count_rows "$line"
		done
		lines=("${lines[@]:fit}")
		((${#lines[@]} > 0)) || return 0
		[[ ${lines[0]} || $fit == 0 ]] || lines=("${lines[@]:1}")
		wait_for_key 'Enter: more'
		[[ $wanted == next ]] || return 0
		new_screen
	done
}

# find_fit WHOLE: how many of put()'s lines go on this screen.
find_fit() {
	local i before=$used was_blank=$blank room gap=0
	fit=${#lines[@]}
	[[ $interactive && ! $accessible ]] || return 0
	[[ ! $resized ]] || look_at_size
	room=$((rows > 5 ? rows - 2 : 3))
	for ((i = 0; i < fit; i++)); do
		count_rows "${lines[i]}"
		((used <= room)) || break
		# A line or two alone at the foot of a page are not worth it.
		[[ ${lines[i]} ]] || ((i < 3)) || gap=$i
	done
	used=$before blank=$was_blank
	((i < fit)) || return 0
	fit=$gap
	if ((used > 0)); then
		[[ ! $1 ]] || fit=0
	elif ((gap <= i / 2)); then
		fit=$((i > 0 ? i : 1))
	fi
}

# count_rows LINE: a long line takes several.
count_rows() {
	local bare=${1//$'\033['+([0-9;])m/}
	used=$((used + 1 + (${#bare} > 0 ? (${#bare} - 1) / cols : 0)))
	[[ ! $1 ]] && blank=yes || blank=''
}

# fill_screen: something else has printed on it.
fill_screen() {
	used=$rows
}

# gap: an empty line, but not at the top, nor two of them.
blank=yes
gap() {
	[[ ! $blank ]] || return 0
	printf '\n'
	used=$((used + 1)) blank=yes
}

# prose TEXT: Markdown, at most 72 columns wide.
prose() {
	put "$(reflowed "$1")"
}

# in_columns READER TEXT [VARIABLE=VALUE ...]: TEXT by an awk program, in 72 columns.
in_columns() {
	local lib=${BASH_SOURCE[0]%/*} value
	local -a options=(-v width=$((cols < 72 ? cols : 72)) -v strong="$strong" -v plain="$plain")
	for value in "${@:3}"; do
		options+=(-v "$value")
	done
	awk "${options[@]}" -f "$lib/wrap.awk" -f "$lib/$1.awk" <<<"$2"
}

reflowed() {
	in_columns reflow "$1"
}

tabulated() {
	in_columns table "$1"
}

# wrapped LEAD TEXT: a paragraph behind LEAD, hanging.  What makes LEAD bold takes no
# column.
wrapped() {
	in_columns reflow "$2" "lead=$1" "bare=${1//$'\033['+([0-9;])m/}"
}

# counted N WORD: 1 step, 2 steps
counted() {
	printf '%s %s%s\n' "$1" "$2" "$([[ $1 == 1 ]] || echo s)"
}
