# SPDX-License-Identifier: MIT
# fence.bash: what may stand behind "```console".

# attribute NAME INFO: its value in "console exit=1 steps=a,b", or nothing.
attribute() {
	[[ " $2 " =~ \ $1=([^ ]+)\  ]] || return 0
	printf '%s\n' "${BASH_REMATCH[1]}"
}
