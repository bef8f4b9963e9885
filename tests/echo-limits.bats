# SPDX-License-Identifier: MIT
# What the echo servers do with more than they can have, and with rude clients.
load helper
load echo

descriptors() {
	local -a open=("/proc/$1/fd/"*)
	printf '%s\n' ${#open[@]}
}

resident() {
	awk '/^VmRSS:/ { print $2 }' "/proc/$1/status"
}

# random_resets WAY ...: a thousand clients, twice.
random_resets() {
	local way before kilobytes
	for way; do
		[[ $way != uring ]] || can_uring || continue
		start "$way"
		before=$(descriptors "$server")
		timeout 30 "$fixtures/random-resets" "$port" 1000 1 || fail "echo-$way"
		wait_for eval "[[ \$(descriptors $server) == $before ]]"
		kilobytes=$(resident "$server")
		timeout 30 "$fixtures/random-resets" "$port" 1000 2 || fail "echo-$way"
		wait_for eval "[[ \$(descriptors $server) == $before ]]"
		# Not all 64 need to be there at the same time; a leak would be 4 MB and
		# more.  The sanitizers keep what was freed, on purpose.
		if [[ -z ${SANITIZE-} ]]; then
			(($(resident "$server") <= kilobytes + 3072)) ||
				fail "echo-$way: $kilobytes kB before, $(resident "$server") after"
		fi
		kill "$server"
	done
}

@test "echo: 1000 clients that reset at random leave nothing behind, and starve nobody" {
	random_resets epoll uring
}

# bats test_tags=stress
@test "echo: 1000 clients that reset at random, of the other servers" {
	random_resets spin nap select poll edge threads
}

@test "echo: strace counts the calls that the servers count" {
	strace -o /dev/null -c true 2>/dev/null || skip "no strace here: scripts/bootstrap --all"
	local way counted seen
	for way in spin nap select poll epoll edge threads uring; do
		[[ $way != uring ]] || can_uring || continue
		# The counts of the one before are still there: each begins with 0.
		rm -f "$BATS_TEST_TMPDIR/out"
		strace -D -f -q -o "$BATS_TEST_TMPDIR/trace" \
			-e trace='/^(accept4?|recvfrom|sendto|select|_newselect|pselect6.*|poll|ppoll|ppoll_time64|epoll_wait|epoll_pwait|clock_nanosleep.*|nanosleep|io_uring_enter)$' \
			"$bin/echo-$way" --listen=127.0.0.1:0 --timeout=60 --counts="$BATS_TEST_TMPDIR/counts" \
			>"$BATS_TEST_TMPDIR/out" 2>&1 </dev/null 3>&- 4>&- &
		server=$!
		port=$(port_in "$BATS_TEST_TMPDIR/out")
		printf 'one two three' | timeout 10 "$bin/echo-client" --connect="127.0.0.1:$port" >/dev/null
		kill "$server"
		wait "$server" || true
		wait_for grep -q '+++ killed by SIGTERM' "$BATS_TEST_TMPDIR/trace"
		# A call that a signal ended was not counted any more, and others may
		# be under way: at most the last line of each thread.
		counted=$(od -An -t u8 -N 8 "$BATS_TEST_TMPDIR/counts" | tr -d ' ')
		seen=$(grep -cE ' = (-1 E|[0-9])' "$BATS_TEST_TMPDIR/trace")
		((counted <= seen + 1 && seen <= counted + 2 && counted >= 4)) ||
			fail "echo-$way counted $counted calls, strace $seen"
	done
}

@test "echo: a server whose table is full does not spin, and recovers" {
	local way cpu
	for way in select poll epoll edge threads uring; do
		[[ $way != uring ]] || can_uring || continue
		(ulimit -n 12 && for fd in {3..11}; do exec {fd}>&-; done
			exec "$bin/echo-$way" --listen=127.0.0.1:0 --timeout=60 >"$BATS_TEST_TMPDIR/$way" 2>&1) &
		server=$!
		port=$(port_in "$BATS_TEST_TMPDIR/$way")
		local i
		local -a held=()
		for i in {1..12}; do
			exec {fd}<>"/dev/tcp/127.0.0.1/$port"
			held+=("$fd")
		done
		wait_for grep -q 'turned a client away: no descriptor left' "$BATS_TEST_TMPDIR/$way"
		cpu=$(awk '{ print $14 + $15 }' "/proc/$server/stat")
		pause 0.3
		(($(awk '{ print $14 + $15 }' "/proc/$server/stat") - cpu <= 10)) || fail "echo-$way spins"
		for fd in "${held[@]}"; do
			exec {fd}>&-
		done
		wait_for eval "printf x | timeout 5 '$bin/echo-client' --connect=127.0.0.1:$port | grep -q X"
		kill "$server"
	done
}

# many_connections NUMBER WAY ...: so many, or as many as the limit of descriptors allows.
many_connections() {
	local way most wanted=$1
	shift
	most=$(ulimit -Hn)
	[[ $most != unlimited ]] || most=100000
	most=$((most - 20 < wanted ? most - 20 : wanted))
	for way; do
		[[ $way != uring ]] || can_uring || continue
		start "$way"
		timeout 60 "$fixtures/many-connections" "$port" "$most" || fail "echo-$way"
		kill "$server"
	done
}

@test "echo: 2000 connections at the same time" {
	many_connections 2000 poll epoll edge uring
}

# bats test_tags=stress
@test "echo: 10000 connections at the same time" {
	many_connections 10000 poll epoll edge uring
}
