/* SPDX-License-Identifier: MIT */
/*
 * recv-late-answer: a client takes the EAGAIN of its time limit for "nothing
 * came", and asks its next question on the same connection.  A question is a
 * digit, and the right answer is that digit.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "recv-late-answer",
	.title = "after a time-out the next recv() gets the last answer",
	.class = "timeout",
	.calls = "recv setsockopt send close poll",
	.errnos = "EAGAIN",
	.poll = "nothing, and later POLLIN: for the old answer",
	.belief = "After a time-out I can ask the next question.",
	.why =
	    "A time limit ends the wait, not the question. That is still with "
	    "the server, and its answer will come: the next recv() takes it "
	    "for the answer to the next question.",
	.react =
	    "Close the connection and ask anew on another one; or number the "
	    "questions, and drop an answer to an old one.",
	.pages = "recv(2) socket(7)",
	.next = "recv-timeout recv-part recv-eof",
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
	const int stops = eag_stops();
	int sock, conn, ret;
	char byte;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("limit", "the client asks, and its time is up");
	eag_pair(0, &sock, 0, &conn);
	ret = setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("client", ret, "setsockopt(sock, SO_RCVTIMEO, {%ld ms})",
	    (long)limit.tv_usec / 1000);
	say("client", sock, "sock", '1');
	n = recv(sock, &byte, 1, 0);
	/* signal(7): with a time limit it is not begun anew. */
	if (n == -1 && errno == EINTR && eag_stops() != stops)
		eag_skip("a run that is not stopped in recv(): EINTR then");
	eag_call("client", n, "recv(sock, 1 byte)");
	eag_claim("timed-out", n == -1 && errno == EAGAIN,
	    "EAGAIN: no answer has come in time");
	eag_poll("client", sock, POLLIN, "sock");

	eag_step("late", "the answer comes; the client asks its next question");
	say("server", conn, "conn", hear("server", conn, "conn"));
	eag_wait("client", sock, POLLIN, "sock");
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
