/* SPDX-License-Identifier: MIT */
/*
 * compare-nap: a question comes while the server sleeps, in a nap (echo-nap)
 * and in poll() (echo-poll).  Each server is a program of its own.
 */
#define _GNU_SOURCE /* cpu_set_t, in server_program.h */
#include <errno.h>
#include <sys/select.h>

#include "arrange.h"
#include "eagain.h"
#include "load.h"
#include "server_program.h"
#include "table.h"

static const struct eag_demo demo = {
	.name = "compare-nap",
	.title = "a question that comes while the server sleeps",
	.class = "wait",
	.calls = "",
	.errnos = "",
	.belief = "A nap ends when something comes.",
	.why =
	    "A nap ends when its time is over: what comes meanwhile waits. A "
	    "call that waits for readiness ends when the first byte is there. "
	    "Whoever asks at any moment waits for half a nap, as the median; "
	    "whoever was just answered waits for all of it.",
	.react = "Wait in poll() or epoll_wait(). Nap only where nothing can "
		 "be waited for.",
	.pages = "nanosleep(2) poll(2)",
	.next = "echo-nap echo-poll compare-waiting",
	.patience = 180,
};

enum { ASKS = 10 };

/* It is asked while it sleeps, three times: the times to the answer, in ns. */
static void
while_asleep(const char *name, const char *option, long *least, long *most)
{
	struct program program = { .name = name, .option = option };
	struct load load;
	struct load_result result;
	long long deadline;

	eag_need(program_start(&program), "start an echo server");
	load_start(&load, &program.address);
	load_open(&load, 1);
	load_run(&load, 1, 0, &result); /* it has accepted, and answered */
	for (int tries = 0; tries < 3; tries++) {
		deadline = eag_deadline(5000);
		while (eag_asleep(program.pid) != 1 && eag_time_left(deadline))
			continue;
		load_run(&load, 1, 0, &result);
		errno = ETIMEDOUT;
		eag_need(result.requests == 1, "an answer of the server");
		if (tries == 0 || result.max < *least)
			*least = result.max;
		if (tries == 0 || result.max > *most)
			*most = result.max;
	}
	load_stop(&load);
	program_stop(&program);
}

/* A nap of 5 ms, asked at any moment of it: the median time, in ns. */
static long
half_a_nap(void)
{
	struct program program = { .name = "nap" };
	struct load load;
	struct load_result result;
	long waits[ASKS];

	eag_need(program_start(&program), "start echo-nap");
	load_start(&load, &program.address);
	load_open(&load, 1);
	for (int i = 0; i < ASKS; i++) {
		struct timeval moment = { .tv_usec = i * 5000 / ASKS };

		/* A signal makes it shorter: at any moment, all the same. */
		if (select(0, NULL, NULL, NULL, &moment) == -1)
			eag_need(errno == EINTR, "select");
		load_run(&load, 1, 0, &result);
		waits[i] = result.max;
	}
	load_stop(&load);
	program_stop(&program);
	load_sort(waits, ASKS);
	return waits[ASKS / 2];
}

int
main(int argc, char *argv[])
{
	long least, nap, wait, most, half;

	eag_start(&demo, argc, argv);

	eag_step("asleep", "a question that comes while the server sleeps");
	/* A tenth of a second, so that no busy machine can make up for it. */
	while_asleep("nap", "--pause=100", &least, &nap);
	while_asleep("poll", NULL, &wait, &most);
	eag_timing("a nap of 100 ms; answered after", nap / 1000, "us");
	eag_timing("poll(); answered after", wait / 1000, "us");
	/* A busy machine may ask late in the nap. */
	eag_claim("nap-is-late", nap > 10000000 && nap > 2 * wait,
	    "poll() wakes for it; a nap is slept to its end first");
	half = half_a_nap();
	eag_timing("nap of 5 ms, asked at any moment; the median is",
	    half / 1000, "us");
	table_figure("nap/any-moment/p50", half, "ns");

	return eag_end();
}
