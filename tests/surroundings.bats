# SPDX-License-Identifier: MIT
# What a program inherits, and what the machine allows: it must be named, and never
# be told as a claim that does not hold.
load helper

# inject WHAT PROGRAM [OPTION ...]: with answers that strace gives in the kernel's place.
inject() {
	strace -o /dev/null -e inject=getpid:retval=1 true 2>/dev/null ||
		skip "no strace that injects: scripts/bootstrap --all"
	local what=$1 name=$2
	shift 2
	ASAN_OPTIONS=detect_leaks=0 run --separate-stderr timeout -k 2 40 strace -f -qq -o /dev/null \
		-e inject="$what" "$bin/$name" "$@" </dev/null
}

# in_network SETTING ... -- PROGRAM [OPTION ...]
in_network() {
	run --separate-stderr timeout -k 2 60 "$fixtures/namespace" "$@" </dev/null
	[[ $status != 77 || -n $output ]] || skip "no network namespace can be made here"
}

@test "an errno that the account does not know ends with 99, by the call's name; quiet, too" {
	run --separate-stderr timeout 20 "$fixtures/undeclared"
	expect_status 99
	expect_stderr '^undeclared: recv\(sock, 1 byte\): EBADF: '
	expect_no_line 'trivial|PASS'
	run -99 timeout 20 "$fixtures/undeclared" --quiet
	inject recvfrom:error=ENOMEM recv-empty
	expect_status 99
	expect_stderr '^recv-empty: recv\(conn, 1024 bytes\): ENOMEM: '
}

@test "a watchdog that cannot be armed, a child that cannot be tied to its parent: 99" {
	inject timer_settime:error=EINVAL accept-empty
	expect_status 99
	expect_stderr '^accept-empty: timer_settime: EINVAL: '
	inject prctl:error=EPERM retry-poll
	expect_status 99
	expect_stderr '^retry-poll: prctl in a child: EPERM: '
}

@test "a server that cannot serve ends its proof, and is no hang" {
	inject epoll_create1:error=EMFILE echo-epoll --timeout=20
	expect_status 99
	expect_stderr '^echo-epoll: epoll_create1: EMFILE: '
	# Its own calls are on show first; later it serves in a process of its own.
	inject '/^epoll_p?wait$:error=ENOMEM:when=20' echo-epoll --timeout=20
	expect_status 99
	expect_stderr '^echo-epoll: epoll_wait: ENOMEM: '
	expect_stderr '^echo-epoll: the server has ended: status 99'
}

@test "an exercise with SIGCHLD ignored by the parent: a right solution is right" {
	env --ignore-signal=CHLD true 2>/dev/null || skip "env --ignore-signal, of coreutils 8.31"
	local right
	right=$(grep -oE -m 1 '\bRIGHT_[A-Z_]+' "$root/docs/exercises/drops/fixes.c")
	CFLAGS=-O0 CPPFLAGS="-D$right" run -0 timeout 60 env --ignore-signal=CHLD \
		"$root/scripts/try" "$root/docs/exercises/drops/fixes.c"
}

@test "Ctrl-Z and fg: what a stop interrupts goes on" {
	local name code i
	for name in echo-nap retry-sleep retry-poll retry-deadline retry-reset reuse-threads edge-unread; do
		for i in 1 2 3; do
			(ulimit -n 16 && exec setsid "$bin/$name" --timeout=20 3>&- 4>&-) \
				>"$BATS_TEST_TMPDIR/out" 2>&1 </dev/null &
			pause "0.0$((RANDOM % 60 + 10))"
			kill -STOP -- -$! 2>/dev/null || true
			pause 0.02
			kill -CONT -- -$! 2>/dev/null || true
			code=0
			wait $! || code=$?
			[[ $code == 0 || $code == 77 ]] || fail "$name: $code" "$(<"$BATS_TEST_TMPDIR/out")"
		done
	done
}

@test "Ctrl-Z and fg, again and again: a send() that is stopped and goes on is no claim that fails" {
	setsid "$bin/echo-threads" --timeout=20 >"$BATS_TEST_TMPDIR/out" 2>&1 </dev/null 3>&- 4>&- &
	local code=0 i
	for i in {1..25}; do
		pause "0.00$((RANDOM % 9 + 1))"
		kill -STOP -- -$! 2>/dev/null || true
		kill -CONT -- -$! 2>/dev/null || true
	done
	wait $! || code=$?
	[[ $code == 0 || $code == 77 ]] || fail "echo-threads: $code" "$(<"$BATS_TEST_TMPDIR/out")"
}

