# SPDX-License-Identifier: MIT
# descriptors.bash: standard descriptors that one can rely on, whoever started us.

# What each of 0, 1 and 2 was: open, closed or nonblocking.
# shellcheck disable=SC2034  # doctor says it
given=(open open open)

# nonblocking FD: is O_NONBLOCK set on it?  The bit is not the same on every machine:
# arch/*/include/uapi/asm/fcntl.h.  No subshell: it would see its own descriptors.
nonblocking() {
	local key flags=0 bit=04000
	case $HOSTTYPE in
	alpha*) bit=04 ;;
	mips*) bit=0200 ;;
	sparc*) bit=040000 ;;
	hppa* | parisc*) bit=0200000 ;;
	esac
	[[ -r /proc/self/fdinfo/$1 ]] || return 1
	while read -r -u 9 key flags; do
		[[ $key != flags: ]] || break
	done 9<"/proc/self/fdinfo/$1"
	((8#$flags & bit))
}

# mend_descriptors: one that is closed is opened on /dev/null, so that no pipe of ours gets
# its number; what is written to standard output fails then, as it should.  O_NONBLOCK that
# somebody left is in an open file that others share, so we open one of our own: proc(5),
# /proc/PID/fd.  Not of a named FIFO, where open() may wait, nor of a socket: it refuses.
mend_descriptors() {
	local fd
	{ : 9<&0; } 2>/dev/null || { given[0]=closed && exec 0</dev/null; }
	{ : 9>&1; } 2>/dev/null || { given[1]=closed && exec 1</dev/null; }
	: 9>&2 || { given[2]=closed && exec 2>/dev/null; }
	for fd in 0 1 2; do
		nonblocking "$fd" || continue
		given[fd]=nonblocking
		[[ -t $fd || $(readlink "/proc/$$/fd/$fd") == pipe:* ]] || continue
		case $fd in
		0) [[ -r /proc/self/fd/0 ]] && exec 0</proc/self/fd/0 ;;
		1) [[ -w /proc/self/fd/1 ]] && exec 1>/proc/self/fd/1 ;;
		2) [[ -w /proc/self/fd/2 ]] && exec 2>/proc/self/fd/2 ;;
		esac || true # another user's terminal, after su
	done
}
