/* SPDX-License-Identifier: MIT */
/*
 * accept-stolen: two processes wait at one listener, and poll() tells both that
 * a client is there.  One of them takes it.  Gates put the two in order: both
 * have been told before either calls accept().  With a blocking listener the
 * second one would wait for a client that may never come.
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
	.name = "accept-stolen",
	.title = "poll() says POLLIN, and accept() says EAGAIN",
	.class = "wait",
	.calls = "accept poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN before, nothing afterwards",
	.belief = "poll() said POLLIN, so accept() cannot fail or wait.",
	.why =
	    "POLLIN says what was so at that moment, to everybody who waits. "
	    "The accept queue held one client, and the other process took it. "
	    "For the second accept() the queue is empty: EAGAIN.",
	.react =
	    "Make every listener non-blocking that more than one waits at. "
	    "Take EAGAIN as \"somebody else was faster\": go back to poll(), "
	    "and do not log it.",
	.pages = "accept(2) poll(2) select(2)",
	.next = "accept-empty accept-reset",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* The child is told of the client, waits for its turn, and takes the client. */
static _Noreturn void
take_client(int listener, int say, int turn)
{
	struct eag_answer answer = { 0 }; /* its padding is sent, too */

	eag_answer(&answer, eag_await(listener, POLLIN, 5000));
	eag_need(
	    write(say, &answer, sizeof(answer)) == sizeof(answer), "write");
	eag_pass_gate(turn);
	eag_answer(&answer, accept(listener, NULL, NULL));
	eag_need(
	    write(say, &answer, sizeof(answer)) == sizeof(answer), "write");
	_exit(0);
}

int
main(int argc, char *argv[])
{
	int listener, child, said[2], turn[2], revents, client, conn;
	struct eag_answer answer;
	long taken, told;

	eag_start(&demo, argc, argv);

	eag_step("told", "parent and child wait at a listener; a client comes");
	listener = eag_listener(blocking ? 0 : SOCK_NONBLOCK, 8);
	eag_gate(said);
	eag_gate(turn);
	child = eag_child();
	if (child == 0)
		take_client(listener, said[1], turn[0]);
	close(said[1]);
	eag_client(listener);
	revents = eag_wait("parent", listener, POLLIN, "listener");
	eag_need(
	    read(said[0], &answer, sizeof(answer)) == sizeof(answer), "read");
	told = eag_answered(&answer);
	eag_call("child", told > 0 ? 1 : told, "poll(listener, POLLIN)");
	eag_claim("both-are-told", revents == POLLIN && told == POLLIN,
	    "poll() says POLLIN to both of them");

	eag_step("stolen", "the child accepts first, then the parent");
	eag_open_gate(turn[1]);
	eag_need(
	    read(said[0], &answer, sizeof(answer)) == sizeof(answer), "read");
	taken = eag_answered(&answer);
	eag_call("child", taken, "accept(listener) = conn");
	conn = accept(listener, NULL, NULL);
	eag_call("parent", conn, "accept(listener) = conn");
	eag_claim("second-is-eagain",
	    taken != -1 && conn == -1 && errno == EAGAIN &&
		eag_nonblocking(listener) == 1,
	    "the child gets the client, and the parent gets EAGAIN");
	eag_claim("poll-agrees",
	    eag_poll("parent", listener, POLLIN, "listener") == 0,
	    "poll() agrees now: no client is there");
	eag_wait_child(child);

	eag_step("next", "another client; the very same call again");
	client = eag_client(listener);
	eag_wait("parent", listener, POLLIN, "listener");
	conn = accept(listener, NULL, NULL);
	eag_call("parent", conn, "accept(listener) = conn");
	eag_claim("then-succeeds", conn != -1 && eag_is_pair(client, conn),
	    "nobody is faster this time: accept() succeeds");

	return eag_end();
}
