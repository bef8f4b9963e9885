/* SPDX-License-Identifier: MIT */
/*
 * connect-already: a connect that stays under way for a second.  Room is made
 * in the same step, so that the first repeated SYN gets through.
 */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "connect-already",
	.title = "connect() again while the first is under way",
	.class = "started",
	.calls = "connect socket send poll getsockopt accept",
	.errnos = "EALREADY EINPROGRESS EAGAIN",
	.poll = "no POLLOUT until it is decided",
	.belief = "A connect() that said EINPROGRESS must be called again.",
	.why = "The listener's accept queue is full: the SYN is dropped, and "
	       "sent again after a second. Until then nothing is decided.",
	.react = "Keep waiting for POLLOUT, with a deadline of your own. When "
		 "it passes, close the socket and start afresh with a new one.",
	.pages = "connect(2) listen(2) poll(2) tcp(7)",
	.next = "connect-in-progress connect-interrupted connect-refused",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct eag_address to;
	int listener, sock, type, ret, conn, revents, error = -1;
	socklen_t size = sizeof(error);
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("stuck", "the accept queue is full; in the end room is made");
	listener = eag_listener(0, 0);
	eag_fill_queue(listener);
	eag_address_of(listener, &to);
	type = SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK);
	sock = socket(to.sa.sa_family, type, 0);
	eag_call("client", sock, "socket(AF_INET, SOCK_STREAM%s) = sock",
	    blocking ? "" : "|SOCK_NONBLOCK");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("in-progress",
	    ret == -1 && errno == EINPROGRESS && eag_nonblocking(sock) == 1,
	    "the first connect() answers EINPROGRESS");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_state(sock);
	eag_claim("again-is-ealready", ret == -1 && errno == EALREADY,
	    "the second one answers EALREADY: begun, and not done");
	n = send(sock, "x", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_claim("send-is-eagain", n == -1 && errno == EAGAIN,
	    "meanwhile send() answers EAGAIN");
	eag_claim("poll-is-silent",
	    eag_poll("client", sock, POLLIN | POLLOUT, "sock") == 0,
	    "poll() says nothing: no outcome yet");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");

	eag_step("room", "there is room now, and the next SYN gets through");
	revents = eag_wait("client", sock, POLLOUT, "sock");
	ret = getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
	eag_call("client", ret, "getsockopt(sock, SO_ERROR, [%s])",
	    eag_errno_name(error));
	eag_state(sock);
	eag_claim("completes", revents == POLLOUT && ret == 0 && error == 0,
	    "the same attempt completes: POLLOUT, and SO_ERROR is 0");
	n = send(sock, "x", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_claim("then-sends", n == 1, "and the same send() succeeds");

	return eag_end();
}
