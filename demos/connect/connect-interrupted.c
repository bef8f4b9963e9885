/* SPDX-License-Identifier: MIT */
/*
 * connect-interrupted: a signal ends a blocking connect(), and does not end the
 * attempt.  The kernel goes on with it: net/ipv4/af_inet.c
 * __inet_stream_connect().  The second connect() asks, and does not wait.  On
 * Linux a blocking one would go on waiting; connect(3p) lets it say EALREADY
 * too.  Room is made in the same step, before the SYN is sent again.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "connect-interrupted",
	.title = "EINTR from connect(), and the attempt goes on",
	.class = "started",
	.calls = "connect sigaction setitimer poll fcntl accept getsockopt",
	.errnos = "EINTR EALREADY",
	.poll = "nothing; POLLOUT when it is connected",
	.belief = "EINTR: nothing is under way, as after read(); start anew.",
	.why =
	    "The signal's handler was set without SA_RESTART, so the wait in "
	    "connect() ends with EINTR. The SYN is out, and the kernel goes on "
	    "by itself. It is as after EINPROGRESS.",
	.react =
	    "Wait for POLLOUT, then read SO_ERROR, as after EINPROGRESS. "
	    "connect() again may say EALREADY, which is not a failure. With "
	    "SA_RESTART it goes on waiting by itself.",
	.pages = "connect(2) sigaction(2) signal(7)",
	.next = "connect-already connect-in-progress connect-timeout",
};

static void
ring(int number)
{
	(void)number;
}

/* 0: no more. */
static void
ring_every(int milliseconds)
{
	const struct timeval period = { 0, milliseconds * 1000 };
	const struct itimerval timer = { period, period };
	int ret = setitimer(ITIMER_REAL, &timer, NULL);

	if (milliseconds == 0)
		eag_call("client", ret, "setitimer(ITIMER_REAL, {off})");
	else
		eag_call("client", ret, "setitimer(ITIMER_REAL, {every %d ms})",
		    milliseconds);
}

int
main(int argc, char *argv[])
{
	const struct sigaction action = { .sa_handler = ring };
	struct eag_address to;
	int listener, sock, ret, flags, conn, revents, error = -1;
	socklen_t size = sizeof(error);

	eag_start(&demo, argc, argv);

	eag_step("signal", "a signal comes while a blocking connect() waits");
	listener = eag_listener(0, 0);
	eag_fill_queue(listener);
	eag_address_of(listener, &to);
	sock = socket(to.sa.sa_family, SOCK_STREAM, 0);
	eag_need(sock != -1, "socket");
	ret = sigaction(SIGALRM, &action, NULL);
	eag_call("client", ret, "sigaction(SIGALRM, {a handler, no flags})");
	eag_need(ret == 0, "sigaction");
	/* Again and again: the first may come before connect(). */
	ring_every(50);
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("is-eintr",
	    ret == -1 && errno == EINTR && eag_nonblocking(sock) == 0,
	    "the signal ends the wait, and connect() answers EINTR");
	ring_every(0);
	eag_claim("poll-is-silent",
	    eag_poll("client", sock, POLLOUT, "sock") == 0,
	    "poll() says nothing: no outcome yet");
	flags = fcntl(sock, F_GETFL);
	eag_call("client", flags, "fcntl(sock, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(sock, F_SETFL, flags | O_NONBLOCK);
	eag_call("client", ret, "fcntl(sock, F_SETFL, flags | O_NONBLOCK)");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("goes-on", ret == -1 && errno == EALREADY,
	    "connect() again, without a wait: EALREADY, it still goes on");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_need(conn != -1, "accept");

	eag_step("outcome", "there is room now, and the next SYN gets through");
	revents = eag_wait("client", sock, POLLOUT, "sock");
	ret = getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
	eag_call("client", ret, "getsockopt(sock, SO_ERROR, [%s])",
	    eag_errno_name(error));
	eag_claim("completes", revents == POLLOUT && ret == 0 && error == 0,
	    "SO_ERROR is 0: the interrupted attempt has succeeded");
	ret = connect(sock, &to.sa, to.length);
	eag_call("client", ret, "connect(sock, listener)");
	eag_claim("then-connected", ret == 0 || errno == EISCONN,
	    "only now does connect() say that it is connected");

	return eag_end();
}
