/* SPDX-License-Identifier: MIT */
/*
 * reuse-cancelled-connect: six cells of a matrix, three orders of closing and
 * cleaning up by two kinds of clean-up.  asyncio itself gives the same answers
 * under epoll: its clean-up goes by number up to Python 3.8, and by owner from
 * 3.9 on.  (Under poll() and select() closing first works from 3.9 on:
 * reuse-dead-callback.)
 */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "connect_attempt.h"
#include "eagain.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-cancelled-connect",
	.title = "a cancelled connect, and who gets its number next",
	.class = "started",
	.calls = "close socket connect epoll_ctl poll",
	.errnos = "ENOENT EINPROGRESS",
	.poll = "POLLOUT of the new socket, and nobody is told",
	.belief = "Whoever cancels a connect may close the socket at once.",
	.why =
	    "close() frees the number at once, and socket() takes the lowest "
	    "free one. The kernel forgets the closed socket by itself. The "
	    "loop's books go by number, and still have the old entry.",
	.react =
	    "Deregister, let the deferred clean-up run, then close: close "
	    "last. And let every clean-up ask whether the number still belongs "
	    "to its owner.",
	.pages = "epoll(7) epoll_ctl(2) close(2) connect(2)",
	.next = "reuse-happy-eyeballs reuse-adopted reuse-late-teardown "
		"reuse-dead-callback",
};

enum order { CLOSE_FIRST, DEREGISTER_FIRST, CLOSE_LAST };

/*
 * One cell of the matrix.  A's connect is stuck at a full accept queue.  B's is
 * done at once, and poll() says so: the loop must hear of it in one turn.
 */
static void
cell(const int listeners[2], enum order order, enum clean_up how,
    const char *id, int works, int *owned)
{
	static struct loop loop;
	struct attempt a, b;
	int stale, writable, entries;

	loop_open(&loop, ON_EPOLL);
	attempt_start(&loop, &a, "A", listeners[0], how);
	attempt_cancel(&loop, &a);
	if (order == DEREGISTER_FIRST)
		loop_remove_writer(&loop, a.number);
	if (order == CLOSE_LAST)
		loop_turn(&loop); /* the clean-up runs */
	attempt_close(&a, "A");
	stale = loop.entries[a.number].writer == &a.connected;

	attempt_start(&loop, &b, "B", listeners[1], how);
	same_number(b.number, a.number, "socket");
	loop_turn(&loop); /* here the clean-up runs at the latest */
	writable = eag_wait("B", b.number, POLLOUT, "N") == POLLOUT;
	loop_show(&loop, b.number);
	*owned += loop_used_by(&loop, b.number) != NULL;
	entries = loop_kernel_has(&loop, b.number);
	loop_turn(&loop);
	loop_turn(&loop);
	eag_measure(id, b.connected.called > 0, "(1 works, 0 deaf)");
	if (works)
		eag_claim(id,
		    b.connected.called > 0 && b.error == 0 && entries == 1,
		    "B works: the loop hears that it is connected");
	else
		eag_claim(id,
		    writable && b.connected.called == 0 && entries == 0 &&
			stale == (order == CLOSE_FIRST),
		    "B is deaf: it is writable, and nobody will ever be told");
	close(b.number);
	loop_close(&loop);
}

int
main(int argc, char *argv[])
{
	int listeners[2], owned = 0;

	eag_start(&demo, argc, argv);
	listeners[0] = eag_listener(0, 0);
	listeners[1] = eag_listener(0, 16);
	eag_fill_queue(listeners[0]);

	eag_step("close-first", "cancel, close; the clean-up runs later");
	cell(listeners, CLOSE_FIRST, BY_NUMBER, "close-first-by-number", 0,
	    &owned);
	cell(listeners, CLOSE_FIRST, BY_OWNER, "close-first-by-owner", 0,
	    &owned);

	eag_step("deregister-first", "cancel, deregister, close");
	cell(listeners, DEREGISTER_FIRST, BY_NUMBER,
	    "deregister-first-by-number", 0, &owned);
	cell(listeners, DEREGISTER_FIRST, BY_OWNER, "deregister-first-by-owner",
	    1, &owned);

	eag_step("close-last", "cancel, let the clean-up run, close");
	cell(listeners, CLOSE_LAST, BY_NUMBER, "close-last-by-number", 1,
	    &owned);
	cell(listeners, CLOSE_LAST, BY_OWNER, "close-last-by-owner", 1, &owned);
	eag_claim("never-the-message", owned == 0,
	    "no transport has the number: the message has another cause");

	return eag_end();
}
