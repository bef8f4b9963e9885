# SPDX-License-Identifier: MIT
load helper

by_hand=$bin/by-hand

# one_end NAME OPTION: a by-hand in the background.  What type() says to NAME it is
# told, what it says is in $BATS_TEST_TMPDIR/NAME.
declare -gA keys=() typed=() pid=()
one_end() {
	mkfifo "$BATS_TEST_TMPDIR/$1.keys"
	exec {fd}<>"$BATS_TEST_TMPDIR/$1.keys"
	keys[$1]=$fd typed[$1]=0
	timeout 60 "$by_hand" "$2" <"$BATS_TEST_TMPDIR/$1.keys" >"$BATS_TEST_TMPDIR/$1" 2>&1 3>&- 4>&- &
	pid[$1]=$!
}

# server, client: two that can be connected, at $port.
server() {
	one_end server --listen="${1-127.0.0.1}":0
	port=$(port_in "$BATS_TEST_TMPDIR/server")
}

client() {
	one_end client --connect="${1-127.0.0.1}":"$port"
	type client 'wait out'
	answered client
}

# type NAME LINE ...
type() {
	local line
	for line in "${@:2}"; do
		printf '%s\n' "$line" >&"${keys[$1]}"
		typed[$1]=$((typed[$1] + 1))
	done
}

# answered NAME: it has read all that was typed, and waits: for more, or in a call.
answered() {
	wait_for has_read "$1"
}

has_read() {
	local by_hand_pid
	read -r by_hand_pid <"/proc/${pid[$1]}/task/${pid[$1]}/children"
	(($(grep -c '^> ' "$BATS_TEST_TMPDIR/$1") == typed[$1])) &&
		grep -q '^State:.S' "/proc/${by_hand_pid%% *}/status"
}

# said NAME REGEXP ...: these lines, in this order, were said by now.
said() {
	local line
	output=$(<"$BATS_TEST_TMPDIR/$1")
	for line in "${@:2}"; do
		expect_line "$line"
	done
}

# last_said NAME REGEXP: the last call.
last_said() {
	answered "$1"
	output=$(<"$BATS_TEST_TMPDIR/$1")
	grep -E '^  (server|client) ' <<<"$output" | tail -n 1 | grep -Exq -- "$2" ||
		fail "expected as $1's last call: $2"
}

# done_with NAME ...: it ends with 0.
done_with() {
	local name
	for name; do
		type "$name" quit
		wait "${pid[$name]}" || fail "$name ended with $?"
	done
}

