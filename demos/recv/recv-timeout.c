/* SPDX-License-Identifier: MIT */
/*
 * recv-timeout: a client asks on a blocking socket with SO_RCVTIMEO, and the
 * server thinks for longer than that.  The client takes EAGAIN for "nothing
 * came", and asks its next question on the same connection.  A question is a
 * digit, and the right answer is that digit.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "recv-timeout",
	.title = "SO_RCVTIMEO: recv() on a blocking socket says EAGAIN",
	.class = "timeout",
	.calls = "recv setsockopt send poll close",
	.errnos = "EAGAIN",
	.poll = "nothing",
	.belief = "A blocking socket never says EAGAIN.",
	.why =
	    "SO_RCVTIMEO limits how long recv() waits. The kernel has no errno "
	    "of its own for the end of that time: it says EAGAIN. The question "
	    "is still with the server, and its answer will come: the next "
	    "recv() takes it for the answer to the next question.",
	.react =
	    "Treat it as a time-out. Close the connection and ask anew on "
	    "another one; or number the questions, and drop an answer to an "
	    "old one.",
	.pages = "recv(2) socket(7) poll(2)",
	.next = "recv-empty send-timeout",
};

static void
say(const char *actor, int fd, const char *role, char byte)
{
	ssize_t n = send(fd, &byte, 1, 0);

	eag_call(actor, n, "send(%s, \"%c\", 1 byte)", role, byte);
}

/* One byte, once it is there. */
static char
hear(const char *actor, int fd, const char *role)
{
	char byte = '?';
	ssize_t n;

	eag_need(eag_await(fd, POLLIN, 5000) > 0, "poll");
	n = recv(fd, &byte, 1, 0);
	eag_call(actor, n, "recv(%s, \"%c\", 1 byte)", role, byte);
	return byte;
}

int
main(int argc, char *argv[])
{
	const struct timeval limit = { .tv_usec = 100000 };
	long long began, waited;
	int sock, conn, ret, stops;
	char byte = '?';
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("expire", "a blocking recv() with a time limit; no answer");
	eag_pair(0, &sock, 0, &conn);
	ret = setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("client", ret, "setsockopt(sock, SO_RCVTIMEO, {100 ms})");
	say("client", sock, "sock", '1');
	stops = eag_stops();
	began = eag_time(CLOCK_MONOTONIC);
	n = recv(sock, &byte, 1, 0);
	waited = eag_time(CLOCK_MONOTONIC) - began;
	/* signal(7): with a time limit it is not begun anew. */
	if (n == -1 && errno == EINTR && eag_stops() != stops)
		eag_skip("a run that is not stopped in recv(): EINTR then");
	eag_call("client", n, "recv(sock, 1 byte)");
	eag_claim("timeout-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 0,
	    "recv() answers EAGAIN, and O_NONBLOCK is not set");
	/* A limit ends on a tick of the kernel's clock, or one earlier. */
	eag_claim("it-waited", waited > limit.tv_usec * 1000LL / 2,
	    "it did wait, and only then gave up");
	eag_timing("it waited", (long)(waited / 1000000), "ms");
	eag_claim("poll-agrees", eag_poll("client", sock, POLLIN, "sock") == 0,
	    "poll() says nothing: there is no answer yet");

	eag_step("late", "the answer comes; the client asks its next question");
	say("server", conn, "conn", hear("server", conn, "conn"));
	say("client", sock, "sock", '2');
	eag_claim("late-answer", hear("client", sock, "sock") == '1',
	    "the same recv() has bytes now: to question 2 the answer is 1");

	eag_step(
	    "behind", "the server answers that too; the client asks again");
	say("server", conn, "conn", hear("server", conn, "conn"));
	say("client", sock, "sock", '3');
	eag_claim("stays-behind", hear("client", sock, "sock") == '2',
	    "to question 3 the answer is 2: it never catches up");

	eag_step("cure", "the client closes, and asks on a new connection");
	eag_call("client", close(sock), "close(sock)");
	eag_pair(0, &sock, 0, &conn);
	say("client", sock, "sock", '4');
	say("server", conn, "conn", hear("server", conn, "conn"));
	eag_claim("in-step", hear("client", sock, "sock") == '4',
	    "to question 4 the answer is 4: a new connection is in step");

	return eag_end();
}
