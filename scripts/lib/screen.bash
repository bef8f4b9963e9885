# SPDX-License-Identifier: MIT
# screen.bash: a terminal that a class looks at, page by page.  Without a terminal it only
# prints.  keyboard.bash says what the reader wants.

# shellcheck disable=SC2034,SC2154  # others read what it says; keyboard.bash has $wanted

# shellcheck source=words.bash
. "${BASH_SOURCE[0]%/*}/words.bash"

shopt -s extglob # +([0-9;]) for the numbers of a colour

interactive=''    # somebody looks at it, and presses keys
accessible=''     # and hears it
alone=''          # and has no hands to count
strong='' plain='' # around what is emphasised
program_options=() # so that a program prints what suits this screen
rows=24 cols=80 # so many lines there are for a page
height=24 margin=0 # the terminal has more: at its foot nothing is shown
used=0 content=0 # so many rows of the screen, and so many lines that are not empty
fresh=''          # a key was pressed, and nothing has come of it yet
saved_terminal=''

# start_screen AUTO ACCESSIBLE ALONE [MARGIN]: is there a terminal to present on?
start_screen() {
	accessible=$2 alone=$3 margin=${4:-0}
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
	[[ ! $saved_terminal || $accessible ]] || ((margin == 0)) || printf '\0337\033[r\0338'
	[[ ! $saved_terminal ]] || stty "$saved_terminal" 2>/dev/null || true
}

resized=''
look_at_size() {
	local size
	resized=''
	size=$(stty size 2>/dev/null) || return 0
	[[ $size =~ ^([1-9][0-9]*)\ ([1-9][0-9]*)$ ]] || return 0
	height=${BASH_REMATCH[1]} cols=${BASH_REMATCH[2]}
	rows=$((height - margin > 8 ? height - margin : height < 8 ? height : 8))
}

# new_screen: go on at the top; what was there can still be scrolled back to.
new_screen() {
	[[ $interactive && ! $accessible ]] || return 0
	local i
	look_at_size
	((margin == 0)) || printf '\033[r\033[%d;1H' "$height"
	for ((i = 0; i < height; i++)); do
		printf '\n'
	done
	# What scrolls, a shell or a program for example, scrolls above the margin.
	((margin == 0)) || printf '\033[1;%dr' "$rows"
	printf '\033[H'
	used=0 content=0 blank=yes
}

# key_pressed: by the reader, and nothing has come of it yet.
key_pressed() {
	fresh=yes
}

