/* SPDX-License-Identifier: MIT */
/*
 * accept-timeout: the listener is a blocking one, and accept() answers EAGAIN
 * all the same.  SO_RCVTIMEO limits accept() as well: socket(7),
 * net/ipv4/inet_connection_sock.c inet_csk_wait_for_connect().  Whoever sees
 * this EAGAIN looks for an O_NONBLOCK that nobody has set.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "accept-timeout",
	.title = "EAGAIN from a blocking accept(): its time is up",
	.class = "timeout",
	.calls = "accept setsockopt fcntl poll",
	.errnos = "EAGAIN",
	.poll = "nothing: no client is there",
	.belief = "EAGAIN: somebody has made my listener non-blocking.",
	.why =
	    "SO_RCVTIMEO limits how long accept() waits. When the time is up, "
	    "the kernel answers EAGAIN, as it does to a non-blocking accept(). "
	    "It does not answer ETIMEDOUT.",
	.react =
	    "Nothing is broken, and no client is lost. Call accept() again, or "
	    "do what the limit was set for. To wait without a limit set "
	    "SO_RCVTIMEO to 0.",
	.pages = "accept(2) socket(7)",
	.next = "accept-empty accept-inherit accept-deferred connect-timeout",
};

int
main(int argc, char *argv[])
{
	const struct timeval limit = { .tv_usec = 100000 };
	int listener, client, conn, ret, flags;
	long before, waited, taken;

	eag_start(&demo, argc, argv);

	eag_step("limit", "a blocking accept(), and nobody connects");
	listener = eag_listener(0, 8);
	ret = setsockopt(
	    listener, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("server", ret, "setsockopt(listener, SO_RCVTIMEO, {%ld ms})",
	    (long)limit.tv_usec / 1000);
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	conn = accept(listener, NULL, NULL);
	waited = eag_sleeps() - before;
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("blocking-is-eagain", conn == -1 && errno == EAGAIN,
	    "accept() answers EAGAIN");
	flags = fcntl(listener, F_GETFL);
	eag_call("server", flags, "fcntl(listener, F_GETFL)");
	eag_claim("flag-is-clear", flags != -1 && (flags & O_NONBLOCK) == 0,
	    "O_NONBLOCK is not set: nobody has made it non-blocking");
	eag_claim("poll-agrees",
	    eag_poll("server", listener, POLLIN, "listener") == 0,
	    "poll() agrees: no client is there");

	eag_step("arrive", "a client connects; the very same call again");
	client = eag_client(listener);
	before = eag_sleeps();
	conn = accept(listener, NULL, NULL);
	taken = eag_sleeps() - before;
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-succeeds", conn != -1 && eag_is_pair(client, conn),
	    "with a client there, the same accept() succeeds");
	eag_claim("it-had-waited", waited > taken,
	    "this one did not wait; the first one did: that was a time-out");

	return eag_end();
}