@test "by-hand: one of --listen and --connect, numeric addresses, and nothing else that is wrong" {
	local -a all=('' --no-such-option '--listen=127.0.0.1:0 --connect=127.0.0.1:1'
		--listen --listen=x --listen=1 --listen=example.org:80 --listen=127.0.0.1:x
		--listen=127.0.0.1:65536 --listen=::1:80 --connect=127.0.0.1:0 operand)
	local bad
	for bad in "${all[@]}"; do
		# shellcheck disable=SC2086  # words on purpose
		run --separate-stderr timeout 10 "$by_hand" $bad --json="$BATS_TEST_TMPDIR/opened"
		[[ $status == 2 && -z $output && ${#stderr_lines[@]} == 2 ]] || fail "expected 2 for '$bad'"
		[[ ! -e $BATS_TEST_TMPDIR/opened ]] || fail "opened a file before '$bad'"
	done
}

@test "by-hand: --help, --version, --describe are 0; output that fails is 99 at once" {
	local option
	for option in help version describe; do
		run -0 "$by_hand" --$option
		[[ -n $output ]]
	done
	run -99 timeout 5 bash -c '"$0" --listen=127.0.0.1:0 >/dev/full' "$by_hand"
	run -99 timeout 5 bash -c '"$0" --listen=127.0.0.1:0 >&-' "$by_hand"
	run -124 timeout 5 bash -c '"$0" --listen=127.0.0.1:0 --timeout=1 < <(sleep 4)' "$by_hand"
	# When nobody reads it any more, it is over; --quiet is no trouble.
	run -0 bash -c 'timeout 10 "$0" --listen=127.0.0.1:0 < <(yes state) | head -n 1; exit "${PIPESTATUS[0]}"' "$by_hand"
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 --quiet <<<state
	[[ -z $output ]]
	run -0 timeout 10 "$by_hand" --listen=localhost:0 <<<state
	expect_line '.*listening on 127\.0\.0\.1:[0-9]+'
}

@test "by-hand: help lists every command, on one screen" {
	local word words=0
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 <<<help
	((${#lines[@]} <= 24))
	expect_no_line '^.{81,}'
	for word in accept recv send fill drain poll wait buffers state nonblock sndbuf rcvbuf \
		timeout error shutdown reset close help quit; do
		expect_line "  $word +[a-zA-Z[].*"
		words=$((words + 1))
	done
	# After the list, the listener is closed.
	(($(grep -c '^  [a-z]' <<<"$output") == words + 1)) || fail 'expected no other commands'
}

@test "by-hand: what is no command says what exists, a wrong argument says which is right, and it goes on" {
	local line
	for line in foo recvs 'RECV 1' '?' '"hello"' $'\a\e[31m'; do
		run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 <<<"$line"$'\nstate'
		expect_line ' +there is no such command.*'
		expect_line ' +accept recv send .*'
		expect_line ' +TCP state +LISTEN'
		run -1 grep -P '[^\x20-\x7e]' <<<"$output"
	done
	for line in wait 'wait 3' 'wait inn' nonblock 'nonblock 1' sndbuf 'sndbuf 0' 'sndbuf x' 'sndbuf -1' \
		'sndbuf 1073741824' rcvbuf 'rcvbuf 1k' timeout 'timeout 1.5' 'timeout 3600001' 'recv 0' \
		'recv 1048577' 'recv 99999999999999999999' 'recv x' 'recv 1 2' 'send 0' 'send hello' 'send "' \
		'send ""' 'send "x' 'accept 3' 'poll in' 'fill 1' 'close now' 'help me' 'quit 1'; do
		run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 <<<"$line"$'\nstate'
		expect_line " +usage: ${line%% *}.*"
		expect_line ' +TCP state +LISTEN'
		expect_no_line '^  server +(setsockopt|recv|send|accept|poll)'
	done
	# What takes a number says which ones.
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 <<<$'recv 0\nsend 0\nsndbuf 0\nrcvbuf x\ntimeout -1\nwait\nclose x'
	expect_line ' +usage: recv \[BYTES\], from 1 to 1048576'
	expect_line ' +usage: send \[BYTES\|"TEXT"\], from 1 to 1048576'
	expect_line ' +usage: sndbuf BYTES, from 1 to 1073741823'
	expect_line ' +usage: rcvbuf BYTES, from 1 to 1073741823'
	expect_line ' +usage: timeout MS, from 0 to 3600000'
	expect_line ' +usage: wait in\|out'
	expect_line ' +usage: close'
	# These are taken; the listener says so by its errno.
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 <<<$'recv 1048576\nsndbuf 1073741823\ntimeout 3600000'
	expect_line '  server  recv\(listener, 1048576 bytes\) += -1 ENOTCONN'
	expect_line '  server  setsockopt\(listener, SO_SNDBUF, 1073741823\) = 0'
	expect_line '  server  setsockopt\(listener, SO_RCVTIMEO, 3600000 ms\) = 0'
}

@test "by-hand: an empty line repeats the last command, blanks do not matter, the end of input closes" {
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 < <(printf '\n \taccept\t \r\n\nnonsense\n\n \nerror')
	[[ $(grep '^> ' <<<"$output" | tr '\n' ,) == '> help,> accept,> accept,> nonsense,> accept,> accept,> error,' ]] || fail order
	(($(grep -c '= -1 EAGAIN$' <<<"$output") == 4))
	expect_line '  server  getsockopt\(listener, SO_ERROR, \[0\]\) = 0'
	[[ $(last_line) == '  server  close(listener)                 = 0' ]]
	# The text of EAGAIN stands once.
	(($(grep -c 'EAGAIN: ' <<<"$output") == 1))
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 </dev/null
	((${#lines[@]} == 2))
	# What was refused is not repeated: Enter makes the last call that was made.
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 <<<$'poll\nsend 0\n\nwait 3\n\nclose\nrecv\n'
	[[ $(grep '^> ' <<<"$output" | tr '\n' ,) == '> poll,> send 0,> poll,> wait 3,> poll,> close,> recv,> close,' ]] || fail order
}

@test "by-hand: a line that is too long, and any bytes, are no trouble" {
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 < <(head -c 100000 /dev/zero | tr '\0' x; printf '\nstate\n')
	expect_line ' +that line is too long'
	expect_line ' +TCP state +LISTEN'
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 < <(head -c 50000 /dev/urandom | tr -d '\n'; printf '\nstate\n')
	expect_line ' +TCP state +LISTEN'
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 < <(printf '\0\1\2\nstate\n')
	expect_line ' +TCP state +LISTEN'
}

@test "by-hand: the accept queue can be watched; accept takes the oldest, until EAGAIN" {
	server
	type server accept state
	last_said server '  server  accept4\(listener, SOCK_NONBLOCK\) = -1 EAGAIN'
	said server ' +accept-queue +0 waiting'
	queue_of() {
		type server state
		answered server
		[[ $(sed -n 's/.*accept-queue *\([0-9]*\) waiting/\1/p' "$BATS_TEST_TMPDIR/server" | tail -n 1) == "$1" ]]
	}
	exec 5<>"/dev/tcp/127.0.0.1/$port"
	printf 'first' >&5
	type server 'wait in'
	last_said server '  server  poll\(listener, POLLIN\) += 1 POLLIN'
	wait_for queue_of 1
	exec 6<>"/dev/tcp/127.0.0.1/$port"
	printf 'and second' >&6
	wait_for queue_of 2
	type server accept 'wait in' recv
	last_said server '  server  recv\(conn, 1024 bytes\) += 5'
	# A second one in the hand: the first is closed, and its client told.
	type server accept
	last_said server '  server  close\(older\) += 0'
	[[ -z $(cat <&5) ]]
	type server 'wait in' recv
	last_said server '  server  recv\(conn, 1024 bytes\) += 10'
	type server accept
	last_said server '  server  accept4\(listener, SOCK_NONBLOCK\) = -1 EAGAIN'
	# With a connection in the hand its state is shown, and still the queue.
	wait_for queue_of 0
	exec 5>&-
	exec 5<>"/dev/tcp/127.0.0.1/$port"
	wait_for queue_of 1
	[[ $(grep 'TCP state' "$BATS_TEST_TMPDIR/server" | tail -n 1) == *' ESTABLISHED'* ]]
	type server accept
	last_said server '  server  close\(older\) += 0'
	[[ -z $(cat <&6) ]]
	type server accept
	last_said server '  server  accept4\(listener, SOCK_NONBLOCK\) = -1 EAGAIN'
	# Which does not take away what is in the hand.
	type server 'send "still here"' close accept
	last_said server '  server  accept4\(listener, SOCK_NONBLOCK\) = -1 EAGAIN'
	[[ $(cat <&5) == 'still here' ]]
	exec 5>&- 6>&-
	done_with server
}

@test "by-hand: before there is a connection the listener answers; accept on a connection is EINVAL" {
	server
	type server recv
	last_said server '  server  recv\(listener, 1024 bytes\) += -1 ENOTCONN'
	type server send
	last_said server '  server  send\(listener, 1000 bytes\) += -1 EPIPE'
	type server poll
	last_said server '  server  poll\(listener, POLLIN\|POLLOUT\) += 0'
	type server buffers
	answered server
	said server '.*nothing is in the buffers of a socket that listens'
	client
	type client accept
	last_said client '  client  accept4\(sock, SOCK_NONBLOCK\) += -1 EINVAL'
	type client close recv
	answered client
	said client '  client  close\(sock\) += 0' ' +nothing is open any more: type quit, and start again'
	type server accept close close accept
	answered server
	said server '  server  close\(conn\) += 0' '  server  close\(listener\) += 0' ' +nothing is open any more: .*'
	done_with client server
}

@test "by-hand: two of them: recv, send, text, the end of a stream, on IPv4 and IPv6" {
	local host
	for host in 127.0.0.1 '[::1]'; do
		if [[ $host == '[::1]' ]] && ! grep -q ' lo$' /proc/net/if_inet6 2>/dev/null; then
			continue
		fi
		server "$host"
		client "$host"
		said client "  client  connect\\(sock, $(sed 's/[][]/\\&/g' <<<"$host"):$port\\) += -1 EINPROGRESS" \
			'  client  poll\(sock, POLLOUT\) += 1 POLLOUT'
		type client error state
		last_said client '  client  getsockopt\(sock, SO_ERROR, \[0\]\) += 0'
		said client ' +TCP state +ESTABLISHED'
		type server 'wait in' accept recv
		last_said server '  server  recv\(conn, 1024 bytes\) += -1 EAGAIN'
		type client 'send "hello world!"'
		last_said client '  client  send\(sock, 12 bytes\) += 12'
		type server 'wait in' 'recv 5' ''
		last_said server '  server  recv\(conn, 5 bytes\) += 5'
		type server 'recv 100' ''
		last_said server '  server  recv\(conn, 100 bytes\) += -1 EAGAIN'
		said server '  server  recv\(conn, 100 bytes\) += 2'
		type server send 'send 1'
		last_said server '  server  send\(conn, 1 byte\) += 1'
		type client 'wait in'
		answered client
		all_came() {
			type client drain
			answered client
			(($(sed -n 's/^  client  recv.* = \([0-9][0-9]*\)$/\1/p' "$BATS_TEST_TMPDIR/client" | awk '{ n += $1 } END { print n }') == 1001))
		}
		wait_for all_came
		type client shutdown
		last_said client '  client  shutdown\(sock, SHUT_WR\) += 0'
		type server 'wait in' recv
		last_said server '  server  recv\(conn, 1024 bytes\) += 0'
		type server ''
		last_said server '  server  recv\(conn, 1024 bytes\) += 0'
		done_with server client
		rm "$BATS_TEST_TMPDIR"/*.keys
	done
}

@test "by-hand: fill until EAGAIN, drain until EAGAIN, and what the buffers hold, in folded lines" {
	server
	client
	type client 'sndbuf 4096' fill buffers poll
	last_said client '  client  poll\(sock, POLLIN\|POLLOUT\) += (0|1 POLLOUT)'
	said client '  client  setsockopt\(sock, SO_SNDBUF, 4096\) = 0' \
		'  client  send\(sock, 1000 bytes\) += -1 EAGAIN' \
		'  client  send\(sock, 1000 bytes\) += 1000 +[0-9]+ times' \
		' +send buffer +\[#+.*\] [0-9]+ of [0-9]+, [0-9]+ data' ' +receive buffer .*'
	(($(wc -l <"$BATS_TEST_TMPDIR/client") < 40)) || fail 'expected few lines'
	type server 'wait in' accept 'rcvbuf 4096'
	last_said server '  server  setsockopt\(conn, SO_RCVBUF, 4096\) = 0'
	type client 'wait out'
	type server drain
	last_said server '  server  recv\(conn, 1024 bytes\) += -1 EAGAIN'
	said server '  server  recv\(conn, 1024 bytes\) += 1024 +[0-9]+ times'
	type client send
	last_said client '  client  send\(sock, 1000 bytes\) += [0-9]+.*'
	done_with client
	type server 'wait in' drain
	# Now it ends with the stream.
	at_end() {
		type server 'wait in' drain
		last_said server '  server  recv\(conn, 1024 bytes\) += 0'
	}
	wait_for at_end
	done_with server
}

@test "by-hand: without O_NONBLOCK a call waits for the other end" {
	server
	type server 'nonblock off' accept
	answered server
	said server '  server  fcntl\(listener, F_SETFL, flags & ~O_NONBLOCK\) = 0'
	output=$(<"$BATS_TEST_TMPDIR/server") && expect_no_line 'accept4'
	client
	last_said server '  server  accept4\(listener, 0\) += conn'
	type server recv
	answered server
	output=$(<"$BATS_TEST_TMPDIR/server") && expect_no_line 'recv\(.*='
	type client 'send "late"'
	wait_for grep -q 'recv(conn, 1024 bytes)  *= 4$' "$BATS_TEST_TMPDIR/server"
	# On again: both of its sockets.
	type server 'nonblock on' recv accept
	last_said server '  server  accept4\(listener, SOCK_NONBLOCK\) = -1 EAGAIN'
	said server '  server  fcntl\(conn, F_SETFL, flags \| O_NONBLOCK\) = 0' \
		'  server  recv\(conn, 1024 bytes\) += -1 EAGAIN'
	done_with server client
}

@test "by-hand: with a time-out recv and accept wait so long, and say EAGAIN; poll does not help" {
	server
	client
	type server 'wait in' accept 'nonblock off' 'timeout 200'
	last_said server '  server  setsockopt\(conn, SO_RCVTIMEO, 200 ms\) = 0'
	# For both of its sockets: accept does not wait for ever either.
	said server '  server  setsockopt\(listener, SO_RCVTIMEO, 200 ms\) = 0'
	type server accept
	wait_for grep -q 'accept4(listener, 0)  *= -1 EAGAIN$' "$BATS_TEST_TMPDIR/server"
	local before=${EPOCHREALTIME/[.,]/}
	type server recv poll
	last_said server '  server  poll\(conn, POLLIN\|POLLOUT\) += 1 POLLOUT'
	((${EPOCHREALTIME/[.,]/} - before >= 200000))
	said server '  server  recv\(conn, 1024 bytes\) += -1 EAGAIN'
	# 0 takes it away: it waits for as long as it takes.
	type server 'timeout 0' recv
	answered server
	type client 'send "x"'
	wait_for grep -q 'recv(conn, 1024 bytes)  *= 1$' "$BATS_TEST_TMPDIR/server"
	type server close 'timeout 200' accept
	accept_refused_again() {
		(($(grep -c 'accept4(listener, 0)  *= -1 EAGAIN$' "$BATS_TEST_TMPDIR/server") == 2))
	}
	wait_for accept_refused_again
	done_with client server
}

@test "by-hand: refused, reset, a broken pipe: said by SO_ERROR, ECONNRESET, EPIPE; once" {
	run -0 timeout 10 "$by_hand" --connect=127.0.0.1:1 <<<$'wait out\nbuffers\nerror\nerror\nsend'
	expect_line ' +the connection is over: nothing is sent any more'
	expect_no_line ' +[0-9]+ unacknowledged.*'
	expect_line '  client  connect\(sock, 127.0.0.1:1\) += -1 EINPROGRESS'
	expect_line '  client  poll\(sock, POLLOUT\) += 1 POLLOUT\|POLLERR\|POLLHUP'
	expect_line '  client  getsockopt\(sock, SO_ERROR, \[ECONNREFUSED\]\) = 0'
	expect_line '  client  getsockopt\(sock, SO_ERROR, \[0\]\) += 0'
	expect_line '  client  send\(sock, 1000 bytes\) += -1 EPIPE'
	server
	client
	type server 'wait in' accept reset
	last_said server '  server  close\(conn\) += 0'
	said server '  server  setsockopt\(conn, SO_LINGER, \{on, 0 s\}\) = 0'
	type client 'wait in' recv
	last_said client '  client  recv\(sock, 1024 bytes\) += -1 ECONNRESET'
	type client recv
	last_said client '  client  recv\(sock, 1024 bytes\) += 0'
	type client send
	last_said client '  client  send\(sock, 1000 bytes\) += -1 EPIPE'
	done_with server client
}

@test "by-hand: an address that nobody can have, or that is taken, is 99 and says so" {
	run --separate-stderr -99 timeout 20 "$by_hand" --connect=255.255.255.255:80 </dev/null
	expect_stderr '^by-hand: connect to 255.255.255.255:80: E[A-Z]*: '
	run --separate-stderr -99 timeout 20 "$by_hand" --listen=192.0.2.1:4000 </dev/null
	expect_stderr '^by-hand: bind 192.0.2.1:4000: EADDRNOTAVAIL: '
	server
	run --separate-stderr -99 timeout 20 "$by_hand" --listen=127.0.0.1:"$port" </dev/null
	expect_stderr '^by-hand: (bind|listen) .*: EADDRINUSE: '
	# Where one has just been that was connected, the next may listen at once.
	client
	type server 'wait in' accept close
	answered server
	done_with server client
	run -0 timeout 20 "$by_hand" --listen=127.0.0.1:"$port" </dev/null
}

@test "by-hand: events are those of demos, and what was typed is none" {
	server
	timeout 10 "$by_hand" --connect=127.0.0.1:"$port" --json="$BATS_TEST_TMPDIR/events" \
		<<<$'wait out\nerror\nrecv\nstate\nbuffers\nnonsense\nsend 7\n' >"$BATS_TEST_TMPDIR/out"
	output=$(<"$BATS_TEST_TMPDIR/events")
	expect_line '\{"event":"call","n":[0-9]+,"actor":"client","call":"connect","args":"sock, 127.0.0.1:[0-9]+","times":1,"ret":-1,"errno":"EINPROGRESS"\}'
	expect_line '\{"event":"call","n":[0-9]+,"actor":"client","call":"recv","args":"sock, 1024 bytes","times":1,"asked":1024,"ret":-1,"errno":"EAGAIN"\}'
	expect_line '.*"call":"poll","args":"sock, POLLOUT","times":1,"ret":1,"errno":null,"revents":"POLLOUT"\}'
	expect_line '\{"event":"buffer","actor":"client","buffer":"send",.*\}'
	expect_line '\{"event":"measure","name":"tcp-state","value":1,"unit":"ESTABLISHED"\}'
	expect_line '\{"event":"end","result":"pass","claims":0,"held":0\}'
	expect_no_line '"> |wait out'
	[[ $(grep -c '"event":"call"' <<<"$output") == $(grep -c '^  client ' "$BATS_TEST_TMPDIR/out") ]]
	# Alone, there is nothing else.
	run -0 timeout 10 "$by_hand" --listen=127.0.0.1:0 --json <<<$'help\naccept'
	expect_no_line '^[^{]'
	# --describe names the calls that there are.
	diff <(describes by-hand calls | tr ' ' '\n' | sort) <(sed -nE 's/.*eag_call\([^"]*("client", ret, )?"([a-z0-9]+)\(.*/\2/p' \
		<(cat "$root"/demos/peer/*.c | tr '\n' ' ' | sed 's/;/;\n/g') | cat - <(echo poll) | sort -u)
	done_with server
}

# The article's programs, with a port of the kernel's choice.
@test "by-hand: as the other end of the article's Python programs, in all three cases" {
	python3 -c 'import socket' 2>/dev/null || skip 'no python3 here'
	# accept(): by hand, and then its client comes.
	server
	type server accept
	last_said server '  server  accept4\(listener, SOCK_NONBLOCK\) = -1 EAGAIN'
	# recv(): the client sends at once, and goes.
	python3 - "$port" <<-'END'
		import socket, sys
		client = socket.socket()
		client.connect(('127.0.0.1', int(sys.argv[1])))
		client.send('hello world!'.encode())
	END
	type server 'wait in' accept 'wait in' recv 'wait in' recv
	last_said server '  server  recv\(conn, 1024 bytes\) += 0'
	said server '  server  recv\(conn, 1024 bytes\) += 12'
	# send(): the client sends until it is refused; nobody reads.
	type server close
	answered server
	run -1 timeout 20 python3 - "$port" <<-'END'
		import socket, sys
		client = socket.socket()
		client.connect(('127.0.0.1', int(sys.argv[1])))
		client.setblocking(False)
		while 1:
		    client.send('hello world!'.encode())
	END
	expect_line 'BlockingIOError: \[Errno 11\] .*'
	type server accept drain
	last_said server '  server  recv\(conn, 1024 bytes\) += (0|-1 E[A-Z]*)'
	said server '  server  recv\(conn, 1024 bytes\) += 1024 .*'
	done_with server

	# And the other way round.  accept(): it finds nobody; by hand there is nobody either.
	cat >"$BATS_TEST_TMPDIR/server.py" <<-'END'
		import socket, sys, time
		server = socket.socket()
		if sys.argv[1] == 'accept':
		    server.setblocking(False)
		server.bind(('127.0.0.1', 0))
		server.listen(3)
		print('listening on 127.0.0.1:%d' % server.getsockname()[1], flush=True)
		cli, addr = server.accept()
		if sys.argv[1] == 'recv':
		    cli.setblocking(False)
		    cli.recv(1024)
		while 1:
		    time.sleep(10)
	END
	local case code
	for case in accept recv send; do
		rm -f "$BATS_TEST_TMPDIR"/client*
		timeout 20 python3 "$BATS_TEST_TMPDIR/server.py" $case >"$BATS_TEST_TMPDIR/$case" 2>&1 3>&- 4>&- &
		pid[python]=$!
		port=$(port_in "$BATS_TEST_TMPDIR/$case")
		code=0
		if [[ $case == accept ]]; then
			wait "${pid[python]}" || code=$?
			run -0 timeout 10 "$by_hand" --connect=127.0.0.1:"$port" <<<$'wait out\nerror'
			expect_line '  client  getsockopt\(sock, SO_ERROR, \[ECONNREFUSED\]\) = 0'
		elif [[ $case == recv ]]; then
			client
			wait "${pid[python]}" || code=$?
			type client 'wait in' recv
			last_said client '  client  recv\(sock, 1024 bytes\) += 0'
			done_with client
		else
			client
			type client fill
			last_said client '  client  send\(sock, 1000 bytes\) += -1 EAGAIN'
			done_with client
			kill "${pid[python]}"
			continue
		fi
		output=$(<"$BATS_TEST_TMPDIR/$case")
		((code == 1)) || fail "expected the server to end with 1, not $code"
		expect_line 'BlockingIOError: \[Errno 11\] .*'
	done
}

# nc_listens FLAG ...: at $port, with what it is told by descriptor 7.
nc_listens() {
	timeout 20 nc "$@" <&7 >"$BATS_TEST_TMPDIR/nc" 2>&1 3>&- 4>&- 7>&- &
	pid[nc]=$!
	listening() {
		grep -q "^ *[0-9]*: [0-9A-F]*:$(printf '%04X' "$port") [0-9A-F]*:0000 0A" /proc/net/tcp
	}
	listening_or_gone() {
		listening || ! kill -0 "${pid[nc]}" 2>/dev/null
	}
	wait_for listening_or_gone
	listening
}

@test "by-hand: as either end for nc" {
	command -v nc >/dev/null || skip 'no nc here'
	mkfifo "$BATS_TEST_TMPDIR/nc.keys"
	exec 7<>"$BATS_TEST_TMPDIR/nc.keys"
	server
	timeout 20 nc 127.0.0.1 "$port" <&7 >"$BATS_TEST_TMPDIR/nc" 2>&1 3>&- 4>&- 7>&- &
	printf 'hello\n' >&7
	type server 'wait in' accept 'wait in' recv
	last_said server '  server  recv\(conn, 1024 bytes\) += 6'
	type server 'send "from hand to nc"'
	wait_for grep -q 'from hand to nc' "$BATS_TEST_TMPDIR/nc"
	kill $!
	type server 'wait in' recv
	last_said server '  server  recv\(conn, 1024 bytes\) += 0'
	done_with server
	# Its port is free now.  The flags differ from nc to nc.
	nc_listens -l -s 127.0.0.1 -p "$port" || nc_listens -l 127.0.0.1 "$port" || skip 'no nc that listens here'
	client
	type client 'send "hand"'
	wait_for grep -q hand "$BATS_TEST_TMPDIR/nc"
	printf 'nc\n' >&7
	type client 'wait in' recv
	last_said client '  client  recv\(sock, 1024 bytes\) += 3'
	kill "${pid[nc]}"
	type client 'wait in' recv
	last_said client '  client  recv\(sock, 1024 bytes\) += 0'
	done_with client
}

@test "by-hand: as the other end of a shell's /dev/tcp" {
	server
	exec 5<>"/dev/tcp/127.0.0.1/$port"
	printf 'good day' >&5
	type server 'wait in' accept 'wait in' recv 'send "and to you"' shutdown
	last_said server '  server  shutdown\(conn, SHUT_WR\) += 0'
	said server '  server  recv\(conn, 1024 bytes\) += 8'
	[[ $(cat <&5) == 'and to you' ]]
	exec 5>&-
	done_with server
}

@test "by-hand: on a terminal, Ctrl-C interrupts a call that waits, and the prompt is back" {
	script -qec true /dev/null >/dev/null || skip 'script(1) can make no terminal here'
	mkfifo "$BATS_TEST_TMPDIR/keys"
	exec 5<>"$BATS_TEST_TMPDIR/keys"
	timeout 60 script -qefc "exec ${by_hand@Q} --listen=127.0.0.1:0" /dev/null <&5 >"$BATS_TEST_TMPDIR/screen" 3>&- 4>&- 5>&- &
	local screen=$! call
	wait_for grep -q '^> ' "$BATS_TEST_TMPDIR/screen"
	# Before the call it would throw away what was typed: so both come again.
	interrupted() {
		printf '%s\n' "$1" >&5
		pause 0.1
		printf '\003' >&5
		pause 0.1
		grep -q "$2.*= -1 EINTR" "$BATS_TEST_TMPDIR/screen"
	}
	wait_for interrupted 'wait in' 'poll(listener, POLLIN)'
	printf 'nonblock off\n' >&5
	wait_for grep -q 'F_SETFL.*= 0' "$BATS_TEST_TMPDIR/screen"
	wait_for interrupted accept 'accept4(listener, 0)'
	# At the prompt it throws the line away, and says how to end.
	at_prompt() {
		printf 'rec\003' >&5
		pause 0.1
		grep -q 'quit, or the end of the input' "$BATS_TEST_TMPDIR/screen"
	}
	wait_for at_prompt
	printf 'state\n' >&5
	wait_for grep -q 'LISTEN' "$BATS_TEST_TMPDIR/screen"
	printf '\004' >&5
	wait $screen || fail "script ended with $?: $(cat "$BATS_TEST_TMPDIR/screen")"
	output=$(tr -d '\r' <"$BATS_TEST_TMPDIR/screen")
	# What is answered begins a line, the text of an errno stands once.
	expect_line '  server  poll\(listener, POLLIN\) += -1 EINTR'
	expect_line '  server  accept4\(listener, 0\) += -1 EINTR'
	(($(grep -c 'EINTR: ' <<<"$output") == 1))
	expect_no_line 'rec$|no such command'
	expect_line '  server  close\(listener\) += 0'
}

@test "by-hand: on a terminal, Ctrl-D ends a line too, and the answer begins the next one" {
	script -qec true /dev/null >/dev/null || skip 'script(1) can make no terminal here'
	mkfifo "$BATS_TEST_TMPDIR/keys"
	exec 5<>"$BATS_TEST_TMPDIR/keys"
	timeout 60 script -qefc "exec ${by_hand@Q} --listen=127.0.0.1:0" /dev/null <&5 >"$BATS_TEST_TMPDIR/screen" 3>&- 4>&- 5>&- &
	local screen=$!
	wait_for grep -q '^> ' "$BATS_TEST_TMPDIR/screen"
	printf 'hel' >&5
	# Some kernels want it twice; at an empty prompt it ends the program.
	ended() {
		printf '\004' >&5
		! kill -0 $screen 2>/dev/null
	}
	wait_for ended
	wait $screen || fail "script ended with $?: $(cat "$BATS_TEST_TMPDIR/screen")"
	output=$(tr -d '\r' <"$BATS_TEST_TMPDIR/screen")
	expect_line '> hel'
	expect_line ' +there is no such command.*'
	expect_line '  server  close\(listener\) += 0'
}

# A job in the background ignores SIGINT, and so does what it starts: set -m.  Whoever
# started bats may have been such a job: coreutils 8.31.
heeding=(env --default-signal=INT)
"${heeding[@]}" true 2>/dev/null || heeding=()

# stopped COMMAND CALL: COMMAND is typed, and while it goes on, SIGINT comes.  Was a call
# in between interrupted, it has said EINTR: then once more.
stopped() {
	local before
	before=$(grep -c 'TCP state' "$BATS_TEST_TMPDIR/out") || true
	printf '%s\n' "$1" >&5
	typed_so_far=$((typed_so_far + 1))
	wait_for at_work "$1"
	kill -INT "$hand"
	printf 'state\n' >&5
	wait_for more_states "$before"
	grep -Exq ' +interrupted' "$BATS_TEST_TMPDIR/out"
}

at_work() {
	(($(grep -c "^> $1\$" "$BATS_TEST_TMPDIR/out") == typed_so_far))
}

more_states() {
	(($(grep -c 'TCP state' "$BATS_TEST_TMPDIR/out") > $1))
}

@test "by-hand: fill and drain that Ctrl-C ends say that they were interrupted" {
	local command hand typed_so_far
	for command in fill drain; do
		rm -f "$BATS_TEST_TMPDIR/keys"
		mkfifo "$BATS_TEST_TMPDIR/keys"
		exec 5<>"$BATS_TEST_TMPDIR/keys"
		set -m
		"${heeding[@]}" "$by_hand" --listen=127.0.0.1:0 <"$BATS_TEST_TMPDIR/keys" >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- 5>&- &
		set +m
		hand=$! typed_so_far=0
		port=$(port_in "$BATS_TEST_TMPDIR/out")
		exec 6<>"/dev/tcp/127.0.0.1/$port"
		# The other end never stops, so nothing else ends the command.
		if [[ $command == fill ]]; then
			timeout 60 cat <&6 >/dev/null 3>&- 4>&- 5>&- &
		else
			timeout 60 yes >&6 2>/dev/null 3>&- 4>&- 5>&- &
		fi
		printf 'nonblock off\naccept\n' >&5
		wait_for stopped "$command"
		printf 'quit\n' >&5
		wait "$hand"
		exec 6>&-
		wait $! || true
	done
}

@test "by-hand: fed by a pipe, SIGINT interrupts a call that waits, and at the prompt ends it with 130" {
	mkfifo "$BATS_TEST_TMPDIR/keys"
	exec 5<>"$BATS_TEST_TMPDIR/keys"
	set -m
	"${heeding[@]}" "$by_hand" --listen=127.0.0.1:0 <"$BATS_TEST_TMPDIR/keys" >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- 5>&- &
	set +m
	local hand=$! code=0
	port_in "$BATS_TEST_TMPDIR/out"
	interrupt() {
		grep -q "^State:.S" /proc/$hand/status && kill -INT $hand && pause 0.05
		grep -q "= -1 EINTR" "$BATS_TEST_TMPDIR/out"
	}
	printf 'wait in\n' >&5
	wait_for grep -q '^> wait in' "$BATS_TEST_TMPDIR/out"
	wait_for interrupt
	printf 'state\n' >&5
	wait_for grep -q LISTEN "$BATS_TEST_TMPDIR/out"
	wait_for sleeping $hand
	kill -INT $hand
	wait $hand || code=$?
	((code == 130)) || fail "expected 130, not $code: $(cat "$BATS_TEST_TMPDIR/out")"
	[[ $(tail -n 1 "$BATS_TEST_TMPDIR/out") == 'STOP by-hand: ended by SIGINT' ]]
}

@test "by-hand: SIGTERM ends it with 143 and a last line, in a call that waits too" {
	local line code
	for line in state 'wait in'; do
		code=0
		rm -f "$BATS_TEST_TMPDIR/keys"
		mkfifo "$BATS_TEST_TMPDIR/keys"
		exec 5<>"$BATS_TEST_TMPDIR/keys"
		"$by_hand" --listen=127.0.0.1:0 <"$BATS_TEST_TMPDIR/keys" >"$BATS_TEST_TMPDIR/out" 3>&- 4>&- 5>&- &
		printf '%s\n' "$line" >&5
		wait_for grep -q "^> $line" "$BATS_TEST_TMPDIR/out"
		wait_for sleeping $!
		kill -TERM $!
		wait $! || code=$?
		((code == 143))
		[[ $(tail -n 1 "$BATS_TEST_TMPDIR/out") == 'STOP by-hand: ended by SIGTERM' ]]
	done
}
