# SPDX-License-Identifier: MIT
# common.bash: what the scripts share.  Sourced, after `set -euo pipefail`.

# How the commands are called: here, from another folder, and where eagain alone is on the
# PATH; and the programs.
# shellcheck disable=SC2034  # what is said to be typed begins with one of these
if [[ ! -e ${BASH_SOURCE[0]%/*}/../../Makefile ]]; then
	front='eagain ' me=eagain tree='' run='eagain run '
else
	tree=''
	[[ scripts -ef ${BASH_SOURCE[0]%/*}/.. ]] || tree=$(readlink -f "${BASH_SOURCE[0]%/*}/../..")/
	front=${tree}scripts/ me=${tree}scripts/eagain run=${tree}build/bin/
fi

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

# about: what the script that runs says of itself, at its top.
about() {
	sed -n '3,/^[^#]/{/^# shellcheck/d; s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]%/*}/../${0##*/}"
}

# misused WHAT: how the script was called is wrong; the first line of about() has the usage.
misused() {
	printf '%s: %s\nusage: %s\n' "${0##*/}" "$1" "$(about | sed 's/: .*//; q')" >&2
	exit 2
}

# only_operands MOST [ARGUMENT ...]: no options but --help, and no more words than MOST.
only_operands() {
	local most=$1 word
	shift
	for word; do
		case $word in
		--help) about && exit 0 ;;
		-*) misused "there is no option $word" ;;
		esac
	done
	(($# <= most)) || misused "one argument too many: ${*:most + 1:1}"
}

# only_regexp [ARGUMENT ...]: one regular expression, or none.
only_regexp() {
	local matches=0
	only_operands 1 "$@"
	[[ '' =~ ${1-} ]] || matches=$?
	((matches < 2)) || misused "$1 is no regular expression"
}

# temporary_folder: makes one for what runs leave, and prints its name.  A full disk still
# gives a name, and no room.
temporary_folder() {
	local place=${TMPDIR:-/tmp} other='TMPDIR may name another folder' work
	work=$(mktemp -d 2>/dev/null) || die "cannot make a folder in $place; $other"
	{ printf '%262144s' '' >"$work/room"; } 2>/dev/null || {
		rm -rf "$work"
		die "there is no room in $place; $other"
	}
	rm "$work/room"
	printf '%s\n' "$work"
}

# with_source DIR: the paths of the programs in DIR whose source is there.
with_source() {
	local source program
	for source in "${BASH_SOURCE[0]%/*}"/../../demos/*/*-*.c; do
		program=$1/${source##*/}
		[[ ! -x ${program%.c} ]] || printf '%s\n' "${program%.c}"
	done | LC_ALL=C sort
}

# programs DIR: the demonstrations among them, tools left out.
programs() {
	local program
	while read -r program; do
		[[ $'\n'$("$program" --describe)$'\n' == *$'\nclass: tool\n'* ]] || printf '%s\n' "$program"
	done < <(with_source "$1")
}

# field PROGRAM KEY: what the program says of itself.
field() {
	"$1" --describe | sed -n "s/^$2: //p"
}

# part_of WHO OUTPUT FROM UNTIL STEPS: a part of a program's output; see part-of.awk.
part_of() {
	LC_ALL=C awk -v who="$1" -v from="$3" -v until="$4" -v steps="$5" \
		-f "${BASH_SOURCE[0]%/*}/part-of.awk" "$2"
}
