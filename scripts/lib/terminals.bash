# SPDX-License-Identifier: MIT
# terminals.bash: the parts of a lesson that need two terminals.  With a class
# the second is the teacher's, or a student's; without a terminal both are played here.

# shellcheck disable=SC2034,SC2154  # the parts read and set each other's

# Where the two ends meet in this part: an address of loopback of its own, so that
# thirty walks on one machine do not meet each other, and a port.
meeting='' meeting_of=-1
second_pid=''

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
	grep -qE "^ *[0-9]+: [0-9A-F]+:$hex [0-9A-F]+:0000 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# until_true COMMAND ...: look ten times a second, for 20 s; a key ends it.
until_true() {
	local end=$((SECONDS + 20))
	until "$@"; do
		((SECONDS < end)) || return 1
		if [[ $interactive ]]; then
			! IFS= read -rsN1 -t 0.1 _ || return 1
		else
			IFS= read -rt 0.05 -u "$nothing" _ || true
		fi
	done
}
nothing=''

said_in() {
	grep -qF "$2" "$1" 2>/dev/null
}

# on_terminal ITEM: which terminal, and who comes first?
on_terminal() {
	local line=${body[$1]} next=$(($1 + 1))
	pick_meeting
	line=${line//127.0.0.1:PORT/$meeting}
	gap
	case $(attribute terminal "${info[$1]}") in
	1)
		# The other terminal's command, if it comes after this one.
		local other=''
		[[ ${kind[next]-} != run || $(attribute terminal "${info[next]-}") != 2 ]] ||
			other=${body[next]//127.0.0.1:PORT/$meeting}
		put "Here:"$'\n\n'"  \$ $line"
		gap
		[[ ! $other ]] || put "and once it waits, in the second terminal:"$'\n\n'"  \$ $other"
		gap
		wait_for_key 'Enter: run it'
		[[ $wanted == next ]] || return 0
		run_first "$line" "$other" "$1"
		;;
	2)
		[[ $(attribute terminal "${info[$1 - 1]}") != 1 || ${kind[$1 - 1]} != run ]] || return 0
		put "In the second terminal:"$'\n\n'"  \$ $line"
		start_second "$line"
		;;
	esac
}

# start_second LINE: it listens; wait until it does.
start_second() {
	if [[ ! $interactive ]]; then
		play_second "$1"
	else
		put "Waiting until somebody listens at $meeting ..."
	fi
	until until_true listening "$meeting"; do
		wait_for_key 'Nobody listens there yet. Enter: look again'
		[[ $wanted == next ]] || return 0
	done
	put 'The other end is there.'
}

# run_first LINE OTHER ITEM: live, as the two ends take turns.
run_first() {
	local code=0 expected
	local -a words
	read -ra words <<<"$1"
	words[0]=$bin/${words[0]#build/bin/}
	last_run=-1
	if [[ $interactive ]]; then
		[[ ! $accessible ]] || words+=(--accessible)
		(trap - INT && cd "$root" && exec "${words[@]}") </dev/null || code=$?
		forget_keys
		used=$rows
	else
		play_both "$2" "${words[@]}" || code=$?
		put "$(<"$work/output")"
	fi
	# 77: the other end did something else in time; that was seen too.
	((code == 0 || code == 77 || code == 130)) || {
		printf 'walk: %s: %s ended with %s\n' "$slug" "$1" "$code" >&2
		exit 1
	}
	((code == 0)) || [[ $interactive ]] || {
		printf 'walk: %s: the two ends did not do what the lesson says\n' "$slug" >&2
		exit 1
	}
	complete=yes
	[[ ${kind[$3 + 1]-step} == step ]] || wait_for_key 'Enter: go on'
}

# play_second LINE: in the background; what it is given is Enter, when it is due.
play_second() {
	local -a words
	read -ra words <<<"$1"
	words[0]=$bin/${words[0]#build/bin/}
	rm -f "$work/enter"
	mkfifo "$work/enter"
	(cd "$root" && exec "${words[@]}") <>"$work/enter" >"$work/second" 2>&1 &
	second_pid=$!
	exec {enter}<>"$work/enter"
}

# play_both OTHER COMMAND ...: the first terminal's program; when it waits, the
# other's is started, or gets its Enter.
play_both() {
	local other=$1 first code=0
	shift
	exec {nothing}<> <(:)
	(cd "$root" && exec "$@") >"$work/output" 2>&1 </dev/null &
	first=$!
	if [[ $other ]]; then
		until_true said_in "$work/output" 'listening on' || true
		play_second "$other"
	fi
	# The first time it waits for somebody to come, if it is the one that
	# listens; each other time the other end is given its Enter.
	local waits=${other:+1} n
	while kill -0 "$first" 2>/dev/null; do
		n=$(grep -cF 'waiting for the other end' "$work/output" || true)
		if ((n > waits && (waits = n) > 0)) && [[ $second_pid ]]; then
			printf '\n' >&"$enter"
		fi
		IFS= read -rt 0.02 -u "$nothing" _ || true
	done
	wait "$first" || code=$?
	stop_second
	exec {nothing}>&-
	return "$code"
}

stop_second() {
	[[ $second_pid ]] || return 0
	kill "$second_pid" 2>/dev/null || true
	wait "$second_pid" 2>/dev/null || true
	second_pid=''
}
