# SPDX-License-Identifier: MIT
load helper
# shellcheck disable=SC2154  # bats sets

why=$bin/why-blocked

teardown() {
	local process
	for process in "${held[@]}"; do
		kill -TERM "$process" 2>/dev/null || true
		kill -CONT "$process" 2>/dev/null || true
	done
}

# hold COMMAND ...: a process of the fixture, which has said that it is there; $pid.
hold() {
	"$@" <&0 >"$BATS_TEST_TMPDIR/said.${#held[@]}" 2>&1 3>&- 4>&- &
	pid=$!
	wait_for grep -q ready "$BATS_TEST_TMPDIR/said.${#held[@]}"
	held+=("$pid")
}

# ended PID: it is a zombie, or its parent has asked how it ended.
ended() {
	! grep -q '^State:.[^XZ]' /proc/"$1"/status
}

# verdict CLASS REGEXP OPERAND ...: it comes to that in the end, and says that, in
# lines that are not wrapped; $output.
verdict() {
	wait_for is_verdict "$@" || fail "expected the verdict $1: $2"
}

is_verdict() {
	run --separate-stderr timeout 20 "$why" "${@:3}" --expect="$1" --accessible
	if [[ $status == 77 ]]; then
		skip "${output##*$'\n'}"
	fi
	[[ $status == 0 && $output == "$1: "* ]] && grep -Eq -- "$2" <<<"$output"
}

said() {
	grep -Eq -- "$1" <<<"$output" || fail "expected it to say: $1"
}

# ends: two by-hands that are connected; ${pid_of[server]}, ${pid_of[client]}, $port.
declare -gA pid_of=()
one_end() {
	mkfifo "$BATS_TEST_TMPDIR/$1.keys"
	exec {fd}<>"$BATS_TEST_TMPDIR/$1.keys"
	keys=$fd
	"$bin/by-hand" "$2" <"$BATS_TEST_TMPDIR/$1.keys" >"$BATS_TEST_TMPDIR/$1" 2>&1 3>&- 4>&- &
	pid_of[$1]=$!
	held+=("$!")
}

ends() {
	one_end server --listen=127.0.0.1:0
	printf 'wait in\naccept\n' >&"$keys"
	port=$(port_in "$BATS_TEST_TMPDIR/server")
	one_end client --connect=127.0.0.1:"$port"
	wait_for grep -q 'accept.*= conn' "$BATS_TEST_TMPDIR/server"
}

has_stopped() {
	grep -q '^State:.T' /proc/"$1"/status
}

