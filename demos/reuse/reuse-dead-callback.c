/* SPDX-License-Identifier: MIT */
/*
 * reuse-dead-callback: the race of reuse-cancelled-connect with poll()
 * underneath, as in asyncio's PollSelector.  inherit() gives the number of a
 * dead connect away and counts, in 1000 turns of the loop, how often the dead
 * one's callback is called.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "attempt.h"
#include "descriptors.h"
#include "eagain.h"
#include "readable.h"

static const struct eag_demo demo = {
	.name = "reuse-dead-callback",
	.title = "under poll() a new socket gets the dead one's callback",
	.class = "started",
	.calls = "poll connect close socket accept send",
	.errnos = "EINPROGRESS",
	.poll = "POLLNVAL while nobody has the number",
	.belief = "A callback dies with its socket.",
	.why =
	    "poll() gets a list of numbers. After close() the number is "
	    "nobody's, and poll() says POLLNVAL. When the number is given out "
	    "again, the entry is valid again, and its callback is still the "
	    "old one. The clean-up takes the entry out; it is refused if a "
	    "transport has the number by then.",
	.react =
	    "Take the entry out of the list before close(). A callback that is "
	    "called a thousand times and reads nothing is a sign of this.",
	.pages = "poll(2) close(2) socket(2)",
	.next = "reuse-cancelled-connect",
};

enum heir { SOCKET, TRANSPORT };

/*
 * A's connect is stuck.  It is cancelled, or not, and closed, at once or after
 * its clean-up.  The number goes to a socket that nobody registers, or to a
 * transport with a byte to read.  Then the loop makes 1000 turns.
 */
static void
inherit(const int listeners[2], int cancelled, int last, enum heir heir,
    struct attempt *a, unsigned long *heard, int *waits)
{
	static struct loop loop;
	struct transport b = { .name = "B" };
	int client = eag_client(listeners[1]), number;
	struct handle reader = { .call = read_byte, .argument = &number };

	loop_open(&loop, ON_POLL);
	attempt_start(&loop, a, "A", listeners[0], BY_OWNER);
	if (cancelled)
		attempt_cancel(&loop, a);
	if (last)
		loop_turn(&loop);
	attempt_close(a, "A");
	number = heir == SOCKET ? socket(AF_INET, SOCK_DGRAM, 0) :
				  accept(listeners[1], NULL, NULL);
	eag_call("B", number,
	    heir == SOCKET ? "socket() = N" : "accept(listener) = N");
	same_number(number, a->number, heir == SOCKET ? "socket" : "accept");
	b.reader = &reader;
	if (heir == TRANSPORT) {
		eag_need(
		    loop_adopt(&loop, &b, number, WITHOUT_ASKING) == 0, "poll");
		eag_call("client", send(client, "x", 1, 0), "send(1 byte)");
		eag_need(eag_wait("B", number, POLLIN, "N") == POLLIN, "poll");
	}
	for (int turn = 0; turn < 1000; turn++)
		loop_turn(&loop);
	loop_show(&loop, number);
	*heard = reader.called;
	*waits = loop.queued == 0 && loop.entries[number].writer == NULL;
	close(number);
	if (heir == SOCKET)
		take_and_close(listeners[1]);
	close(client);
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
	take_and_close(listeners[1]);
	return b.connected.called > 0;
}

int
main(int argc, char *argv[])
{
	static struct loop loop;
	unsigned long heard;
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
	for (int turn = 0; turn < 1000; turn++)
		loop_turn(&loop);
	eag_claim("nobody",
	    revents == POLLNVAL && a.connected.called == 1 && a.error == EBADF,
	    "POLLNVAL; A's callback finds EBADF, once, and takes itself out");

	eag_step("never", "cancelled; the number goes to a socket");
	inherit(listeners, 1, 0, SOCKET, &a, &heard, &waits);
	eag_claim("never", a.connected.called == 0 && waits,
	    "0 calls: the clean-up is in the queue before the event");

	eag_step("once", "not cancelled; the number goes to a socket");
	inherit(listeners, 0, 0, SOCKET, &a, &heard, &waits);
	eag_claim("once", a.connected.called == 1 && a.error == EBADF && waits,
	    "1 call, for an event of B: A fails with EBADF");

	eag_step("endless", "cancelled; the number goes to a transport");
	inherit(listeners, 1, 0, TRANSPORT, &a, &heard, &waits);
	eag_claim("refused", a.refused,
	    "the clean-up is refused: the number is a transport's");
	eag_claim("endless", a.connected.called == 1000 && !waits,
	    "1000 turns, 1000 calls: the loop never waits again");
	eag_claim(
	    "works", heard == 1, "B works meanwhile, so nobody complains");

	eag_step(
	    "uncancelled", "not cancelled; the number goes to a transport");
	inherit(listeners, 0, 0, TRANSPORT, &a, &heard, &waits);
	eag_claim("uncancelled",
	    a.refused && a.connected.called == 1000 && heard == 1,
	    "the same: after EBADF the clean-up is refused");

	eag_step("connect", "cancelled; the number goes to another connect");
	eag_claim("by-number", !connects(listeners, BY_NUMBER),
	    "up to Python 3.8: A's clean-up takes B's entry, and B is deaf");
	eag_claim("by-owner", connects(listeners, BY_OWNER),
	    "from 3.9 on it asks whose entry that is, and B works");

	eag_step("cured", "closed after the clean-up has run");
	inherit(listeners, 1, 1, TRANSPORT, &a, &heard, &waits);
	eag_claim("cured",
	    a.connected.called == 0 && !a.refused && heard == 1 && waits,
	    "0 calls, nothing refused, and B works");

	return eag_end();
}
