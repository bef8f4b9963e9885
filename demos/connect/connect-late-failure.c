/* SPDX-License-Identifier: MIT */
/*
 * connect-late-failure: a connect that stays under way, and then fails.  The
 * accept queue is full, so the SYN is dropped; then the server closes its
 * listener, and the SYN that is sent again after a second meets a reset.  The
 * connection that was accepted before keeps the port: nobody else can listen
 * there meanwhile.
 */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "connect-late-failure",
	.title = "EINPROGRESS now, ECONNREFUSED a second later",
	.class = "started",
	.calls = "connect socket accept poll getsockopt close",
	.errnos = "EINPROGRESS ECONNREFUSED",
	.poll = "nothing; when it has failed POLLOUT, POLLERR and POLLHUP",
	.belief = "If it were to fail, it would have failed by now.",
	.why =
	    "EINPROGRESS leaves the outcome open. Without an answer it stays "
	    "open: the SYN is sent again and again. The answer may be a "
	    "reset: ECONNREFUSED. If none ever comes, it is ETIMEDOUT, after a "
	    "minute or two.",
	.react =
	    "Set a deadline of your own. When it passes, report a time-out: "
	    "EINPROGRESS only says how it began. The outcome is in SO_ERROR. "
	    "After a failure close the socket, and try again with a new one.",
	.pages = "connect(2) getsockopt(2) tcp(7)",
	.next = "connect-refused connect-already connect-timeout",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* Start to connect a new socket. */
static int
start(const struct eag_address *to, int *sock)
{
	int ret;

	*sock = socket(
	    AF_INET, SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK), 0);
	eag_call("client", *sock, "socket(AF_INET, SOCK_STREAM%s) = sock",
	    blocking ? "" : "|SOCK_NONBLOCK");
	eag_need(*sock != -1, "socket");
	ret = connect(*sock, &to->sa, to->length);
	eag_call("client", ret, "connect(sock, listener)");
	return ret == -1 && errno == EINPROGRESS;
}

/* How did it end?  SO_ERROR: 0, or an errno; -1 if that cannot be read. */
static int
outcome(int sock)
{
	int error = -1, ret;
	socklen_t size = sizeof(error);

	ret = getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
	eag_call("client", ret, "getsockopt(sock, SO_ERROR, [%s])",
	    eag_errno_name(error));
	return ret == 0 ? error : -1;
}

int
main(int argc, char *argv[])
{
	struct eag_address to;
	int listener, sock, conn, begun, revents;

	eag_start(&demo, argc, argv);

	eag_step("silence",
	    "connect(), and the queue is full; then the listener goes");
	listener = eag_listener(0, 0);
	eag_client(listener);
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_need(conn != -1, "accept");
	eag_fill_queue(listener);
	eag_address_of(listener, &to);
	begun = start(&to, &sock);
	eag_claim("in-progress", begun && eag_nonblocking(sock) == 1,
	    "connect() has begun: EINPROGRESS");
	revents = eag_poll("client", sock, POLLOUT, "sock");
	eag_claim("no-outcome-yet", outcome(sock) == 0 && revents == 0,
	    "poll() says nothing, SO_ERROR is 0: no outcome yet");

	eag_call("server", close(listener), "close(listener)");

	eag_step("late", "nobody listens now, and the SYN is sent again");
	revents = eag_wait("client", sock, POLLOUT, "sock");
	eag_claim("writable-and-error",
	    revents > 0 &&
		(revents & (POLLOUT | POLLERR)) == (POLLOUT | POLLERR),
	    "this time there is an answer: POLLOUT, with POLLERR beside it");
	eag_claim("refused-late", outcome(sock) == ECONNREFUSED,
	    "SO_ERROR says how it ended: ECONNREFUSED");

	eag_step("anew", "a listener is there; the same calls on a new socket");
	eag_call("client", close(sock), "close(sock)");
	eag_address_of(eag_listener(0, 8), &to);
	begun = start(&to, &sock);
	revents = eag_wait("client", sock, POLLOUT, "sock");
	eag_claim("then-connects",
	    begun && revents == POLLOUT && outcome(sock) == 0,
	    "EINPROGRESS again, and this time the outcome is 0");

	return eag_end();
}
