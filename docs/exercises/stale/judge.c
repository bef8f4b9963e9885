/* SPDX-License-Identifier: MIT */
/* The program reads, and says how it ended: well, or with a reset. */
#define _GNU_SOURCE /* POLLRDHUP */
#include <arrange.h>
#include <eagain.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../judge/judge.h"
#include "../judge/watch.h"

static void
give(int ours)
{
	if (send(ours, "some bytes", 10, MSG_NOSIGNAL) == -1)
		eag_note("your program has closed the connection");
}

/*
 * It has ended, and the last number that it said is that of `error`.  Whoever
 * tells of an error may have an exit status of its own for that.
 */
static int
says(struct watched *watched, int error)
{
	const int ended = watch_end(watched, 2000);
	const int ended_well = ended == 0 ||
	    (error != 0 && ended > 0 && ended < 127);
	const long said = watch_number(watched);

	if (ended == -1)
		eag_note("your program did not end");
	else if (!ended_well)
		eag_note("your program's exit status is not 0");
	if (said == -1)
		eag_note("it says no number");
	else
		eag_measure("it says", said,
		    said == 0 ? "no error" : eag_errno_name((int)said));
	return ended_well && said == error;
}

/* Start it, give it some bytes, and let it wait for more. */
static int
start(struct watched *watched, const char *program)
{
	int theirs, ours;

	eag_pair(SOCK_NONBLOCK, &theirs, 0, &ours);
	watch_start(watched, program, theirs, (const char *[]){ NULL });
	give(ours);
	watch_until_asleep(watched);
	eag_tick(50);
	return ours;
}

void
judge(const char *program)
{
	const struct linger reset = { .l_onoff = 1 }; /* socket(7), tcp(7) */
	struct watched watched;
	int theirs, ours;

	eag_step("pause", "some bytes, a pause, and the end");
	ours = start(&watched, program);
	eag_claim("sleeps", watch_sleeps(&watched, 300),
	    "it sleeps while nothing comes");
	give(ours);
	close(ours);
	eag_claim("well", says(&watched, 0), "it says 0: all is well");

	eag_step("at-once", "some bytes and the end, without a pause");
	eag_pair(SOCK_NONBLOCK, &theirs, 0, &ours);
	give(ours);
	close(ours);
	eag_need(eag_await(theirs, POLLRDHUP, 3000) > 0, "poll");
	watch_start(&watched, program, theirs, (const char *[]){ NULL });
	eag_claim("well-at-once", says(&watched, 0), "it says 0: all is well");

	eag_step("reset", "some bytes, a pause, and a reset");
	ours = start(&watched, program);
	eag_need(
	    setsockopt(ours, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) == 0,
	    "setsockopt SO_LINGER");
	close(ours);
	eag_claim("error", says(&watched, ECONNRESET),
	    "it says the number of ECONNRESET");
}