# put TEXT [whole|rather [RESERVE]]: as it is.  What does not fit below what is on the screen
# goes on on a new one: from an empty line on, or from its beginning if it is to be seen
# whole, or rather whole unless the screen is almost empty; with RESERVE lines below it.
# Who has just pressed a key is not asked for another one.
put() {
	local line fit i
	local -a lines
	mapfile -t lines <<<"$1"
	for i in "${!lines[@]}"; do
		say "${lines[i]}"
		lines[i]=$translated
	done
	while [[ $wanted == next ]]; do # or the reader has gone elsewhere
		find_fit "${2-}" "${3:-0}"
		if [[ $fresh ]] && ((fit < ${#lines[@]} && used > 0)); then
			new_screen
			continue
		fi
		for line in "${lines[@]:0:fit}"; do
			printf '%s\n' "$line"
			count_rows "$line"
		done
		((fit == 0)) || fresh=''
		lines=("${lines[@]:fit}")
		((${#lines[@]} > 0)) || return 0
		[[ ${lines[0]} || $fit == 0 ]] || lines=("${lines[@]:1}")
		wait_for_key 'Enter: more'
		[[ $wanted == next ]] || return 0
		new_screen
	done
}

# find_fit WHOLE RESERVE: how many of put()'s lines go on this screen.
find_fit() {
	local line taken total=0 left=0 room=$((rows > 5 ? rows - 2 : 3)) here
	fit=${#lines[@]}
	[[ $interactive && ! $accessible ]] || return 0
	[[ ! $resized ]] || look_at_size
	for line in "${lines[@]}"; do
		rows_of "$line"
		total=$((total + taken))
		[[ ! $line ]] || left=$((left + 1))
	done
	here=$((room - used))
	((used == 0)) || here=$((here - $2))
	((total > here)) || return 0
	if ((used > 0 && total <= room)) && [[ $1 == whole || ($1 == rather && $content -ge 5) ]]; then
		fit=0
	else
		break_lines "$here" "$left"
	fi
}

# break_lines ROOM LEFT: in `fit`, the lines before an empty line that fit, or those up to a
# claim.  What ends in a colon stays with what it announces.  A line or two alone at the foot of a screen are not worth it, nor is a screen for
# a few that are left.
break_lines() {
	local i bare taken here=0 left=$2 gap=0 claim=0
	for ((i = 0; i < ${#lines[@]}; i++)); do
		rows_of "${lines[i]}"
		here=$((here + taken))
		((here <= $1)) || break
		[[ ! ${lines[i]} ]] || left=$((left - 1))
		((i >= 3 && left >= 5)) || continue
		bare=${lines[i]//$'\033['+([0-9;])m/}
		[[ ! $bare =~ ^[0-9]*$ || ${lines[i - 1]} == *[:：] ]] || gap=$i
		[[ ! $bare =~ ^\ \ (ok|not\ ok)\  ]] || claim=$((i + 1))
	done
	((gap > i / 2)) || gap=$((claim > gap ? claim : gap))
	fit=$gap
	((gap <= i / 2 && (used == 0 || content < 5))) || return 0
	# Seven lines have five that are not empty.
	fit=$((${#lines[@]} - i < 7 && i > 7 ? ${#lines[@]} - 7 : i))
	((fit > 0)) || fit=1
}

# fits TEXT: below what is on the screen.
fits() {
	local fit
	local -a lines
	mapfile -t lines <<<"$1"
	find_fit whole 0
	((fit == ${#lines[@]}))
}

# fits_alone TEXT: on an empty screen.
fits_alone() {
	local used=0
	fits "$1"
}

# rows_of LINE: in `taken`; a long line takes several.
rows_of() {
	columns "${1//$'\033['+([0-9;])m/}"
	# shellcheck disable=SC2034  # the caller's
	taken=$((1 + (columns > 0 ? (columns - 1) / cols : 0)))
}

# count_rows LINE: it is on the screen now.
count_rows() {
	local taken
	rows_of "$1"
	used=$((used + taken))
	[[ ! $1 ]] || content=$((content + 1))
	[[ ! $1 ]] && blank=yes || blank=''
}

# columns TEXT: in `columns`, how many it takes: see columns_of() in wrap.awk.
columns() {
	local LC_ALL=C
	local first=${1//[$'\200'-$'\277']/}
	local wide=${first//[!$'\343'-$'\377']/}
	columns=$((${#first} + ${#wide}))
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

# prose TEXT: paragraphs, together if they fit on a screen.  What ends in a colon stands
# above what it announces.
prose() {
	if [[ $1 == *: || $1 == *： ]]; then
		put "$1" rather 5
	else
		put "$1" rather
	fi
}

# in_columns READER TEXT [VARIABLE=VALUE ...]: TEXT by an awk program, in 72 columns.
in_columns() {
	local lib=${BASH_SOURCE[0]%/*} value
	local -a options=(-v width=$((cols < 72 ? cols : 72)) -v strong="$strong" -v plain="$plain")
	for value in "${@:3}"; do
		options+=(-v "$value")
	done
	LC_ALL=C awk "${options[@]}" -f "$lib/wrap.awk" -f "$lib/$1.awk" <<<"$2"
}

reflowed() {
	in_columns reflow "$1"
}

tabulated() {
	in_columns table "$1"
}

# hang LEAD TEXT: in `hanging`, for reflowed(), a paragraph that hangs behind LEAD.  What
# makes LEAD bold takes no column.
hang() {
	say "$2"
	local prose=$translated
	say "$1"
	hanging=$'\035'$translated$'\035'${translated//$'\033['+([0-9;])m/}$'\n'$prose
}

# wrapped LEAD TEXT
wrapped() {
	local hanging
	hang "$1" "$2"
	reflowed "$hanging"
}

# counted N WORD: 1 step, 2 steps
counted() {
	printf '%s %s%s\n' "$1" "$2" "$([[ $1 == 1 ]] || echo s)"
}
