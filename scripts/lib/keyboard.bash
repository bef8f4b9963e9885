# SPDX-License-Identifier: MIT
# keyboard.bash: what the reader wants: keys, answers, typed lines.

# shellcheck disable=SC2034,SC2119,SC2120,SC2154  # the screen is there, and walk's options

wanted=next # until it is back, again or quit
offers=''   # the key a is one, too
answer=''   # what was typed
key=''

# read_key [SECONDS]: one key in `key`; escape sequences by name.  False at the end of
# input, or when the time is over: more than 128 then.
read_key() {
	local more=''
	key=''
	IFS= read -rsN1 ${1:+-t "$1"} key || return
	case $key in
	$'\n' | $'\r') key=enter ;;
	$'\177' | $'\b') key=backspace ;;
	$'\004') return 1 ;;
	'？') key='?' ;; # of a Chinese keyboard
	'！') key='!' ;;
	$'\033')
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

# read_words HOW TEXT: the same with a line.  A word stands for a key; any other line is
# kept in `answer`, and counts as Enter.
read_words() {
	key='' answer=''
	if [[ $1 == line ]]; then
		stty "$saved_terminal"
		IFS= read -r -e -p "$2" answer || return 1
		[[ $accessible ]] || stty -echo
		count_rows "$answer"
	else
		show_prompt "$2"
		IFS= read -r answer || return 1
	fi
	case $answer in
	- | back) key=- ;;
	r | again) key=r ;;
	Q | quit) key=Q ;;
	'!' | shell) key='!' ;;
	'?' | keys) key='?' ;;
	*) key=enter ;;
	esac
	[[ $1:$answer != 'answer:?' ]] || key=enter # not sure
	[[ $1:$answer != key:a && $1:$answer != key:answers ]] || key=a
	[[ $key == enter ]] || answer=''
}

# forget_keys: what was pressed meanwhile.
forget_keys() {
	local some=''
	while [[ $interactive ]] && IFS= read -rsN1 -t 0.001 some; do
		:
	done
}

# show_prompt TEXT: at the foot of the page, gone with the next key.  Ctrl-C says
# something else there, and bash goes on reading.
show_prompt() {
	say "$1"
	local text=$translated
	trap say_ctrl_c INT
	if [[ $accessible ]]; then
		printf '%s ' "$text"
		return
	fi
	# One row, or it could not be taken away again.
	local LC_ALL=C
	columns "$text"
	((columns + 2 < cols)) || text=${text%   \?*}
	while columns "$text" && ((columns + 2 >= cols)); do
		text=${text#?}
		text=${text##+([$'\200'-$'\277'])}
	done
	printf '\r\033[K%s%s%s ' "$strong" "$text" "$plain"
}

say_ctrl_c() {
	if [[ $accessible ]]; then
		show_prompt $'\nControl C stops a program on show; quit ends the lesson:'
	else
		show_prompt 'Ctrl-C stops a program on show; Q ends the lesson.   ?: keys'
	fi
}

hide_prompt() {
	trap '' INT
	[[ $accessible ]] || printf '\r\033[K'
}

# prompt HOW TEXT [TROUBLE ...]: asks at the foot of the page.  `wanted` says what the
# reader wants then.  HOW is
#   key      Enter goes on
#   answer   a typed answer goes on; it is in `answer`.  The command TROUBLE ... ANSWER
#            prints what is wrong with it: that is shown, and the prompt asks again.
#            A key that goes elsewhere does so only before the first letter.
#   line     the same with a line that can be edited
# The status is 1 if the reader was in a shell, and the question must be shown again.
prompt() {
	say "$2"
	local how=$1 text=$translated hint=''
	shift 2
	answer=''
	while [[ $wanted == next ]]; do
		if [[ $how == line || $accessible ]]; then
			[[ ! $hint ]] || { key_pressed && put "$hint"; }
			read_words "$how" "$text" || { wanted=quit && break; }
		else
			say "$hint"
			show_prompt "${translated:+$translated  }$text$answer"
			read_key || { wanted=quit && break; }
			[[ $how == answer ]] || hide_prompt
		fi
		hint=''
		case $how:$answer:$key in
		*::-) wanted=back ;;
		*::r) wanted=again ;;
		*::Q) wanted=quit ;;
		*::'!')
			shell_here
			[[ $how == key ]] || return 1
			;;
		key::'?' | line::'?') keys_help ;;
		answer::'?') if [[ $accessible ]]; then keys_help; else answer='?'; fi ;;
		key::enter | 'key:: ') break ;;
		key::a)
			[[ ! $offers ]] || break
			hint='That key does nothing here.'
			;;
		key::q) hint='Press capital Q to quit.' ;;
		key:*:enter) hint='That is none of them.' answer='' ;;
		*:enter)
			hint=$("$@" "$answer")
			[[ $hint ]] || break
			answer=''
			;;
		answer:*:backspace) answer=${answer%?} ;;
		answer:*:[A-Ea-e0-9\?\ ]) answer+=${key,,} ;; # Caps Lock is no mistake
		*) hint='That key does nothing here.' ;;
		esac
	done
	hide_prompt
	key_pressed
	[[ $how != line || $accessible ]] || stty -echo
}

# offer WHAT: something for the key a; or nothing.
offer() {
	offers=$1
}

# go_on: the reader has arrived elsewhere, and goes on from there.
go_on() {
	wanted=next
}

# wait_for_key TEXT: Enter goes on.
wait_for_key() {
	local text="$1   ?: keys"
	[[ $interactive && $wanted == next ]] || return 0
	gap
	[[ ! $accessible ]] || text="$1 (Enter, or one of: back, again, shell, keys, quit):"
	prompt key "$text"
}

# keys_help: over what is on the screen, which comes back.
keys_help() {
	local answers='a letter, or ? if you are not sure'
	if [[ $accessible ]]; then
		in_words <<-'END'
			Enter alone goes on.
			back: to the start of this step, or to the step before.
			again: run the last command again.
			shell: a shell here; exit comes back.
			quit: next time the lesson goes on at this step.
			answers: on the last screen, to the questions to take home.
			Control C stops a program on show, not the lesson.
		END
		return 0
	fi
	[[ $alone ]] || answers=$'a letter, ? if you are not sure, or a show of hands\n(a12 b5 c1)'
	printf '\033[?1049h\033[H\033[J'
	in_words <<-END
		Enter  go on (space, right, Page Down too)
		-      back to the start of this step, or to the step before (left, Page Up)
		r      run the last command again
		!      a shell here; exit comes back
		?      these keys
		Q      quit; next time the lesson goes on at this step
		a      on the last screen: the answers to take home

		At a question: $answers, and Enter.
		Ctrl-C stops a program on show, not the lesson.

	END
	show_prompt 'Any key: back   ?: keys'
	read_key || wanted=quit
	printf '\033[?1049l'
}

shell_here() {
	put 'A shell; "exit" comes back to the lesson.'
	stty "$saved_terminal" 2>/dev/null || true
	(trap - INT && cd "$root" && PATH=$bin:$PATH "${SHELL:-bash}") || true
	[[ $accessible ]] || stty -echo
	new_screen
	put 'Back in the lesson.'
}
