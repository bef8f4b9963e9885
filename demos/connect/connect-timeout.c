/* SPDX-License-Identifier: MIT */
/*
 * connect-timeout: nobody makes the socket non-blocking, and still connect()
 * answers EINPROGRESS.  SO_SNDTIMEO limits connect() as well: socket(7),
 * net/ipv4/af_inet.c __inet_stream_connect().
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "limited.h"

static const struct eag_demo demo = {
	.name = "connect-timeout",
	.title = "EINPROGRESS from a blocking connect(): its time is up",
	.class = "timeout",
	.calls = "connect setsockopt poll close accept",
	.errnos = "EINPROGRESS",
	.poll = "nothing, until the attempt is decided",
	.belief = "Only a non-blocking connect() says EINPROGRESS.",
	.why =
	    "SO_SNDTIMEO limits how long connect() waits. When the time is up, "
	    "the kernel says what a non-blocking connect() says: EINPROGRESS. "
	    "It does not say ETIMEDOUT.",
	.react =
	    "After a wait it means: too late. Close the socket; try again with "
	    "a new one, or give up. Report a time-out, not \"Operation now in "
	    "progress\".",
	.pages = "connect(2) socket(7)",
	.next = "connect-timeout-unix connect-already connect-late-failure",
};

int
main(int argc, char *argv[])
{
	struct eag_address to;
	int listener, sock, ret, conn;
	long before, slept;

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

	return eag_end();
}
