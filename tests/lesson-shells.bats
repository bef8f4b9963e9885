# SPDX-License-Identifier: MIT
# What a lesson says to type into two shells, typed into two shells.
load helper

teardown() {
	[[ ! ${tmux-} ]] || in_tmux kill-server 2>/dev/null || true
}

in_tmux() {
	tmux -L "$tmux" -f /dev/null "$@"
}

# shell NUMBER: for tmux, a shell with that prompt.
shell() {
	printf "exec env -i PATH='%s' TERM=screen LC_ALL=C HISTFILE= PS1='%s\$ ' bash --norc --noprofile" "$PATH" "$1"
}

# two_shells: in terminals 1 and 2, whose prompts are "1$ " and "2$ ".
two_shells() {
	tmux=eagain-shells-$$
	in_tmux new-session -d -x 100 -y 50 "$(shell 1)" 9<&-
	in_tmux new-window -d "$(shell 2)" 9<&-
}

# even: blanks and the octal numbers of flags, but for O_NONBLOCK.
even() {
	sed -E 's/[ \t]+/ /g; s/ $//; s/^flags: 0[0-7]*(4[0-7]{3})$/flags: \1/'
}

# shows TERMINAL TEXT: is that on its screen, and nothing else?
shows() {
	[[ $(in_tmux capture-pane -p -t ":$(($1 - 1))" | even) == "$2" ]]
}

# runs TERMINAL NAME: does that run there now?
runs() {
	[[ $(in_tmux display -p -t ":$(($1 - 1))" '#{pane_current_command}') == "$2" ]]
}

# press TERMINAL KEY ...
press() {
	in_tmux send-keys -t ":$(($1 - 1))" "${@:2}"
}

# played PAGE: the scripts of its step for two terminals, as fast as the shells can.
# Each screen shows what the page has, line for line.
played() {
	local line n terminal
	local -a shown=('' '' '')
	terminal=$(in_tmux display -p -t :0 '#{pane_tty}')
	while IFS= read -r line; do
		line=${line//TTY/$terminal}
		case $line in
		[12]'$ '*)
			n=${line:0:1}
			wait_for shows "$n" "${shown[n]}$n\$" || return 1
			press "$n" -l "${line:3}"
			press "$n" Enter
			;;
		[12]'> '*)
			n=${line:0:1}
			wait_for runs "$n" cat || return 1
			line=${line:3}
			press "$n" -l "$line"
			press "$n" Enter
			;;
		esac
		shown[n]+=$(even <<<"$line")$'\n'
	done
	# What waits for a line has the end of the input instead.
	wait_for shows "$n" "${shown[n]%$'\n'}" || return 1
	press "$n" C-d
	wait_for shows 1 "${shown[1]}1\$" && wait_for shows 2 "${shown[2]}2\$"
}

# scripts_of PAGE: what its step for two terminals has between ```text and ```.
scripts_of() {
	awk '/^## / { ours = 0 } /^<!-- two-terminals -->$/ { ours = 1 }
		/^```$/ { inside = 0 } inside { print } ours && /^```text$/ { inside = 1 }' "$1"
}

@test "lesson 7: what the page says to type into two shells does what the page says" {
	command -v tmux >/dev/null || skip "no tmux here: scripts/bootstrap --all"
	dd iflag=nonblock count=0 status=none 2>/dev/null </dev/null && cat --version | grep -q GNU ||
		skip "no GNU dd and cat here"
	scripts_of "$root/docs/lessons/07-whose-flag.md" >"$BATS_TEST_TMPDIR/script"
	[[ $(grep -c '^[12][$>] ' "$BATS_TEST_TMPDIR/script") == 6 ]]
	two_shells
	played <"$BATS_TEST_TMPDIR/script"
}