@test "Ctrl-Z and fg while a server is watched in its sleep" {
	local name line code fd
	for name in echo-poll echo-epoll echo-threads; do
		mkfifo "$BATS_TEST_TMPDIR/$name"
		setsid "$bin/$name" --timeout=20 --json >"$BATS_TEST_TMPDIR/$name" 2>&1 </dev/null 3>&- 4>&- &
		exec {fd}<"$BATS_TEST_TMPDIR/$name"
		while read -r line <&"$fd" && [[ $line != *'"tag":"idle"'* ]]; do :; done
		kill -STOP -- -$! 2>/dev/null || true
		pause 0.02
		kill -CONT -- -$! 2>/dev/null || true
		cat <&"$fd" >"$BATS_TEST_TMPDIR/rest"
		exec {fd}<&-
		code=0
		wait $! || code=$?
		[[ $code == 0 || $code == 77 ]] || fail "$name: $code" "$(<"$BATS_TEST_TMPDIR/rest")"
	done
}

@test "SIGCONT again and again does not keep a program alive for ever" {
	"$bin/accept-empty" --blocking --timeout=1 >"$BATS_TEST_TMPDIR/out" 2>&1 3>&- 4>&- &
	local program=$! code=0 end=$((SECONDS + 60))
	while kill -CONT "$program" 2>/dev/null && ((SECONDS < end)); do
		pause 0.01
	done
	((SECONDS < end)) || fail 'still there after 60 s'
	wait "$program" || code=$?
	((code == 124)) || fail "ended with $code"
}

@test "few descriptors: what is missing is named, and no claim is said not to hold" {
	local name most
	for name in accept-empty retry-ignore recv-empty reuse-stale-batch; do
		for most in 5 7 9 10 11 12 13; do
			run --separate-stderr timeout 30 bash -c 'for fd in {3..20}; do exec {fd}>&-; done
				ulimit -n "$1" && exec "$0"' "$bin/$name" "$most"
			[[ $status == 0 || $status == 77 || $status == 99 ]] || fail "$name with $most: $status"
			[[ $status != 99 || $stderr == *EMFILE* ]] || fail "$name with $most does not name EMFILE"
			expect_no_line '^  not ok'
		done
	done
}

@test "a megabyte of data: enough, or it is said that it is not" {
	[[ -z ${SANITIZE-} ]] || skip "a sanitizer needs more"
	local name
	for name in recv-empty send-stalled-peer retry-drop pipe-half reuse-dead-callback; do
		run -0 timeout 30 bash -c 'ulimit -d 1024 && exec "$0"' "$bin/$name"
	done
	for name in echo-poll echo-threads limit-thread-stack limit-locked-thread; do
		run timeout 60 bash -c 'ulimit -d 1024 && exec "$0"' "$bin/$name"
		[[ $status == 0 || $status == 77 || $status == 99 ]] || fail "$name: $status"
	done
}

@test "a small somaxconn, receive buffer or limit on what is unsent, two ports: named, or no matter" {
	local name
	for name in accept-empty retry-ignore connect-refused reuse-cancelled-connect; do
		in_network net/core/somaxconn=0 -- "$bin/$name"
		[[ $status == 0 || $status == 77 ]] || fail "$name: $status"
		[[ $status != 77 || $(last_line) == *somaxconn* ]] || fail "$name does not name somaxconn"
	done
	in_network 'net/ipv4/tcp_rmem=4096 4096 4096' -- "$bin/retry-ignore"
	expect_status 0
	in_network net/ipv4/tcp_notsent_lowat=4096 -- "$bin/send-stalled-peer"
	expect_status 77
	[[ $(last_line) == *tcp_notsent_lowat* ]]
	for name in connect-already reuse-used-by-transport connect-in-progress; do
		in_network 'net/ipv4/ip_local_port_range=40000 40001' -- "$bin/$name"
		[[ $status == 0 || ($status == 99 && $stderr == *EADDR*) ]] || fail "$name: $status"
	done
}

@test "no io_uring, no /proc/PID/fd: the one is a skip, the other an error by name" {
	if [[ $("$bin/echo-uring" | tail -n 1) == PASS* ]]; then
		inject io_uring_setup:error=EPERM echo-uring
		expect_status 77
		inject io_uring_setup:error=EMFILE echo-uring
		expect_status 99
	fi
	inject '/^(newfstatat|lstat|statx|fstatat64|lstat64)$:error=EPERM:when=3+' echo-poll --timeout=20
	[[ $status == 99 || $status == 0 ]] || fail "echo-poll: $status"
}

# unshared OPTION ... COMMAND: unshare(1), by a user who may not do it without more, too.
unshared() {
	[[ $(id -u) == 0 ]] || set -- --user --map-root-user "$@"
	timeout -k 2 60 unshare "$@" </dev/null
}

# skips MISSING COMMAND ... -- NAME ...: each says so below that command, and skips.
skips() {
	local missing=$1 name
	local -a below=()
	shift
	while [[ $1 != -- ]]; do
		below+=("$1")
		shift
	done
	shift
	"${below[@]}" true 2>/dev/null || skip "no such namespace can be made here"
	for name; do
		run --separate-stderr "${below[@]}" "$bin/$name" --timeout=50
		[[ $status == 77 && $(last_line) == "SKIP $name: $missing" ]] || fail "$name: $status"
	done
}

