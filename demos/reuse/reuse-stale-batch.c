/* SPDX-License-Identifier: MIT */
/*
 * reuse-stale-batch: epoll_wait() returns two events.  The first one's handler
 * closes the second one's connection and accepts a new one, which gets its
 * number.  reaches() treats the second event in five ways.
 */
#define _GNU_SOURCE /* accept4() */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "readable.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-stale-batch",
	.title = "an event for a connection closed in the same batch",
	.class = "wait",
	.calls = "epoll_wait epoll_ctl close accept4 recv "
		 "poll",
	.errnos = "EAGAIN",
	.poll = "no POLLIN: the event was of the one before",
	.belief = "All that epoll_wait() returned stays true meanwhile.",
	.why =
	    "The batch is a copy: an event stays in it when its connection is "
	    "closed. An event carries what was registered with it, so put more "
	    "into that than a number that can be given out again.",
	.react =
	    "Keep a generation with the number, or close at the end of the "
	    "batch. And let every handler treat EAGAIN as no event.",
	.pages = "epoll_wait(2) epoll_ctl(2)",
	.next = "reuse-epoll-ghost reuse-cancelled-connect",
};

enum guard { NONE, GENERATION, INVALIDATE, DEFER, MASK };
struct slot {
	uint32_t generation, mask;
};

static void
watch(int epoll, int fd, const char *role, struct slot *slots)
{
	struct epoll_event event = { .events = EPOLLIN };
	int ret;

	slots[fd].mask = EPOLLIN;
	event.data.u64 = (uint64_t)++slots[fd].generation << 32 | (unsigned)fd;
	ret = epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
	eag_call("loop", ret, "epoll_ctl(epoll, ADD, %s, EPOLLIN)", role);
}

/* With this guard, does the dead one's event reach the new connection? */
static int
reaches(int listener, enum guard guard)
{
	static struct slot slots[1024];
	const char *role = guard == DEFER ? "C" : "N";
	struct epoll_event batch[8] = { 0 };
	int client[3], conn[2], epoll = epoll_create1(0), n, dead, heir;
	int passes, reached = 0;
	char byte;

	eag_need(epoll != -1, "epoll_create1");
	for (int i = 0; i < 2; i++) {
		conn[i] = readable(SOCK_NONBLOCK, &client[i]);
		if (conn[i] >= 1024 - 8)
			eag_skip("descriptors below 1024");
		watch(epoll, conn[i], i == 0 ? "M" : "N", slots);
	}
	client[2] = eag_client(listener);
	n = epoll_wait(epoll, batch, 8, 0);
	eag_epoll_wait("loop", n, batch[0].events, "epoll_wait(epoll, 0 ms)");
	errno = ENODATA;
	eag_need(n == 2, "two events in one batch");
	/* The first event's handler. */
	dead = (int)(uint32_t)batch[1].data.u64;
	if (dead != conn[1])
		eag_skip("events in the order in which they came");
	if (guard != DEFER)
		eag_call("first", close(dead), "close(N)");
	if (guard == INVALIDATE)
		batch[1].events = 0;
	heir = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	eag_call("first", heir, "accept4(listener, SOCK_NONBLOCK) = %s", role);
	eag_need(heir != -1, "accept4");
	if (guard != DEFER)
		same_number(heir, dead, "accept4");
	watch(epoll, heir, role, slots);
	/* The second event, by its number. */
	passes = guard == GENERATION ?
	    slots[dead].generation == batch[1].data.u64 >> 32 :
	    guard == MASK ? (slots[dead].mask & batch[1].events) != 0 :
			    batch[1].events != 0;
	if (passes && dead == heir) {
		n = (int)recv(dead, &byte, 1, 0);
		eag_call("second", n, "recv(N, 1 byte)");
		reached = n == -1 && errno == EAGAIN &&
		    eag_poll("second", dead, POLLIN, "N") == 0;
	}
	for (int i = 0; i < 3; i++)
		close(client[i]);
	if (guard == DEFER)
		eag_call("loop", close(dead), "close(N)");
	close(conn[0]);
	close(heir);
	close(epoll);
	return reached;
}

int
main(int argc, char *argv[])
{
	int listener;

	eag_start(&demo, argc, argv);
	listener = eag_listener(0, 8);
	eag_step("naive", "the handler is found by number");
	eag_claim("naive", reaches(listener, NONE),
	    "the dead one's event reaches the new one: EAGAIN; poll() agrees");
	eag_step("mask", "deliver if the number is registered with that mask");
	eag_claim("mask", reaches(listener, MASK),
	    "it is, so the event is delivered");
	eag_step("generation", "deliver if number and generation are the same");
	eag_claim("generation", !reaches(listener, GENERATION),
	    "the generation differs: nothing is delivered");
	eag_step("invalidate", "close() blanks the rest of the batch");
	eag_claim("invalidate", !reaches(listener, INVALIDATE),
	    "nothing is delivered");
	eag_step("defer", "close() waits for the end of the batch");
	eag_claim("defer", !reaches(listener, DEFER),
	    "the number was not given out: nothing is delivered");
	return eag_end();
}
