# SPDX-License-Identifier: MIT
# screen.bash: a terminal that a class looks at: pages, keys, and nothing left
# behind.  Without a terminal it only prints.

# shellcheck disable=SC2034,SC2154  # walk and its parts read and set them

shopt -s extglob # +([0-9;]) for the numbers of a colour

wanted=next interactive='' accessible='' rows=24 cols=80 used=0
strong='' plain=''
saved_terminal=''

# start_screen: is there a terminal to present on?
start_screen() {
	[[ ! ${ACCESSIBLE-} || $ACCESSIBLE == 0 ]] || accessible=yes
	[[ $auto || ! -t 0 || ! -t 1 ]] || interactive=yes
	if [[ -t 1 && ! ${NO_COLOR-} && ${TERM-dumb} != dumb && ! $accessible ]]; then
		# Bold is legible on light and on dark.
		strong=$'\033[1m' plain=$'\033[0m'
	fi
	[[ $interactive ]] || return 0
	[[ ${TERM-dumb} != dumb ]] || accessible=yes
	[[ ! $accessible ]] || ctrl_c=$'\nControl C stops a program on show; quit ends the lesson:'
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

# rows_of LINE: how many it takes; a long line takes several.
rows_of() {
	local bare=${1//$'\033['+([0-9;])m/}
	rows_taken=$((1 + (${#bare} > 0 ? (${#bare} - 1) / cols : 0)))
}
rows_taken=0

# put TEXT [whole]: as it is.  What does not fit below what is on the screen goes on
# on a new one: from an empty line on, or from its beginning if it is to be seen
# whole.
put() {
	local whole=${2-} room i sum=0 cut
	local -a lines
	[[ $wanted == next ]] || return 0 # the reader has gone elsewhere
	if [[ ! $interactive || $accessible ]]; then
		printf '%s\n' "$1"
		blank=''
		return 0
	fi
	[[ ! $resized ]] || look_at_size
	room=$((rows - 2 > 3 ? rows - 2 : 3))
	mapfile -t lines <<<"$1"
	while ((${#lines[@]} > 0)); do
		# `i` lines fit; `cut` of them end at an empty line.
		cut=0 sum=$used
		for ((i = 0; i < ${#lines[@]}; i++)); do
			rows_of "${lines[i]}"
			((sum + rows_taken <= room)) || break
			sum=$((sum + rows_taken))
			# A line or two alone at the foot of a page are not worth it.
			[[ ${lines[i]} ]] || ((i < 3)) || cut=$i
		done
		if ((i == ${#lines[@]})); then
			print_lines "$i" "${lines[@]}"
			return 0
		fi
		if ((used == 0)); then
			((cut > i / 2)) || cut=$i
			((cut > 0)) || cut=1
		elif [[ $whole ]]; then
			cut=0
		fi
		print_lines "$cut" "${lines[@]}"
		lines=("${lines[@]:cut}")
		((${#lines[@]} > 0)) || return 0
		[[ ${lines[0]} || $cut == 0 ]] || lines=("${lines[@]:1}")
		wait_for_key 'Enter: more'
		[[ $wanted == next ]] || return 0
		new_screen
	done
}

# print_lines N LINE ...: the first N of them.
print_lines() {
	local n=$1 line
	shift
	for line in "${@:1:n}"; do
		printf '%s\n' "$line"
		rows_of "$line"
		used=$((used + rows_taken))
		[[ ! $line ]] && blank=yes || blank=''
	done
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

reflowed() {
	local width=$((cols < 72 ? cols : 72))
	awk -v width="$width" -v strong="$strong" -v plain="$plain" \
		-f "$here/lib/reflow.awk" <<<"$1"
}

tabulated() {
	awk -v width=$((cols < 72 ? cols : 72)) -f "$here/lib/table.awk" <<<"$1"
}

# wrapped LEAD TEXT: a paragraph behind LEAD, hanging.  What makes LEAD bold takes no
# column.
wrapped() {
	local width=$((cols < 72 ? cols : 72))
	awk -v width="$width" -v lead="$1" -v bare="${1//$'\033['+([0-9;])m/}" 'NF {
		blank = bare
		gsub(/./, " ", blank)
		before = lead
		line = ""
		n = split($0, word, / +/)
		for (i = 1; i <= n; i++) {
			if (line != "" && length(blank line) + 1 + length(word[i]) > width) {
				print before line
				before = blank
				line = ""
			}
			line = line (line == "" ? "" : " ") word[i]
		}
		print before line
	}' <<<"$2"
}

# read_key: one key in `key`; escape sequences by name; false at the end of input.
key=''
read_key() {
	local more
	IFS= read -rsN1 key || return 1
	case $key in
	$'\n' | $'\r') key=enter ;;
	$'\177' | $'\b') key=backspace ;;
	$'\004') return 1 ;;
	$'\033')
		more=''
		IFS= read -rsN2 -t 0.05 more || true
		[[ $more != '['[56] ]] || IFS= read -rsN1 -t 0.05 _ || true
		case $more in
		'[C' | '[B' | '[6' | OC | OB) key=enter ;; # also of a presenter
		'[D' | '[A' | '[5' | OD | OA) key=- ;;
		*) key=escape ;;
		esac
		;;
	esac
}

# forget_keys: what was pressed meanwhile.
forget_keys() {
	local some=''
	while [[ $interactive ]] && IFS= read -rsN1 -t 0.001 some; do
		:
	done
}

ctrl_c='Ctrl-C stops a program on show; Q ends the lesson.   ?: keys'

# prompt TEXT: at the foot of the page, gone with the next key.  Ctrl-C says
# something else there, and bash goes on reading.
prompt() {
	local text=$1
	trap 'prompt "$ctrl_c"' INT
	if [[ $accessible ]]; then
		printf '%s ' "$text"
		return
	fi
	# One row, or it could not be taken away again.
	((${#text} + 2 < cols)) || text=${text: -$((cols - 3))}
	printf '\r\033[K%s%s%s ' "$strong" "$text" "$plain"
}
unprompt() {
	trap '' INT
	[[ $accessible ]] || printf '\r\033[K'
}

# keys_help: over what is on the screen, which comes back.
keys_help() {
	if [[ $accessible ]]; then
		printf '%s\n' 'Enter alone goes on.' 'back: to the start of this step, or to the step before.' \
			'again: run the last command again.' 'shell: a shell here; exit comes back.' \
			'quit: next time the lesson goes on at this step.' \
			'Control C stops a program on show, not the lesson.'
		return 0
	fi
	printf '\033[?1049h\033[H\033[J'
	local answers=$'a letter, ? if you are not sure, or a show of hands\n(a12 b5 c1)'
	[[ ! $follow ]] || answers='a letter, or ? if you are not sure'
	printf '%s\n' \
		'Enter  go on (space, right, Page Down too)' \
		'-      back to the start of this step, or to the step before (left, Page Up)' \
		'r      run the last command again' \
		'!      a shell here; exit comes back' \
		'?      these keys' \
		'Q      quit; next time the lesson goes on at this step' \
		'' \
		"At a question: $answers, and Enter." \
		'Ctrl-C stops a program on show, not the lesson.'
	printf '\n'
	prompt 'Any key: back   ?: keys'
	read_key || wanted=quit
	printf '\033[?1049l'
}

# wait_for_key TEXT: what the reader wants, in `wanted`: next, back, again or quit.
wait_for_key() {
	[[ $interactive && $wanted == next ]] || return 0
	local text=$1 hint=''
	[[ $text == *'run it' ]] || gap
	if [[ $accessible ]]; then
		wait_for_line "$text"
		return
	fi
	while [[ $wanted == next ]]; do
		prompt "$hint$text   ?: keys"
		hint=''
		read_key || { wanted=quit && break; }
		unprompt
		case $key in
		enter | ' ') wanted=next && break ;;
		-) wanted=back && break ;;
		r) wanted=again && break ;;
		Q) wanted=quit && break ;;
		'?') keys_help ;;
		'!') shell_here ;;
		q) hint='It is Q, a capital one, that quits.  ' ;;
		*) hint='That key does nothing here.  ' ;;
		esac
	done
	unprompt
}

# The same with lines, for who hears the screen.
wait_for_line() {
	local line
	while true; do
		prompt "$1 (Enter, or one of: back, again, shell, keys, quit):"
		IFS= read -r line || { wanted=quit && break; }
		case $line in
		'') wanted=next && break ;;
		- | back) wanted=back && break ;;
		r | again) wanted=again && break ;;
		Q | quit) wanted=quit && break ;;
		'?' | keys) keys_help ;;
		'!' | shell) shell_here ;;
		*) printf 'That is none of them.\n' ;;
		esac
	done
}

shell_here() {
	put 'A shell; "exit" comes back to the lesson.'
	stty "$saved_terminal" 2>/dev/null || true
	(trap - INT && cd "$root" && PATH=$bin:$PATH "${SHELL:-bash}") || true
	[[ $accessible ]] || stty -echo
	new_screen
	put 'Back in the lesson.'
}
