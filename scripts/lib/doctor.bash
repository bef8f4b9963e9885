# SPDX-License-Identifier: MIT
# doctor.bash: what matters on this machine.  It looks, and changes nothing.

# shellcheck disable=SC2154  # eagain's

doctor() {
	printf 'system\n'
	row kernel "$(uname -sr)"
	row machine "$(uname -m), $(nproc 2>/dev/null || echo '?') processors"
	row libc "$(getconf GNU_LIBC_VERSION 2>/dev/null || echo 'not glibc')"
	row user "$(id -un 2>/dev/null || echo '?'), uid $(id -u)"
	row programs "$(names | wc -l) in $bin"
	printf 'limits\n'
	row 'processes and threads (ulimit -u)' "$(ulimit -u)"
	row 'descriptors (ulimit -n)' "$(ulimit -n)"
	row 'locked memory, KiB (ulimit -l)' "$(ulimit -l)"
	row 'pending signals (ulimit -i)' "$(ulimit -i)"
	row 'address space, KiB (ulimit -v)' "$(ulimit -v)"
	row 'pids.max of the cgroup' "$(first_of "/sys/fs/cgroup$(cgroup)/pids.max" "/sys/fs/cgroup/pids/pids.max")"
	printf 'sysctls\n'
	sysctls kernel.threads-max kernel.pid_max fs.aio-nr fs.aio-max-nr fs.pipe-max-size \
		net.core.somaxconn net.core.wmem_default net.core.rmem_default net.ipv4.tcp_wmem \
		net.ipv4.tcp_rmem net.ipv4.tcp_congestion_control \
		net.ipv4.ip_local_port_range net.unix.max_dgram_qlen user.max_user_namespaces
	printf 'standard descriptors\n'
	standard_descriptors
	printf 'tools\n'
	tool strace 'which call said EAGAIN; for the tests'
	tool ss 'the queues of sockets, from outside'
	tool fuser 'who has a file open (or /proc/locks)'
	tool cc 'to build'
	tool make 'to build'
	tool bats 'the tests'
	tool python3 'the examples in Python'
	printf 'will be skipped\n'
	will_skip
}

row() {
	printf '  %-34s %s\n' "$1" "$2"
}

# first_of FILE ...: what the first that can be read says.
first_of() {
	local file
	for file; do
		if [[ -r $file ]]; then
			tr -s '\t' ' ' <"$file"
			return
		fi
	done
	printf '(not here)\n'
}

cgroup() {
	sed -n 's/^0:://p' /proc/self/cgroup 2>/dev/null || true
}

sysctls() {
	local name
	for name; do
		row "$name" "$(first_of "/proc/sys/${name//.//}")"
	done
}

# As they were when we got them.
standard_descriptors() {
	local fd
	for fd in 0 1 2; do
		case ${given[fd]} in
		open) row "$fd" 'blocking' ;;
		nonblocking) row "$fd" 'O_NONBLOCK is set (class shared)' ;;
		*) row "$fd" "${given[fd]}" ;;
		esac
	done
}

# tool NAME WHAT-FOR
tool() {
	if command -v "$1" >/dev/null; then
		row "$1" yes
	else
		row "$1" "no: $2"
	fi
}

will_skip() {
	local any='' off
	if ! unshare -Urn true 2>/dev/null; then
		any=yes
		row 'no private network' 'udp-send-full, errno-resolver'
		row '' '(max_user_namespaces, apparmor, seccomp)'
	fi
	off=$(first_of /proc/sys/kernel/io_uring_disabled)
	if [[ $off != 0 && $off != '(not here)' ]]; then
		any=yes
		row 'io_uring is off' 'echo-uring: kernel.io_uring_disabled'
	fi
	if [[ ! -w /sys/fs/cgroup$(cgroup)/cgroup.procs && ! -w /sys/fs/cgroup/pids/cgroup.procs ]]; then
		any=yes
		row 'no cgroup of your own' 'limit-cgroup'
	fi
	if ! strace -o /dev/null true 2>/dev/null; then
		any=yes
		row 'strace does not trace' 'the tests that compare with it'
	fi
	[[ $any ]] || printf '  nothing, as far as one can tell without a run\n'
	printf '  Only a run knows for certain: %s run --all\n' "$me"
}
