# SPDX-License-Identifier: MIT
# terminals.bash: the parts of a lesson that need two terminals.  With a class
# the second is the teacher's, or a student's; without a terminal both are played here.
#
# A part is a script, which says what is done where, in this order:
#   1$ COMMAND   is started in the first terminal, which is the one of walk
#   2> LINE      is typed in the second; nothing behind the >: Enter alone
# What is predicted is compared with the events of the first terminal's program.

# shellcheck disable=SC2034,SC2154  # the lesson's page, the screen and walk's options are there

# Where the two ends meet in this part: an address of loopback of its own, so that
# thirty walks on one machine do not meet each other, and a port.
meeting='' meeting_of=-1
others=() # processes that are ours to end

pick_meeting() {
	[[ $meeting && $meeting_of == "$step" ]] && return 0
	meeting_of=$step
	local try port
	for try in {1..50}; do
		port=$((20000 + (RANDOM * 32768 + RANDOM) % 10000))
		meeting=127.0.$((1 + RANDOM % 254)).$((1 + RANDOM % 254)):$port
		listening "$meeting" || return 0
	done
	die 'no free port found between 20000 and 30000'
}

# listening MEETING: does anybody at that port?  State 0A in /proc/net/tcp, proc(5).
listening() {
	local hex
	printf -v hex '%04X' "${1##*:}"
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
		awk -v port=":$hex" '$2 ~ port "$" && $4 == "0A" { found = 1 } END { exit !found }'
}

# pause SECONDS: no process, and nothing to wait for but the time.
nothing=''
pause() {
	[[ $nothing ]] || exec {nothing}<> <(:)
	IFS= read -rt "$1" -u "$nothing" _ || true
}

# until_true COMMAND ...: look again and again, for 20 s.
until_true() {
	local end=$((SECONDS + 20))
	until "$@"; do
		((SECONDS < end)) || return 1
		pause 0.02
	done
}

# on_terminal ITEM AT_ONCE: what is to be done, and then it is.
on_terminal() {
	local script code=0
	pick_meeting
	script=${lesson[$1.text]//127.0.0.1:PORT/$meeting}
	gap
	put 'On two terminals, 1 (this one) and 2; behind > is what you type there:'$'\n\n'"$script" whole
	gap
	[[ $script != 2* ]] || start_second "${script%%$'\n'*}"
	[[ $2 || $wanted != next ]] || wait_for_key 'Enter: run it'
	[[ $wanted == next ]] || return 0
	: >"$work/events"
	: >"$work/output"
	if [[ $interactive ]]; then
		run_first "$script" || code=$?
	else
		play "$script" || code=$?
		put "1:"$'\n'"$(<"$work/output")"$'\n\n'"2:"$'\n'"$(<"$work/second")"
	fi
	ran "$1" "$code"
	check_events build/bin/by-hand "$work" "$code"
	after_run "$1"
}

# start_second LINE: where the second terminal listens, somebody starts it there.
start_second() {
	while [[ $interactive ]] && ! listening "$meeting"; do
		gap
		show_prompt "Waiting for line ${1%%\$*} above. Any key: do something else"
		if read_key 0.2; then
			wait_for_key 'Enter: wait on'
			[[ $wanted == next ]] || return 0
		fi
		hide_prompt
	done
}

# run_first SCRIPT: the first terminal's program, live: the class types.  Its status is
# the program's.
run_first() {
	local line command='' code=0
	while IFS= read -r line; do
		[[ $line != '1$ '* ]] || command=${line#'1$ '}
	done <<<"$1"
	stty "$saved_terminal"
	(trap - INT && become "$command" "$work/events" "${program_options[@]}") || code=$?
	[[ $accessible ]] || stty -echo
	forget_keys
	fill_screen
	return "$code"
}

# What is typed in a terminal goes through a FIFO, whose descriptor is in `keys`;
# `typed` are the lines so far, `running` is the program.
keys=() typed=() running=()

# play SCRIPT: both terminals.  Its status is that of the first one's program.
play() {
	local line n code=0
	: >"$work/output"
	keys=() typed=() running=()
	while IFS= read -r line; do
		n=${line:0:1}
		case ${line:1} in
		'$ '*) start "$n" "${line:3}" ;;
		'>'*)
			line=${line:2}
			printf '%s\n' "${line# }" >&"${keys[n]}"
			typed[n]=$((typed[n] + 1))
			;;
		esac
		until_true has_answered "$n" || die "${lesson[slug]}: terminal $n: nothing comes of: $line"
	done <<<"$1"
	wait "${running[1]}" || code=$?
	stop_others
	return "$code"
}

# start TERMINAL LINE
start() {
	local said=$work/output events=$work/events
	mkfifo "$work/keys.$1"
	exec {fd}<>"$work/keys.$1"
	rm "$work/keys.$1"
	keys[$1]=$fd typed[$1]=0
	(($1 == 1)) || said=$work/second events=$work/second.events
	become "$2" "$events" "${program_options[@]}" <&"$fd" >"$said" 2>&1 &
	running[$1]=$!
	others+=("$!")
}

# has_answered TERMINAL: it has shown all that was typed there, and sleeps: until
# more is typed, or in a call that waits for the other end.  Or it has ended.
has_answered() {
	local said=$work/output status
	(($1 == 1)) || said=$work/second
	status=$(cat "/proc/${running[$1]}/stat" 2>/dev/null) || return 0
	status=${status##*) }
	[[ $status != Z* ]] || return 0
	[[ $status == S* && -s $said ]] &&
		(($(awk '/^> / { n++ } END { print n + 0 }' "$said") == typed[$1]))
}

stop_others() {
	local other fd
	for other in "${others[@]}"; do
		kill "$other" 2>/dev/null || true
		wait "$other" 2>/dev/null || true
	done
	for fd in "${keys[@]}"; do
		exec {fd}>&-
	done
	others=() keys=()
}
