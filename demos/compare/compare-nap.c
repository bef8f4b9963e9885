/* SPDX-License-Identifier: MIT */
/*
 * compare-nap: a question comes while the server sleeps, in a nap (echo-nap)
 * and in poll() (echo-poll).  Each server is a program of its own.
 */
#define _GNU_SOURCE /* cpu_set_t, in server_program.h */
#include <errno.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

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

enum { ASKS = 10, TRIES = 20 };

/* How it was when it was asked in its sleep. */
struct asked {
	int slept_on;        /* once at least */
	long least, longest; /* until the answer, in ns */
};

/*
 * It is asked in its sleep.  1: the question has arrived, and it sleeps on.
 * Whoever was woken is ready to run by then, or has called something since, on
 * a busy machine as well.
 */
static int
sleeps_on(const struct program *program, int sock)
{
	long long deadline = eag_deadline(5000);
	unsigned long calls;
	struct eag_fill question = { .data = LOAD_MESSAGE };
	int asleep;

	while (eag_asleep(program->pid) != 1 && eag_time_left(deadline))
		continue;
	calls = program->counts->calls;
	eag_need(
	    write(sock, load_question, LOAD_MESSAGE) == LOAD_MESSAGE, "write");
	deadline = eag_deadline(5000);
	do
		eag_need(eag_fill(sock, EAG_SEND, &question) == 0, "SIOCOUTQ");
	while (question.data > 0 && eag_time_left(deadline));
	asleep = eag_asleep(program->pid) == 1;
	return asleep && program->counts->calls == calls;
}

/* It is asked, again and again, until it sleeps on once. */
static void
ask_asleep(const char *name, const char *option, struct asked *asked)
{
	struct program program = { .name = name, .option = option };
	struct load load;
	struct load_result result;
	char answer[LOAD_MESSAGE];
	long long since;
	long time;

	eag_need(program_start(&program), "start an echo server");
	load_start(&load, &program.address);
	load_open(&load, 1);
	load_run(&load, 1, 0, &result); /* it has accepted, and answered */
	for (int tries = 0; tries < TRIES && !asked->slept_on; tries++) {
		since = eag_time(CLOCK_MONOTONIC);
		asked->slept_on = sleeps_on(&program, load.socks[0]);
		eag_need(eag_await(load.socks[0], POLLIN, 5000) > 0 &&
			recv(load.socks[0], answer, LOAD_MESSAGE,
			    MSG_WAITALL) == LOAD_MESSAGE,
		    "an answer of the server");
		time = (long)(eag_time(CLOCK_MONOTONIC) - since);
		if (tries == 0 || time < asked->least)
			asked->least = time;
		if (time > asked->longest)
			asked->longest = time;
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
	struct asked nap = { 0 }, wait = { 0 };
	long half;

	eag_start(&demo, argc, argv);

	eag_step("asleep", "a question that comes while the server sleeps");
	ask_asleep("nap", "--pause=100", &nap);
	ask_asleep("poll", NULL, &wait);
	eag_timing("a nap of 100 ms; answered after", nap.longest / 1000, "us");
	eag_timing("poll(); answered after", wait.least / 1000, "us");
	eag_claim("nap-is-late", nap.slept_on && !wait.slept_on,
	    "poll() wakes for it; a nap is slept to its end first");
	half = half_a_nap();
	eag_timing("nap of 5 ms, asked at any moment; the median is",
	    half / 1000, "us");
	table_figure("nap/any-moment/p50", half, "ns");

	return eag_end();
}
