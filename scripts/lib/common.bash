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

writer='' # the process that writes our output

# guard_output: an output that cannot be written is told as the programs tell it, and the end
# is 99.  A process of its own writes, as each command of ours would tell it otherwise.  Not
# to a terminal; nor to a pipe, as nobody is told when its reader goes: that is the end of us,
# unless SIGPIPE is ignored.  Who sets a trap on EXIT calls end_output there.
guard_output() {
	local pipe together=''
	{ : 9>&1; } 2>/dev/null || exec 1</dev/null # closed: no file of ours is to get its number
	[[ ! -t 1 ]] || return 0
	[[ ! -p /dev/stdout || $(trap -p PIPE) ]] || return 0
	[[ ! /dev/stdout -ef /dev/stderr ]] || together=yes
	exec {pipe}<> <(:)
	pass_on </proc/self/fd/"$pipe" {pipe}>&- &
	writer=$!
	exec >/proc/self/fd/"$pipe" {pipe}>&-
	[[ ! $together ]] || exec 2>&1 # so that the order of the two stays
	trap end_output EXIT
}

# end_output: all is written, or it was told.
end_output() {
	local status=0
	[[ $writer ]] || return 0
	exec >/dev/null 2>&1 # the writer reads up to the end
	wait "$writer" || status=$?
	((status != 99)) || exit 99
}

# pass_on: from standard input to standard output, and to the end of it whatever happens.
pass_on() {
	local said
	trap '' INT TERM HUP XFSZ
	{ said=$(LC_ALL=C cat 2>&1 >&3); } 3>&1 || true
	said=${said##*: }
	case $said in
	'') return 0 ;;
	'Bad file descriptor') said="EBADF: $said" ;;
	'Disk quota exceeded') said="EDQUOT: $said" ;;
	'File too large') said="EFBIG: $said" ;;
	'Input/output error') said="EIO: $said" ;;
	'No space left on device') said="ENOSPC: $said" ;;
	esac
	cat >/dev/null
	[[ $said != 'Broken pipe' ]] || return 0
	{ printf '%s: cannot write the output: %s\n' "${0##*/}" "$said" >&3; } 3>&2 2>/dev/null || true
	return 99
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
	only_operands 1 "$@"
	grep -qE -e "${1-}" <<<'' 2>/dev/null || (($? == 1)) || misused "$1 is no regular expression"
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
