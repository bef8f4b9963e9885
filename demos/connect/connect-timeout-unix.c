/* SPDX-License-Identifier: MIT */
/*
 * connect-timeout-unix: connect-timeout with AF_UNIX sockets.  A listener with
 * a backlog of 0 holds one client: net/unix/af_unix.c unix_stream_connect().
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "arrange.h"
#include "eagain.h"
#include "limited.h"

static const struct eag_demo demo = {
	.name = "connect-timeout-unix",
	.title = "EAGAIN from a blocking AF_UNIX connect(): too late",
	.class = "timeout",
	.calls = "connect setsockopt listen poll send accept",
	.errnos = "EAGAIN ENOTCONN",
	.poll = "POLLOUT and POLLHUP at once: a lie",
	.belief = "After EAGAIN from connect() wait for POLLOUT.",
	.why =
	    "The queue is full, and SO_SNDTIMEO limits how long connect() "
	    "waits for a place in it. When the time is up, it answers EAGAIN. "
	    "Nothing has begun: there is nothing that poll() could tell.",
	.react =
	    "Report a time-out. Call connect() again on the same socket, which "
	    "waits as long again; or give up.",
	.pages = "connect(2) socket(7) unix(7)",
	.next = "connect-timeout unix-connect-backlog accept-timeout",
};

int
main(int argc, char *argv[])
{
	union {
		struct sockaddr sa;
		struct sockaddr_un un;
	} name = { .un.sun_family = AF_UNIX };
	socklen_t length = sizeof(name);
	int listener, sock, ret, conn, revents;
	long before, slept;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("unix", "two clients, and room for one in the accept queue");
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	eag_need(listener != -1, "socket");
	/* No name given: the kernel chooses one, unix(7). */
	eag_need(bind(listener, &name.sa, sizeof(name.sa.sa_family)) == 0 &&
		getsockname(listener, &name.sa, &length) == 0,
	    "bind, getsockname");
	ret = listen(listener, 0);
	eag_call("server", ret, "listen(listener, 0)");
	ret = connect(limited(AF_UNIX, 100), &name.sa, length);
	eag_call("client", ret, "connect(sock, listener)");
	sock = limited(AF_UNIX, 100);
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	ret = connect(sock, &name.sa, length);
	slept = eag_sleeps() - before;
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("unix-is-eagain",
	    ret == -1 && errno == EAGAIN && eag_nonblocking(sock) == 0 &&
		slept > 0,
	    "the second one finds the queue full, waits, and answers EAGAIN");
	revents = eag_poll("client", sock, POLLOUT, "sock");
	n = send(sock, "x", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_claim("poll-lies",
	    revents == (POLLOUT | POLLHUP) && n == -1 && errno == ENOTCONN,
	    "poll() says POLLOUT at once, but send() says not connected");

	eag_step("accepted", "the server accepts; the very same call again");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	ret = connect(sock, &name.sa, length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("unix-then-connects", conn != -1 && ret == 0,
	    "once there is room, the very same connect() succeeds");

	return eag_end();
}
