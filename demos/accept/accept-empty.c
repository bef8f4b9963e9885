/* SPDX-License-Identifier: MIT */
/*
 * accept-empty: the same accept() before any client, with two clients in the
 * accept queue, and when the queue is empty again; at last without O_NONBLOCK.
 * eag_sleeps() around two calls shows that the blocking one does not wait.
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
	.why =
	    "The accept queue holds clients whose handshake is complete, and "
	    "accept() takes the oldest one out. The queue is empty: with "
	    "O_NONBLOCK the kernel answers EAGAIN instead of waiting.",
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
	int listener, first, second, conn, is_first, flags, ret;
	long before, refused, taken;

	eag_start(&demo, argc, argv);

	eag_step("empty", "accept() before any client has connected");
	listener = eag_listener(blocking ? 0 : SOCK_NONBLOCK, 8);
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_need(conn != -1 || errno == EAGAIN, "accept");
	eag_claim("empty-is-eagain",
	    conn == -1 && errno == EAGAIN && eag_nonblocking(listener) == 1,
	    "an empty accept queue answers EAGAIN; it does not wait");
	eag_claim("poll-agrees",
	    eag_poll("server", listener, POLLIN, "listener") == 0,
	    "poll() agrees: no client is there");

	eag_step("arrive", "clients connect; the very same call again");
	first = eag_client(listener);
	second = eag_client(listener);
	eag_wait("server", listener, POLLIN, "listener");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-succeeds", conn != -1,
	    "once a client has connected, the same accept() succeeds");
	is_first = eag_is_pair(first, conn);
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("oldest-first", is_first && eag_is_pair(second, conn),
	    "the client that has waited longest comes first");

	eag_step("drained", "accept until EAGAIN");
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	conn = accept(listener, NULL, NULL);
	refused = eag_sleeps() - before;
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("drained", conn == -1 && errno == EAGAIN,
	    "EAGAIN again: every client has been taken");

	eag_step("blocking", "without O_NONBLOCK, while a client is there");
	flags = fcntl(listener, F_GETFL);
	eag_call("server", flags, "fcntl(listener, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(listener, F_SETFL, flags & ~O_NONBLOCK);
	eag_call(
	    "server", ret, "fcntl(listener, F_SETFL, flags & ~O_NONBLOCK)");
	eag_client(listener);
	before = eag_sleeps();
	conn = accept(listener, NULL, NULL);
	taken = eag_sleeps() - before;
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("blocking-is-the-same",
	    conn != -1 && eag_nonblocking(listener) == 0 && taken == refused,
	    "with a client there, a blocking accept() does not wait either");

	return eag_end();
}
