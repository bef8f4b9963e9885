/* SPDX-License-Identifier: MIT */
/*
 * reuse-endless-callback: reuse-dead-callback, and the number's next owner is a
 * transport: an accepted connection with a byte to read.  inherit() counts, in
 * 100 turns of the loop, how often the dead one's callback is called.
 */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "connect_attempt.h"
#include "eagain.h"
#include "readable.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-endless-callback",
	.title = "under poll() a dead callback is called without end",
	.class = "started",
	.calls = "poll connect close socket accept send",
	.errnos = "EINPROGRESS",
	.poll = "POLLOUT for the dead one's entry, each time",
	.belief = "A loop that never rests has work to do.",
	.why = "The dead connect's entry waits for POLLOUT of a number that a "
	       "transport has now, and its socket has room. The clean-up would "
	       "take the entry out; it is refused, because the number is a "
	       "transport's.",
	.react =
	    "Let the clean-up run before close(). A callback that is called a "
	    "hundred times and does nothing is a sign of this.",
	.pages = "poll(2) close(2) accept(2)",
	.next = "reuse-dead-callback reuse-adopted",
};

/*
 * A's connect is stuck.  It is cancelled, or not, and closed, at once or after
 * its clean-up; its number goes to a transport.  How many bytes does that read?
 */
static unsigned long
inherit(const int listeners[2], int cancelled, int last, struct attempt *a,
    int *waits)
{
	static struct loop loop;
	int client = eag_client(listeners[1]), number;
	struct handle reader = { .call = read_byte, .argument = &number };
	struct transport b = { .name = "B", .reader = &reader };

	loop_open(&loop, ON_POLL);
	attempt_start(&loop, a, "A", listeners[0], BY_OWNER);
	if (cancelled)
		attempt_cancel(&loop, a);
	if (last)
		loop_turn(&loop); /* the clean-up runs */
	attempt_close(a, "A");
	number = accept(listeners[1], NULL, NULL);
	eag_call("B", number, "accept(listener) = N");
	same_number(number, a->number, "accept");
	eag_need(loop_adopt(&loop, &b, number, WITHOUT_ASKING) == 0, "poll");
	eag_call("client", send(client, "x", 1, 0), "send(1 byte)");
	eag_need(eag_wait("B", number, POLLIN, "N") == POLLIN, "poll");
	for (int turn = 0; turn < 100; turn++)
		loop_turn(&loop);
	loop_show(&loop, number);
	*waits = loop.queued == 0 && loop.entries[number].writer == NULL;
	close(number);
	close(client);
	return reader.called;
}

int
main(int argc, char *argv[])
{
	struct attempt a;
	unsigned long heard;
	int listeners[2], waits;

	eag_start(&demo, argc, argv);
	listeners[0] = eag_listener(0, 0);
	listeners[1] = eag_listener(0, 16);
	eag_fill_queue(listeners[0]);

	eag_step("endless", "cancelled; the number goes to a transport");
	heard = inherit(listeners, 1, 0, &a, &waits);
	eag_claim("refused", a.refused,
	    "the clean-up is refused: the number is a transport's");
	eag_claim("endless", a.connected.called == 100 && !waits,
	    "100 turns, 100 calls: the loop never waits again");
	eag_claim(
	    "works", heard == 1, "B works meanwhile, so nobody complains");

	eag_step(
	    "uncancelled", "not cancelled; the number goes to a transport");
	heard = inherit(listeners, 0, 0, &a, &waits);
	eag_claim("uncancelled",
	    a.refused && a.connected.called == 100 && heard == 1,
	    "the same: after EBADF the clean-up is refused");

	eag_step("cured", "closed after the clean-up has run");
	heard = inherit(listeners, 1, 1, &a, &waits);
	eag_claim("cured",
	    a.connected.called == 0 && !a.refused && heard == 1 && waits,
	    "0 calls, nothing refused, and B works");

	return eag_end();
}
