# SPDX-License-Identifier: MIT
# terminals.bash: the parts of a lesson that need two terminals.  With a class
# the second is the teacher's, or a student's; without a terminal both are played here.

# shellcheck disable=SC2034,SC2154  # the parts read and set each other's

# Where the two ends meet in this part: an address of loopback of its own, so that
# thirty walks on one machine do not meet each other, and a port.
meeting='' meeting_of=-1
others=() # processes that are ours to end
enter=''  # a descriptor: what is written there, the second terminal's program reads

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
		pause 0.05
	done
}

said_in() {
	[[ -e $1 && $(<"$1") == *"$2"* ]]
}

# on_terminal ITEM: which terminal, and who comes first?
on_terminal() {
	local line other='' next=$(($1 + 1))
	pick_meeting
	line=${item_body[$1]//127.0.0.1:PORT/$meeting}
	gap
	case $(attribute terminal "${item_info[$1]}") in
	1)
		# The other terminal's command, if it comes after this one.
		[[ ${item_kind[next]-} != run || $(attribute terminal "${item_info[next]-}") != 2 ]] ||
			other=${item_body[next]//127.0.0.1:PORT/$meeting}
		put "Here:"$'\n\n'"  \$ $line"
		gap
		[[ ! $other ]] || put "and once it waits, in the second terminal:"$'\n\n'"  \$ $other"
		gap
		[[ $at_once ]] || wait_for_key 'Enter: run it'
		at_once=''
		[[ $wanted == next ]] || return 0
		run_first "$1" "$line" "$other"
		;;
	2)
		# What comes after a command for the first terminal was shown there.
		[[ $(attribute terminal "${item_info[$1 - 1]}") != 1 || ${item_kind[$1 - 1]} != run ]] || return 0
		put "In the second terminal:"$'\n\n'"  \$ $line"
		start_second "$line"
		;;
	esac
}

# start_second LINE: it listens; wait until it does.
start_second() {
	if [[ ! $interactive ]]; then
		play_second "$1"
		until_true listening_or_gone || true
		listening "$meeting" || die "$slug: $1 does not listen"
	fi
	while [[ $interactive ]] && ! listening "$meeting"; do
		gap
		prompt 'Waiting until it is started there. Any key: do something else'
		if IFS= read -rsN1 -t 0.2 _; then
			wait_for_key 'Enter: wait on'
			[[ $wanted == next ]] || return 0
		fi
		unprompt
	done
	put 'The other end is there.'
}

# listening_or_gone: nothing comes of waiting for a program that has ended.
listening_or_gone() {
	listening "$meeting" || { ((${#others[@]} > 0)) && ! kill -0 "${others[-1]}" 2>/dev/null; }
}

# run_first ITEM LINE OTHER: live, as the two ends take turns.
run_first() {
	last_run=$1
	if [[ $interactive ]]; then
		simple_command "$2"
		ended=0
		(trap - INT && cd "$root" && exec "${command_words[@]}") </dev/null || ended=$?
		forget_keys
		used=$rows
	else
		play_both "$2" "$3"
		put "$(<"$work/output")"
		# In time, the other end did what nobody wanted.
		((ended != 77)) || ended=1
	fi
	if ((ended == 77)); then
		put 'The other end was faster or slower than meant; r tries again.'
		pending=()
		look_at "$1"
		return 0
	fi
	after_run "$1"
}

# play_second LINE: in the background; it is given Enter when it is due.
play_second() {
	rm -f "$work/enter"
	mkfifo "$work/enter"
	exec {enter}<>"$work/enter"
	simple_command "$1"
	(cd "$root" && exec "${command_words[@]/%--json=*/--json=$work/second.events}") \
		<"$work/enter" >"$work/second" 2>&1 &
	others+=("$!")
}

# play_both LINE OTHER: the first terminal's program; when it waits, the other's is
# started, or is given its Enter.
play_both() {
	local first waits=0 n
	: >"$work/events"
	: >"$work/output"
	simple_command "$1"
	(cd "$root" && exec "${command_words[@]}") >"$work/output" 2>&1 </dev/null &
	first=$!
	others+=("$first")
	if [[ $2 ]]; then
		until_true said_in "$work/output" 'listening on' || true
		play_second "$2"
		waits=1 # the first time it waits for somebody to come
	fi
	while kill -0 "$first" 2>/dev/null; do
		n=$(awk '/waiting for the other end/ { n++ } END { print n + 0 }' "$work/output")
		if ((n > waits)); then
			waits=$n
			printf '\n' >&"$enter"
		fi
		pause 0.1
	done
	ended=0
	wait "$first" || ended=$?
	stop_others
}

stop_others() {
	local other
	for other in "${others[@]}"; do
		kill "$other" 2>/dev/null || true
		wait "$other" 2>/dev/null || true
	done
	others=()
	if [[ $enter ]]; then
		exec {enter}>&-
		enter=''
	fi
}
