/* SPDX-License-Identifier: MIT */
/*
 * recv-timeout: a client asks on a blocking socket with SO_RCVTIMEO, and the
 * server thinks for longer than that.  A question is a digit, and the right
 * answer is that digit.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "recv-timeout",
	.title = "SO_RCVTIMEO: recv() on a blocking socket says EAGAIN",
	.class = "timeout",
	.calls = "recv setsockopt send poll",
	.errnos = "EAGAIN",
	.poll = "nothing",
	.belief = "A blocking socket never says EAGAIN.",
	.why =
	    "SO_RCVTIMEO limits how long recv() waits. The kernel has no errno "
	    "of its own for the end of that time: it says EAGAIN. The question "
	    "is still with the server, and its answer will come.",
	.react =
	    "Treat it as a time-out: wait once more for the same answer, or "
	    "close the connection. Do not ask the next question on it.",
	.pages = "recv(2) socket(7) poll(2)",
	.next = "recv-late-answer recv-empty send-timeout",
};

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
	eag_call("client", ret, "setsockopt(sock, SO_RCVTIMEO, {%ld ms})",
	    (long)limit.tv_usec / 1000);
	n = send(sock, "1", 1, 0);
	eag_call("client", n, "send(sock, \"1\", 1 byte)");
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

	eag_step("again", "the answer comes; the very same call again");
	n = send(conn, "1", 1, 0);
	eag_call("server", n, "send(conn, \"1\", 1 byte)");
	n = recv(sock, &byte, 1, 0);
	eag_call("client", n, "recv(sock, 1 byte)");
	eag_claim("then-succeeds", n == 1 && byte == '1',
	    "recv() gives it: the limit has ended the wait, nothing else");

	return eag_end();
}
