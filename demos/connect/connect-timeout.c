/* SPDX-License-Identifier: MIT */
/*
 * connect-timeout: nobody makes the socket non-blocking, and still connect()
 * answers EINPROGRESS, or EAGAIN with AF_UNIX.  SO_SNDTIMEO limits connect() as
 * well: socket(7), net/ipv4/af_inet.c __inet_stream_connect().
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "connect-timeout",
	.title = "EINPROGRESS from a blocking connect(): its time is up",
	.class = "timeout",
	.calls = "connect setsockopt poll close accept listen send",
	.errnos = "EINPROGRESS EAGAIN ENOTCONN",
	.poll = "nothing; with AF_UNIX POLLOUT at once: a lie",
	.belief = "Only a non-blocking connect() says EINPROGRESS.",
	.why =
	    "SO_SNDTIMEO limits how long connect() waits. When the time is up, "
	    "the kernel says what a non-blocking connect() says: EINPROGRESS "
	    "for TCP, EAGAIN for AF_UNIX. It does not say ETIMEDOUT.",
	.react =
	    "After a wait both mean: too late. Close the socket; try again "
	    "with a new one, or give up. Report a time-out, not \"Operation "
	    "now in progress\".",
	.pages = "connect(2) socket(7) unix(7)",
	.next = "connect-already connect-late-failure accept-timeout",
};

/* A blocking socket whose connect() waits so many milliseconds at most. */
static int
limited(int family, int limit)
{
	const struct timeval time = { limit / 1000, limit % 1000 * 1000 };
	int sock = socket(family, SOCK_STREAM, 0), ret;

	eag_need(sock != -1, "socket");
	ret = setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof(time));
	eag_call(
	    "client", ret, "setsockopt(sock, SO_SNDTIMEO, {%d ms})", limit);
	return sock;
}

int
main(int argc, char *argv[])
{
	union {
		struct sockaddr sa;
		struct sockaddr_un un;
	} name = { .un.sun_family = AF_UNIX };
	socklen_t length = sizeof(name);
	struct eag_address to;
	int listener, sock, ret, conn, revents;
	long before, slept;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("tcp", "a blocking connect(), and the accept queue is full");
	listener = eag_listener(0, 0);
	eag_fill_queue(listener);
	eag_address_of(listener, &to);
	sock = limited(AF_INET, 100);
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	ret = connect(sock, &to.sa, to.length);
	slept = eag_sleeps() - before;
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("tcp-is-einprogress",
	    ret == -1 && errno == EINPROGRESS && eag_nonblocking(sock) == 0,
	    "EINPROGRESS, although the socket is a blocking one");
	eag_claim("poll-is-silent",
	    eag_poll("client", sock, POLLOUT, "sock") == 0,
	    "poll() says nothing: there is no outcome yet");
	eag_claim("it-waited", slept > 0,
	    "connect() waited first: this EINPROGRESS is a time-out");

	eag_step("anew", "there is room now; the same call on a new socket");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_call("client", close(sock), "close(sock)");
	sock = limited(AF_INET, 2000);
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("then-connects", conn != -1 && ret == 0,
	    "once there is room, connect() succeeds");

	eag_step("unix", "the same mistake with an AF_UNIX socket");
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
	    revents > 0 && (revents & POLLOUT) != 0 && n == -1 &&
		errno == ENOTCONN,
	    "poll() says POLLOUT at once, but send() says not connected");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	ret = connect(sock, &name.sa, length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("unix-then-connects", conn != -1 && ret == 0,
	    "once there is room, the very same connect() succeeds");

	return eag_end();
}
