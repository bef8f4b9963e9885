/* SPDX-License-Identifier: MIT */
/*
 * unix-connect-backlog: connect(), and the server does not accept.  Code that
 * takes EAGAIN for EINPROGRESS waits for POLLOUT, gets it at once, sees that
 * SO_ERROR is 0, and believes that the socket is connected.
 */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

#include "bound.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "unix-connect-backlog",
	.title = "AF_UNIX connect() to a full backlog: poll() lies",
	.class = "unwaitable",
	.calls = "connect listen poll getsockopt send accept",
	.errnos = "EAGAIN ENOTCONN",
	.poll = "POLLOUT and POLLHUP at once: a lie",
	.belief = "EAGAIN from connect() is EINPROGRESS: wait for POLLOUT.",
	.why = "AF_UNIX connect() is done at once or not at all. The backlog "
	       "is full, so nothing has begun. The socket is not connected, "
	       "and of such a socket poll() always says POLLOUT and POLLHUP.",
	.react =
	    "Wait a little and call connect() again, or make a blocking call "
	    "in a thread. poll() does not help. The cure is at the server: "
	    "accept faster, or a larger backlog (ss -xl shows it).",
	.pages = "connect(2) listen(2) unix(7) poll(2)",
	.next = "connect-timeout-unix connect-in-progress connect-already",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct bound_name to;
	socklen_t size = sizeof(int);
	int listener, first, sock, conn, ret, told, room, error = -1;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("full", "connect(), and the server has not accepted anybody");
	listener = bound_socket(SOCK_STREAM, &to);
	/* Full is one more than the backlog: net/unix/af_unix.c. */
	ret = listen(listener, 0);
	eag_call("server", ret, "listen(listener, 0)");
	first = socket(AF_UNIX, SOCK_STREAM, 0);
	sock = socket(AF_UNIX, SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK), 0);
	eag_need(first != -1 && sock != -1, "socket");
	room = connect(first, &to.sa, to.length);
	eag_call("client", room, "connect(first, listener)");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("full-is-eagain",
	    room == 0 && ret == -1 && errno == EAGAIN &&
		eag_nonblocking(sock) == 1,
	    "a backlog of 0 has room for one; the next connect() gets EAGAIN");
	told = eag_poll("client", sock, POLLOUT, "sock");
	eag_claim("poll-lies", told == (POLLOUT | POLLHUP),
	    "poll() says POLLOUT at once, and POLLHUP with it");
	ret = getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
	eag_call("client", ret, "getsockopt(sock, SO_ERROR, [%s])",
	    eag_errno_name(error));
	n = send(sock, "hello", 5, 0);
	eag_call("client", n, "send(sock, 5 bytes)");
	eag_claim("not-connected",
	    ret == 0 && error == 0 && n == -1 && errno == ENOTCONN,
	    "SO_ERROR is 0; but the socket is not connected");

	eag_step("room", "the server accepts, and there is room");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	told = eag_poll("client", sock, POLLOUT, "sock");
	eag_claim("poll-does-not-tell", told == (POLLOUT | POLLHUP),
	    "poll() says the same as before: it does not tell of room");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("then-connects", ret == 0,
	    "the very same connect() succeeds: only trying again tells");

	return eag_end();
}
