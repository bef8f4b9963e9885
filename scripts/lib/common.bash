# SPDX-License-Identifier: MIT
# common.bash: what the scripts share.  Sourced, after `set -euo pipefail`.

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# programs DIR: the paths of the demonstrations in DIR, tools left out.
programs() {
	local program
	for program in "$1"/*-*; do
		[[ $(field "$program" class) == tool ]] || printf '%s\n' "$program"
	done
}

# field PROGRAM KEY: what the program says of itself.
field() {
	"$1" --describe | sed -n "s/^$2: //p"
}
