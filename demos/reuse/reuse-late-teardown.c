/* SPDX-License-Identifier: MIT */
/*
 * reuse-late-teardown: a transport T whose socket was closed behind its back,
 * and B, the transport that gets its number.  B asks nobody, as in Python up to
 * 3.11; in the last step it asks, as from 3.12 on: cpython 88968, pull request
 * 98010.
 */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "loop.h"
#include "readable.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-late-teardown",
	.title = "deaf, healed, and deaf again by a ghost",
	.class = "wait",
	.calls = "epoll_ctl close send poll",
	.errnos = "ENOENT",
	.poll = "POLLIN, and nobody is told",
	.belief = "A loop that works again is healed.",
	.why =
	    "Registering a number with the mask that the book already has "
	    "makes no system call, so the kernel never hears of B. And a tear- "
	    "down that goes by number removes what is there now, not what was "
	    "there once.",
	.react =
	    "Compare the owner in every removal, and ask for one before a "
	    "transport takes a number. A transport whose descriptor was closed "
	    "behind its back owns nothing any more.",
	.pages = "epoll_ctl(2) close(2)",
	.next = "reuse-used-by-transport reuse-cancelled-connect",
};

/* The peer sends a byte; is the transport told of it? */
static int
hears(struct loop *loop, struct transport *transport, int peer)
{
	unsigned long before = transport->reader->called;

	eag_call("peer", send(peer, "x", 1, 0), "send(sock, 1 byte)");
	eag_need(
	    eag_wait("B", transport->number, POLLIN, "N") == POLLIN, "poll");
	loop_turn(loop);
	loop_show(loop, transport->number);
	return transport->reader->called > before;
}

int
main(int argc, char *argv[])
{
	int number;
	struct handle old = { .call = read_byte },
		      new = { .call = read_byte, .argument = &number };
	struct transport ghost = { .name = "T", .reader = &old };
	struct transport b = { .name = "B", .reader = &new };
	static struct loop loop;
	int again, peer;

	eag_start(&demo, argc, argv);
	loop_open(&loop, ON_EPOLL);

	eag_step("deaf", "T's socket is closed behind it; B gets the number");
	eag_pair(0, &number, 0, &peer);
	eag_need(loop_adopt(&loop, &ghost, number, WITHOUT_ASKING) == 0,
	    "epoll_ctl");
	eag_call("app", close(number), "close(N)");
	eag_pair(0, &again, 0, &peer);
	same_number(again, number, "connect");
	eag_need(
	    loop_adopt(&loop, &b, number, WITHOUT_ASKING) == 0, "epoll_ctl");
	eag_claim("deaf", !hears(&loop, &b, peer),
	    "B is deaf: the book had that mask, so no system call was made");

	eag_step("healed", "B pauses reading, and resumes");
	loop_remove_reader(&loop, number);
	eag_need(loop_add_reader(&loop, number, &new) == 0, "epoll_ctl");
	new.cancelled = 0;
	eag_claim("healed", hears(&loop, &b, peer),
	    "now it is registered, and hears");

	eag_step("deaf-again", "T's tear-down comes at last, by number");
	loop_tear_down(&loop, &ghost);
	eag_claim("deaf-again", !hears(&loop, &b, peer),
	    "B is deaf again: the ghost took its registration away");

	eag_step("cured", "the same, if the tear-down asks whose number it is");
	eag_need(
	    loop_adopt(&loop, &b, number, WITHOUT_ASKING) == 0, "epoll_ctl");
	new.cancelled = 0;
	if (loop.entries[number].owner == &ghost) /* its own alone */
		loop_tear_down(&loop, &ghost);
	eag_claim("cured", hears(&loop, &b, peer), "B hears");
	loop_tear_down(&loop, &b);

	eag_step("from-3.12", "a ghost again, and a new transport that asks");
	eag_need(loop_adopt(&loop, &ghost, number, WITHOUT_ASKING) == 0,
	    "epoll_ctl");
	eag_call("app", close(number), "close(N)");
	eag_pair(0, &again, 0, &peer);
	same_number(again, number, "connect");
	eag_claim("refused", loop_adopt(&loop, &b, number, IF_UNUSED) == -1,
	    "it is refused and not deaf: the caller is told");
	eag_claim("ghost-stays", loop_used_by(&loop, number) == &ghost,
	    "the number stays the ghost's");

	return eag_end();
}
