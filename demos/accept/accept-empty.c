/* SPDX-License-Identifier: MIT */
/*
 * accept-empty: accept() takes a connection from the listener's accept queue,
 * where the kernel puts clients whose handshake is complete.  If the queue is
 * empty, a non-blocking accept() answers EAGAIN: not an error, the usual end of
 * "accept until EAGAIN".
 */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "accept-empty",
	.title = "accept() on an empty accept queue",
	.class = "wait",
	.calls = "accept poll",
	.errnos = "EAGAIN",
	.why =
	    "A client is in the accept queue once its handshake is complete, "
	    "and accept() takes the oldest one out. Nobody is in it: with "
	    "O_NONBLOCK the kernel answers EAGAIN instead of waiting.",
	.react =
	    "Wait for POLLIN on the listener, then accept until EAGAIN. It is "
	    "no error: do not log it, and do not close the listener.",
	.pages = "accept(2) listen(2) poll(2)",
	.next = "recv-empty connect-in-progress",
	.options = { EAG_OPT_BLOCKING, EAG_OPT_AT_LISTEN },
};

int
main(int argc, char *argv[])
{
	int listener, conn;

	eag_start(&demo, argc, argv);

	eag_step("empty", "accept(), and nobody has called");
	listener = eag_listener(eag_flag(SOCK_NONBLOCK), 8);
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	if (conn != -1 && eag_elsewhere() && eag_nonblocking(listener) == 1)
		eag_skip("a client called before the first accept()");
	eag_claim("empty-is-eagain", conn == -1 && errno == EAGAIN,
	    "an empty accept queue answers EAGAIN; it does not wait");
	eag_claim_both("poll-agrees",
	    eag_poll("server", listener, POLLIN, "listener") == 0,
	    "poll() agrees: nobody is there");

	eag_step("arrive", "a client connects; the very same call again");
	eag_client(listener);
	eag_wait("server", listener, POLLIN, "listener");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-succeeds", conn != -1,
	    "once a client has connected, the same accept() succeeds");

	eag_step("again", "the queue is empty again");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim_both("empty-again", conn == -1 && errno == EAGAIN,
	    "accept until EAGAIN: then everybody has been served");

	return eag_end();
}
