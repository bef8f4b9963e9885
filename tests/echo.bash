# SPDX-License-Identifier: MIT
# echo.bash: what the tests of the echo servers share.
# shellcheck disable=SC2034,SC2154  # helper.bash sets, and the tests use

servers=(spin nap select poll epoll edge threads uring)

# start WAY [ARGUMENT ...]: a server for others; $port, and $server to end it.
start() {
	local way=$1
	shift
	"$bin/echo-$way" --listen=127.0.0.1:0 --timeout=60 "$@" >"$BATS_TEST_TMPDIR/$way" 2>&1 </dev/null 3>&- 4>&- &
	server=$!
	port=$(port_in "$BATS_TEST_TMPDIR/$way")
}

teardown() {
	[[ -z ${server-} ]] || kill "$server" 2>/dev/null || true
}

# With few descriptors, and so few clients: it only matters whether it can.
can_uring() {
	local code=0
	(ulimit -n 16 && exec "$bin/echo-uring" --quiet 3>&- 4>&-) || code=$?
	((code != 77))
}
