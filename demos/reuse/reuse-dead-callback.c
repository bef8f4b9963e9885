/* SPDX-License-Identifier: MIT */
/*
 * reuse-dead-callback: the race of reuse-cancelled-connect with poll()
 * underneath, as in asyncio's PollSelector.  inherit() gives the number of a
 * dead connect away; then the loop makes 100 turns, and the calls of the dead
 * one's callback are counted.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "connect_attempt.h"
#include "eagain.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-dead-callback",
	.title = "under poll() a new socket gets the dead one's callback",
	.class = "started",
	.calls = "poll connect close socket",
	.errnos = "EINPROGRESS",
	.poll = "POLLNVAL while nobody has the number",
	.belief = "A callback dies with its socket.",
	.why =
	    "poll() gets a list of numbers. After close() the number is "
	    "nobody's, and poll() says POLLNVAL. When the number is given out "
	    "again, the entry is valid again, and its callback is still the "
	    "old one, until the clean-up takes the entry out.",
	.react = "Take the entry out of the list before close().",
	.pages = "poll(2) close(2) socket(2)",
	.next = "reuse-endless-callback reuse-cancelled-connect",
};

/*
 * A's connect is stuck.  It is cancelled, or not, and closed; its number goes
 * to a socket that nobody registers.  Does the loop wait after that?
 */
static int
inherit(int full, int cancelled, struct attempt *a)
{
	static struct loop loop;
	int number;

	loop_open(&loop, ON_POLL);
	attempt_start(&loop, a, "A", full, BY_OWNER);
	if (cancelled)
		attempt_cancel(&loop, a);
	attempt_close(a, "A");
	number = socket(AF_INET, SOCK_DGRAM, 0);
	eag_call("B", number, "socket() = N");
	same_number(number, a->number, "socket");
	for (int turn = 0; turn < 100; turn++)
		loop_turn(&loop);
	loop_show(&loop, number);
	close(number);
	return loop.queued == 0 && loop.entries[number].writer == NULL;
}

/* A is cancelled and closed; B connects with its number.  Is B told? */
static int
connects(const int listeners[2], enum clean_up how)
{
	static struct loop loop;
	struct attempt a, b;

	loop_open(&loop, ON_POLL);
	attempt_start(&loop, &a, "A", listeners[0], how);
	attempt_cancel(&loop, &a);
	attempt_close(&a, "A");
	attempt_start(&loop, &b, "B", listeners[1], how);
	same_number(b.number, a.number, "socket");
	loop_turn(&loop); /* here the clean-up runs at the latest */
	eag_need(eag_wait("B", b.number, POLLOUT, "N") == POLLOUT, "poll");
	loop_show(&loop, b.number);
	for (int turn = 0; turn < 3; turn++)
		loop_turn(&loop);
	close(b.number);
	return b.connected.called > 0;
}

int
main(int argc, char *argv[])
{
	static struct loop loop;
	struct attempt a;
	int listeners[2], waits, revents;

	eag_start(&demo, argc, argv);
	listeners[0] = eag_listener(0, 0);
	listeners[1] = eag_listener(0, 16);
	eag_fill_queue(listeners[0]);

	eag_step("nobody", "closed, not cancelled, and not yet reused");
	loop_open(&loop, ON_POLL);
	attempt_start(&loop, &a, "A", listeners[0], BY_OWNER);
	attempt_close(&a, "A");
	revents = eag_poll("loop", a.number, POLLOUT, "N");
	for (int turn = 0; turn < 100; turn++)
		loop_turn(&loop);
	eag_claim("nobody",
	    revents == POLLNVAL && a.connected.called == 1 && a.error == EBADF,
	    "POLLNVAL; A's callback finds EBADF, once, and takes itself out");

	eag_step("never", "cancelled; the number goes to a socket");
	waits = inherit(listeners[0], 1, &a);
	eag_claim("never", a.connected.called == 0 && waits,
	    "0 calls: the clean-up is in the queue before the event");

	eag_step("once", "not cancelled; the number goes to a socket");
	waits = inherit(listeners[0], 0, &a);
	eag_claim("once", a.connected.called == 1 && a.error == EBADF && waits,
	    "1 call, for an event of B: A fails with EBADF");

	eag_step("connect", "cancelled; the number goes to another connect");
	eag_claim("by-number", !connects(listeners, BY_NUMBER),
	    "up to Python 3.8: A's clean-up takes B's entry, and B is deaf");
	eag_claim("by-owner", connects(listeners, BY_OWNER),
	    "from 3.9 on it asks whose entry that is, and B works");

	return eag_end();
}
