/* SPDX-License-Identifier: MIT */
/*
 * accept-empty: the same accept() before any client, and while one is there.
 * eag_sleeps() shows whether a call waits: with O_NONBLOCK, and without it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "accept-empty",
	.title = "accept() on an empty accept queue",
	.class = "wait",
	.calls = "accept poll fcntl",
	.errnos = "EAGAIN",
	.poll = "no POLLIN",
	.belief = "accept() waits for a client, whatever the flags say.",
	.why = "The accept queue holds clients whose handshake is complete; "
	       "accept() takes the oldest one out. The queue is empty, and "
	       "O_NONBLOCK says not to wait: the kernel answers EAGAIN.",
	.react =
	    "Wait for POLLIN on the listener, then accept until EAGAIN. This "
	    "is not an error: do not log it, and do not close the listener.",
	.pages = "accept(2) listen(2) poll(2) fcntl(2)",
	.next = "recv-empty connect-in-progress",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	int listener, first, conn, flags, ret;
	long before, with_flag, without;

	eag_start(&demo, argc, argv);

	eag_step("empty", "accept() before any client has connected");
	listener = eag_listener(blocking ? 0 : SOCK_NONBLOCK, 8);
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("empty-is-eagain",
	    conn == -1 && errno == EAGAIN && eag_nonblocking(listener) == 1,
	    "an empty accept queue answers EAGAIN; it does not wait");
	eag_claim("poll-agrees",
	    eag_poll("server", listener, POLLIN, "listener") == 0,
	    "poll() agrees: no client is there");

	eag_step("arrive", "clients connect; the very same call again");
	first = eag_client(listener);
	eag_client(listener);
	eag_wait("server", listener, POLLIN, "listener");
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	conn = accept(listener, NULL, NULL);
	with_flag = eag_sleeps() - before;
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-succeeds", conn != -1,
	    "once a client has connected, the same accept() succeeds");
	eag_claim("oldest-first", eag_is_pair(first, conn),
	    "the client that has waited longest comes first");

	eag_step("blocking", "without O_NONBLOCK, while a client is there");
	flags = fcntl(listener, F_GETFL);
	eag_call("server", flags, "fcntl(listener, F_GETFL)");
	ret = fcntl(listener, F_SETFL, flags & ~O_NONBLOCK);
	eag_call(
	    "server", ret, "fcntl(listener, F_SETFL, flags & ~O_NONBLOCK)");
	before = eag_sleeps();
	conn = accept(listener, NULL, NULL);
	without = eag_sleeps() - before;
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("blocking-is-the-same",
	    conn != -1 && eag_nonblocking(listener) == 0 &&
		without == with_flag,
	    "with a client there, a blocking accept() does not wait either");

	return eag_end();
}
