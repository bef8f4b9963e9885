/* SPDX-License-Identifier: MIT */
/*
 * reuse-happy-eyeballs: two connects race, as in RFC 8305.  race() cancels and
 * closes the loser in one order or the other, and gives its number to the next
 * connect.
 */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "connect_attempt.h"
#include "eagain.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-happy-eyeballs",
	.title = "two connects race: the loser is closed last, or first",
	.class = "started",
	.calls = "close socket connect epoll_ctl poll",
	.errnos = "EINPROGRESS",
	.poll = "POLLOUT of the winner, and nobody is told",
	.belief = "The order in which the loser is closed does not matter.",
	.why =
	    "Whoever answers first wins; the other connect is still under way. "
	    "If it is cancelled, and closed after its clean-up, nothing of it "
	    "is left in the loop's books and the kernel's set. If it is closed "
	    "before, its entry stays, and the number's next owner is deaf.",
	.react = "The order matters, not the number of attempts: cancel, let "
		 "the clean-up run, close.",
	.pages = "connect(2) epoll(7)",
	.next = "reuse-cancelled-connect connect-already",
};

enum order { CLOSE_LAST, CLOSE_FIRST };

/*
 * The first address does not answer, the second does.  The first attempt is
 * cancelled and closed, and its number goes to the next connect.
 */
static void
race(struct loop *loop, int stuck, int listener, enum order order,
    struct attempt *first, struct attempt *second, struct attempt *next)
{
	loop_open(loop, ON_EPOLL);
	attempt_start(loop, first, "first", stuck, BY_OWNER);
	loop_turn(loop); /* stands for RFC 8305's delay of 250 ms */
	attempt_start(loop, second, "second", listener, BY_OWNER);
	eag_need(eag_wait("second", second->number, POLLOUT, "M") == POLLOUT,
	    "poll");
	loop_turn(loop);
	loop_turn(loop);
	attempt_cancel(loop, first);
	if (order == CLOSE_LAST)
		loop_turn(loop); /* the clean-up runs */
	attempt_close(first, "first");
	loop_show(loop, first->number);
	attempt_start(loop, next, "next", listener, BY_OWNER);
	same_number(next->number, first->number, "socket");
}

/* Is the next connect told that it is done?  After that all is closed. */
static int
heard(struct loop *loop, struct attempt *second, struct attempt *next)
{
	loop_turn(loop); /* here the clean-up runs at the latest */
	eag_need(
	    eag_wait("next", next->number, POLLOUT, "N") == POLLOUT, "poll");
	loop_show(loop, next->number);
	loop_turn(loop);
	loop_turn(loop);
	close(second->number);
	close(next->number);
	loop_close(loop);
	return next->connected.called > 0 && next->error == 0;
}

int
main(int argc, char *argv[])
{
	struct attempt first, second, next;
	static struct loop loop;
	int stuck, listener, works;
	long before;

	eag_start(&demo, argc, argv);
	stuck = eag_listener(0, 0);
	eag_fill_queue(stuck);
	listener = eag_listener(0, 16);
	before = eag_descriptors(getpid());
	eag_need_proc(before != -1, "/proc/self/fd");

	eag_step("close-last", "the loser: cancelled, cleaned up, closed");
	race(&loop, stuck, listener, CLOSE_LAST, &first, &second, &next);
	eag_claim("winner",
	    second.connected.called == 1 && second.error == 0 &&
		first.connected.called == 0,
	    "the second is connected, while the first is still under way");
	eag_claim("nothing-left",
	    loop.entries[first.number].writer == &next.connected &&
		loop_kernel_has(&loop, first.number) == 1,
	    "no book has the loser's entry: it is the next one's");
	works = heard(&loop, &second, &next);
	eag_claim("next-works", works && first.deferred.called == 1,
	    "the next one is heard");
	eag_claim("no-descriptor", eag_descriptors(getpid()) == before,
	    "as many descriptors are open as before the race");

	eag_step("close-first", "the loser: cancelled, closed, cleaned up");
	race(&loop, stuck, listener, CLOSE_FIRST, &first, &second, &next);
	works = heard(&loop, &second, &next);
	eag_claim("next-is-deaf", !works && first.deferred.called == 1,
	    "the next one is deaf: it is the order that matters");

	return eag_end();
}
