/* SPDX-License-Identifier: MIT */
/*
 * signal-timedwait: sigtimedwait() takes a signal that is blocked and pending,
 * or waits for one until its limit.
 */
#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "signal-timedwait",
	.title = "sigtimedwait(): no signal came within the limit",
	.class = "timeout",
	.calls = "sigtimedwait sigprocmask kill",
	.errnos = "EAGAIN",
	.poll = "not pollable: a signalfd is",
	.belief = "The errno of an expired limit is ETIMEDOUT.",
	.why = "No signal of the set came in time. POSIX chose EAGAIN for "
	       "that. sem_timedwait() says ETIMEDOUT for the same.",
	.react = "It is your own limit: ask again, or give up. Block the "
		 "signal first: one that is not blocked is not kept for you.",
	.pages = "sigtimedwait(2) sigprocmask(2) signal(7)",
	.next = "event-signal signal-interrupts",
};

int
main(int argc, char *argv[])
{
	const struct timespec none = { 0 }, limit = { .tv_nsec = 50000000 };
	long before, at_once, waited, taken;
	long long began, passed;
	sigset_t set;
	int ret;

	eag_start(&demo, argc, argv);

	eag_step("zero", "no signal is pending, and the limit is 0");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ret = sigprocmask(SIG_BLOCK, &set, NULL);
	eag_call("waiter", ret, "sigprocmask(SIG_BLOCK, SIGUSR1)");
	/* The first call may wait for its own code to be loaded. */
	ret = sigtimedwait(&set, NULL, &none);
	eag_call("waiter", ret, "sigtimedwait(SIGUSR1, at most 0 s)");
	before = eag_sleeps();
	ret = sigtimedwait(&set, NULL, &none);
	at_once = eag_sleeps() - before;
	eag_call("waiter", ret, "sigtimedwait(SIGUSR1, at most 0 s)");
	eag_claim("zero-is-eagain", ret == -1 && errno == EAGAIN,
	    "nothing to take: EAGAIN");

	eag_step("expires", "a short limit, and no signal comes");
	before = eag_sleeps();
	began = eag_time(CLOCK_MONOTONIC);
	ret = sigtimedwait(&set, NULL, &limit);
	passed = eag_time(CLOCK_MONOTONIC) - began;
	waited = eag_sleeps() - before;
	eag_call("waiter", ret, "sigtimedwait(SIGUSR1, at most %ld ms)",
	    limit.tv_nsec / 1000000);
	eag_claim("expired-is-eagain", ret == -1 && errno == EAGAIN,
	    "the limit has expired: EAGAIN, not ETIMEDOUT");
	eag_claim("waited", waited > at_once && passed >= limit.tv_nsec,
	    "this one waited, for as long as it was told");

	eag_step("signal", "the same call with a signal there");
	ret = kill(getpid(), SIGUSR1);
	eag_call("waiter", ret, "kill(itself, SIGUSR1)");
	before = eag_sleeps();
	ret = sigtimedwait(&set, NULL, &limit);
	taken = eag_sleeps() - before;
	eag_call("waiter", ret, "sigtimedwait(SIGUSR1, at most %ld ms)",
	    limit.tv_nsec / 1000000);
	eag_claim("then-signal", ret == SIGUSR1,
	    "it takes the signal: the answer is its number");
	eag_claim("no-wait", taken == at_once,
	    "it did not wait, like the call with a limit of 0");
	ret = sigtimedwait(&set, NULL, &none);
	eag_call("waiter", ret, "sigtimedwait(SIGUSR1, at most 0 s)");
	eag_claim("taken-once", ret == -1 && errno == EAGAIN,
	    "it is taken: EAGAIN again");

	return eag_end();
}