# as_ss_says: what is charged to the client's send buffer, and its size.
as_ss_says() {
	run -0 "$why" --json "127.0.0.1:$port"
	[[ $(ss -tmnH state established "dport = :$port" | sed -n 's/.*,tb\([0-9]*\),f[0-9]*,w\([0-9]*\),.*/\2 \1/p') == "$(
		sed -n "/\"event\":\"descriptor\",\"pid\":${pid_of[client]},/s/.*\"charged\":\([0-9]*\),\"sndbuf\":\([0-9]*\),.*/\1 \2/p" <<<"$output"
	)" ]]
}

@test "why-blocked: a peer that is stopped and does not read is to blame, with ss's figures" {
	local not_read
	ends
	kill -STOP "${pid_of[server]}"
	wait_for has_stopped "${pid_of[server]}"
	printf 'fill\nwait out\n' >&"$keys"
	not_read="^wait: by-hand \\(PID ${pid_of[server]}, stopped\\) does not read \\([0-9]+ bytes wait there\\).* See send-stalled-peer\\."
	verdict wait "$not_read" "${pid_of[client]}"
	# From the other side, and from the port.
	verdict wait "^wait: by-hand \\(PID ${pid_of[server]}\\) itself is stopped" "${pid_of[server]}"
	verdict wait "$not_read" ":$port"
	run -0 "$why" --json "127.0.0.1:$port"
	expect_line ".*\"event\":\"verdict\",\"class\":\"wait\",\"pid\":${pid_of[client]},.*\"culprit\":${pid_of[server]},.*"
	command -v ss >/dev/null || skip 'the comparison with ss: it is not installed'
	wait_for as_ss_says
}

@test "why-blocked: who is stopped itself is to blame, though its peer has sent nothing" {
	ends
	local pid=${pid_of[client]}
	kill -STOP "$pid"
	wait_for has_stopped "$pid"
	verdict wait "^wait: by-hand \\(PID $pid\\) itself is stopped" "$pid"
	# The call that it was stopped in is over, and says nothing of the buffers.
	hold "$fixtures/held" stop
	wait_for has_stopped "$pid"
	verdict wait "^wait: held \\(PID $pid\\) itself is stopped" "$pid"
	[[ $output != *POLLOUT* ]] || fail 'expected nothing of POLLOUT'
	run -0 "$why" --brief --accessible "$pid"
	[[ $output == 'wait: held (PID '* && ${#lines[@]} == 1 ]] || fail 'expected one line'
}

@test "why-blocked: EAGAIN after SO_RCVTIMEO is a time-out; where it is refused, that is said" {
	hold "$fixtures/held" timeout
	verdict timeout '\(SO_RCVTIMEO\), though the socket is blocking.* See recv-timeout\.' "$pid"
	run --separate-stderr "$fixtures/refused" 1 "$why" --accessible "$pid"
	[[ $status != 77 ]] || skip 'a seccomp filter'
	[[ $status == 0 && $output == wait:* ]] || fail 'expected it to go on'
	said '^  time limits of its sockets .* pidfd_getfd\(\) answers EPERM'
	said '^  who shares its open files: kcmp\(\) answers EPERM'
	# ENOSYS of a sandbox is no old kernel; of an old one it ends with 77.
	run -0 "$fixtures/refused" 38 "$why" "$pid"
	command -v setarch >/dev/null || skip setarch
	run -77 setarch --uname-2.6 "$fixtures/refused" 38 "$why" "$pid"
	[[ $output == *'pidfd_getfd(), which Linux 5.6 has' ]]
}

@test "why-blocked: a full AF_UNIX queue, from its owner, from who waits for it, and from its path" {
	local client path=$BATS_TEST_TMPDIR/socket
	hold "$fixtures/held" backlog "$path"
	verdict unwaitable "^unwaitable: held \(PID $pid\) itself does not accept\(\): the queue is FULL, 2 wait and the backlog is 1" "$pid"
	verdict unwaitable 'the queue is FULL' "$path"
	read -r client <"/proc/$pid/task/$pid/children" || true
	verdict unwaitable "^unwaitable: held \(PID $pid, in .*\) does not accept\(\): its queue at $path is full" "${client%% *}"
}

@test "why-blocked: a lock of another is found, held or waited for" {
	command -v flock >/dev/null || skip flock
	: >"$BATS_TEST_TMPDIR/file"
	# Whoever took it, flock, has ended: the shell has it.
	exec 8>"$BATS_TEST_TMPDIR/file"
	flock 8
	flock "$BATS_TEST_TMPDIR/file" true 8>&- 3>&- 4>&- &
	held+=("$!")
	verdict owned "^owned: [a-z-]+ \(PID $$.*\) holds the lock that this process waits for; .* See lock-flock\." "$!"
	# Open, and not waited for.
	hold "$fixtures/held" 8>&- 7<"$BATS_TEST_TMPDIR/file"
	verdict owned 'holds a write lock on it: flock\(\) here answers EAGAIN\. On fd 7 ' "$pid"
}

@test "why-blocked: O_NONBLOCK that another set on an open file that both share" {
	mkfifo "$BATS_TEST_TMPDIR/fifo"
	exec 8<>"$BATS_TEST_TMPDIR/fifo"
	hold "$fixtures/held" read <&8 8>&-
	verdict wait ' has written nothing ' "${held[0]}" 0
	cp "$fixtures/held" "$BATS_TEST_TMPDIR/another"
	hold "$BATS_TEST_TMPDIR/another" flag <&8 8>&-
	exec 8>&-
	verdict shared "^shared: another \(PID $pid, .*\) has the same open file: O_NONBLOCK is set.* On fd 0 of PID ${held[0]}.* See flags-shared\." "${held[0]}"
}

@test "why-blocked: a limit that is reached, and bytes that an edge-triggered loop has left" {
	hold bash -c 'ulimit -i 0; exec "$0"' "$fixtures/held"
	verdict quota 'of 0 queued signals .* See limit-signals\.' "$pid"
	hold "$fixtures/held" edge
	verdict wait '^wait: 5 bytes are here and are not read, .* See edge-unread\.' "$pid"
}

@test "why-blocked: who spins, and on what; a call that names no descriptor; a FIFO that nobody opens; a 32-bit program" {
	hold "$fixtures/held" spin
	verdict wait '^wait: held .* itself runs all the time( \(others leave it [0-9]+ % of a processor\))? and does not wait: read\(\) on fd [0-9]+ would answer EAGAIN, and is likely asked again and again .* On fd .* See echo-spin\.' "$pid"
	kill -KILL "$pid"
	sleep 1000 3>&- 4>&- &
	held+=("$!")
	verdict nothing '^nothing: it sleeps for a time' "$!"
	# Neither in a name nor in a path does an escape sequence get through.
	mkfifo "$BATS_TEST_TMPDIR/"$'fifo\n\e[31m'
	cp "$(command -v cat)" "$BATS_TEST_TMPDIR/"$'cat\n\e[31m'
	"$BATS_TEST_TMPDIR/"$'cat\n\e[31m' "$BATS_TEST_TMPDIR/"$'fifo\n\e[31m' 3>&- 4>&- &
	held+=("$!")
	verdict wait '^wait: nobody has opened the other end of the FIFO .*/fifo\?\?\[31m: open\(\) waits' "$!"
	said '^PID [0-9]+, cat\?\?\[31m: '
	[[ $output != *$'\e'* ]] || fail 'an escape sequence'
	${CC:-cc} -m32 -w -x c -o "$BATS_TEST_TMPDIR/narrow" - 2>/dev/null \
		<<<'int puts(const char *); int fflush(void *); long read(int, void *, long);
			int main(void) { char c; puts("ready"); fflush(0); return read(0, &c, 1) != 1; }' &&
		"$BATS_TEST_TMPDIR/narrow" <<<x >/dev/null || skip 'no 32-bit programs can be built and run here'
	mkfifo "$BATS_TEST_TMPDIR/fifo"
	exec 8<>"$BATS_TEST_TMPDIR/fifo"
	hold "$BATS_TEST_TMPDIR/narrow" <&8 8>&-
	verdict wait ' has written nothing .* On fd 0 ' "$pid" 0
}

@test "why-blocked: who waits for a child, is told the last in the line, and of a circle" {
	# The child writes to a pipe that is full, and that the one who waits should read.
	hold bash -c 'exec 7< <(exec cat /dev/zero); echo ready; wait $!'
	verdict wait '^wait: it waits for a child to end: cat \(PID [0-9]+, in write\(\)\) \(the pipe that it writes to is full: read fd 7 first, then wait\)\. .* See pipe-full\.' "$pid"
	local child
	read -r child <"/proc/$pid/task/$pid/children" || true
	verdict wait "^wait: bash \\(PID $pid, which waits for this process to end\\) does not read: the pipe is full" "${child%% *}"
	kill -KILL "${child%% *}"
	# The child reads until the end, which does not come while who waits has the pipe.
	hold bash -c 'exec 7> >(exec cat >/dev/null); echo ready; wait $!'
	verdict wait '^wait: it waits for a child to end: cat \(PID [0-9]+, in read\(\)\) \(it reads a pipe until the end: close fd 7 first, then wait\)\. .* See recv-empty\.' "$pid"
	read -r child <"/proc/$pid/task/$pid/children" || true
	verdict wait "^wait: bash \\(PID $pid, which waits for this process to end\\) has written nothing" "${child%% *}"
	kill -KILL "${child%% *}"
	# A child that waits for its own.
	hold bash -c 'echo ready; bash -c "sleep 1000; true"; true'
	verdict nothing '^nothing: it waits for a child to end, and in the end for: sleep \(PID [0-9]+, in ' "$pid"
	read -r child <"/proc/$pid/task/$pid/children" || true
	read -r child <"/proc/${child%% *}/task/${child%% *}/children" || true
	kill -KILL "${child%% *}"
	# Who asks for a descriptor is not told of a child, unless it is sure that nothing else
	# is waited for: dash waits for a signal, another shell for the child itself.
	hold sh -c 'sleep 1000 & echo ready; wait'
	verdict nothing '^nothing: it waits for a (child to end|signal, and has a child): sleep \(PID ' "$pid"
	[[ $output != *'for a signal'* ]] || verdict nothing '^nothing: nothing here would answer EAGAIN now' "$pid" 1
	read -r child <"/proc/$pid/task/$pid/children" || true
	kill -KILL "${child%% *}"
}

@test "why-blocked: a futex, and no other thread that could wake it" {
	${CC:-cc} -pthread -x c -o "$BATS_TEST_TMPDIR/alone" - <<-'END' || skip 'no compiler'
		#include <pthread.h>
		#include <stdio.h>
		int
		main(void)
		{
			static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
			puts("ready");
			fflush(stdout);
			return pthread_mutex_lock(&lock) + pthread_mutex_lock(&lock);
		}
	END
	hold "$BATS_TEST_TMPDIR/alone"
	verdict nothing '^nothing: it waits in futex\(\), and has no other thread: ' "$pid"
}

@test "why-blocked: ten thousand descriptors cost no second of processor time" {
	local TIMEFORMAT='%U %S' cost
	hold "$fixtures/held" many
	cost=$({ time "$why" --json="$BATS_TEST_TMPDIR/json" "$pid" >"$BATS_TEST_TMPDIR/page"; } 2>&1)
	(($(grep -c '"event":"descriptor"' "$BATS_TEST_TMPDIR/json") == $(find "/proc/$pid/fd" -type l | wc -l)))
	awk -v cost="$cost" 'BEGIN { split(cost, part, " "); exit !(part[1] + part[2] < 1) }' ||
		fail "it took $cost s"
	# On a page they are few.
	run cat "$BATS_TEST_TMPDIR/page"
	((${#lines[@]} > 20 && ${#lines[@]} < 60))
	expect_no_line '^.{77,}'
}

@test "why-blocked: it changes nothing: no ptrace, no signal, no flag, no option" {
	local calls=ptrace,kill,tkill,tgkill,rt_sigqueueinfo,pidfd_send_signal,setsockopt,ioctl,getsockopt,fcntl,poll,ppoll
	command -v strace >/dev/null || skip strace
	ends
	printf 'fill\nwait out\n' >&"$keys"
	wait_for grep -q EAGAIN "$BATS_TEST_TMPDIR/client"
	strace -o "$BATS_TEST_TMPDIR/calls" -e trace="$calls" "$why" --quiet "${pid_of[client]}" || skip 'strace cannot trace'
	run grep -vE '^(ioctl\([0-9]+, (FIONREAD|TIOCOUTQ|TCGETS|TIOCGWINSZ|TIOCINQ|SIOCOUTQ|SIOCINQ)|getsockopt\([0-9]+, SOL_SOCKET, SO_(RCVTIMEO|SNDTIMEO|DOMAIN|TYPE|PROTOCOL|MEMINFO|ACCEPTCONN|PEERCRED)|getsockopt\([0-9]+, SOL_TCP, TCP_INFO|fcntl\([0-9]+, F_(GETFD|SETFD|GETFL|GETPIPE_SZ)|\+\+\+|---)' "$BATS_TEST_TMPDIR/calls"
	[[ -z $output ]] || fail 'expected these calls alone to be made'
}

@test "why-blocked: nobody there, ended, of another user, and --expect" {
	local gone
	bash -c : &
	gone=$!
	wait "$gone"
	run -1 --separate-stderr "$why" "$gone"
	expect_stderr "there is no process $gone"
	run -1 --separate-stderr "$why" "$BATS_TEST_TMPDIR/none"
	expect_stderr 'nobody listens at'
	hold "$fixtures/held"
	run -1 --separate-stderr "$why" "$pid" 99
	expect_stderr "process $pid has no descriptor 99"
	run -1 --separate-stderr "$why" "$pid" --expect=owned
	expect_stderr 'the verdict is nothing, not owned'
	for bad in '' 0 x :0 :x 1.2.3:4 99999999999 "$pid x" ':1 1' "$pid --expect=x"; do
		# shellcheck disable=SC2086  # words on purpose
		run -2 --separate-stderr "$why" $bad
	done
	kill -TERM "$pid"
	wait_for ended "$pid"
	# Its parent, bats, has not asked yet, or has: both are told.
	run --separate-stderr "$why" "$pid"
	[[ $output == 'nothing: it has ended already (a zombie)'* || $stderr == *"there is no process $pid"* ]]
	((UID == 0)) || skip 'a process of another user: not root'
	hold "$fixtures/held"
	exec 8<"$why"
	setpriv --reuid=65534 --regid=65534 --clear-groups /proc/self/fd/8 --version || skip 'another user cannot run it here'
	run -77 setpriv --reuid=65534 --regid=65534 --clear-groups /proc/self/fd/8 --accessible "$pid"
	said '^unseen: neither the descriptors of held nor its calls can be seen: it runs as uid 0, and you are uid 65534: ask as that user or as root \(sudo\)'
	said '^  its descriptors: .* answers EACCES'
}