@test "no /proc: whoever asks it anything skips, and says so" {
	[[ -z ${SANITIZE-} ]] || skip "a sanitizer reads /proc"
	skips '/proc: mount -t proc proc /proc' \
		unshared --mount sh -c 'mount -t tmpfs none /proc && exec "$@"' sh -- \
		accept-no-descriptor compare-select echo-poll fifo-no-reader flags-async limit-fork \
		lock-flock recv-dontwait retry-reset reuse-adopted reuse-threads signal-restart
}

@test "/proc of another PID namespace: whoever asks of a process by number skips; others do not" {
	[[ -z ${SANITIZE-} ]] || skip "a sanitizer reads /proc"
	local name
	skips '/proc of this PID namespace: unshare --mount-proc' unshared --pid --fork --kill-child -- \
		compare-select echo-poll flags-async recv-dontwait retry-poll reuse-done-right signal-restart
	for name in accept-no-descriptor lock-flock fifo-no-reader; do
		run -0 unshared --pid --fork --kill-child "$bin/$name" --timeout=50
	done
}

@test "loopback that is down is named, by whoever needs it" {
	skips 'loopback that is up: ip link set lo up' unshared --net -- \
		accept-empty compare-select connect-in-progress echo-poll reuse-adopted send-short udp-recv
}

@test "a TMPDIR that is not there is named" {
	local name
	for name in lock-flock lock-replaced fifo-no-reader; do
		TMPDIR=$BATS_TEST_TMPDIR/none run --separate-stderr timeout 20 "$bin/$name"
		expect_status 99
		expect_stderr "^$name: mk[a-z]*temp below TMPDIR .*: ENOENT: "
	done
}

@test "a server whose every stop for a tracer is a sleep: a skip, and no claim that fails" {
	inject getpriority:error=EPERM echo-spin --timeout=35
	expect_status 77
	[[ $(last_line) == *'a server that nobody traces'* ]]
}

@test "few processes: echo-threads names the limit that turns a client away" {
	[[ $(id -u) == 0 ]] || skip "an unprivileged user to be"
	local most
	for most in 2 3 4 6; do
		run --separate-stderr timeout 30 setpriv --reuid=65534 --regid=65534 --clear-groups \
			prlimit --nproc=$most "$EAG_FOR_ALL/echo-threads"
		[[ $status == 0 || $status == 77 || $status == 99 ]] || fail "with $most: $status"
		expect_no_line '^  not ok'
	done
}

@test "little memory that may be locked: echo-uring has three rings one after another, or skips" {
	[[ $(id -u) == 0 ]] || skip "an unprivileged user to be"
	local kilobytes
	for kilobytes in 0 8 64; do
		run --separate-stderr timeout 30 setpriv --reuid=65534 --regid=65534 --clear-groups \
			prlimit --memlock=$((kilobytes * 1024)) "$EAG_FOR_ALL/echo-uring"
		[[ $status == 0 || $status == 77 ]] || fail "with $kilobytes: $status" "$stderr"
		expect_no_line '^  not ok'
	done
}

@test "a namespace of its own for a user who may make one is no skip" {
	[[ $(id -u) == 0 ]] || skip "an unprivileged user to be"
	local -a nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	"${nobody[@]}" unshare --user --ipc true 2>/dev/null || skip "no user namespace can be made here"
	run -0 timeout 30 "${nobody[@]}" "$EAG_FOR_ALL/ipc-sysv"
}

@test "a file system without O_TMPFILE: a file by name, and nothing is left of it" {
	strace -o /dev/null -P / -e inject=getpid:retval=1 true 2>/dev/null || skip "no strace that injects: scripts/bootstrap --all"
	mkdir "$BATS_TEST_TMPDIR/files"
	TMPDIR=$BATS_TEST_TMPDIR/files ASAN_OPTIONS=detect_leaks=0 run -0 timeout 30 strace -qq -o "$BATS_TEST_TMPDIR/trace" \
		-P "$BATS_TEST_TMPDIR/files" -e inject=?open,?openat:error=EOPNOTSUPP "$bin/lock-record" --quiet
	grep -q 'O_TMPFILE.*(INJECTED)' "$BATS_TEST_TMPDIR/trace"
	[[ -z $(ls -A "$BATS_TEST_TMPDIR/files") ]] || fail 'expected no file to be left'
}

@test "echo-client ends when its reader has gone, whatever else there is to send" {
	local port
	"$bin/echo-poll" --listen=127.0.0.1:0 >"$BATS_TEST_TMPDIR/server" 3>&- 4>&- &
	port=$(port_in "$BATS_TEST_TMPDIR/server")
	run timeout 20 bash -c 'yes | "$0" --connect="127.0.0.1:$1" | head -c 1' "$bin/echo-client" "$port"
	kill %1
	[[ $status == 0 && $output == Y ]] || fail "expected it to end"
}
