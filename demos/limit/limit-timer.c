/* SPDX-License-Identifier: MIT */
/*
 * limit-timer: timer_create(), and no more signals may be pending for this
 * user.  A timer has not sent any yet; but it keeps a place for its signal.
 * The limit counts all processes of the user, so a child lowers its own to 0.
 */
#define _GNU_SOURCE /* RLIMIT_SIGPENDING */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"
#include "proc_number.h"

static const struct eag_demo demo = {
	.name = "limit-timer",
	.title = "timer_create(), and no more signals may be pending",
	.class = "quota",
	.calls = "timer_create setrlimit",
	.errnos = "EAGAIN",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "Timers are limited by memory alone.",
	.why = "A timer keeps a place in the queue of signals from its start, "
	       "so that its signal cannot be lost. RLIMIT_SIGPENDING (ulimit "
	       "-i) limits how many places all processes of a user have.",
	.react = "Look at SigQ in /proc/PID/status: how many are taken, and "
		 "the limit. Delete timers, or take one for many purposes, or "
		 "a timerfd, which keeps no place.",
	.pages = "timer_create(2) getrlimit(2) timerfd_create(2) proc(5)",
	.next = "limit-signals event-timer",
};

enum { NONE, MOST, TIMED, RESTORED, TIMER, ALL };

static void
ask(struct eag_answer *said)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL };
	struct rlimit limit, none;
	timer_t timer;

	event.sigev_signo = SIGRTMIN + 1;
	eag_need(getrlimit(RLIMIT_SIGPENDING, &limit) == 0, "getrlimit");
	none = limit;
	none.rlim_cur = 0;
	eag_answer(&said[NONE], setrlimit(RLIMIT_SIGPENDING, &none));
	eag_answer(&said[MOST],
	    number_after("/proc/self/limits", "Max pending signals"));
	eag_answer(&said[TIMED], timer_create(CLOCK_MONOTONIC, &event, &timer));
	eag_answer(&said[RESTORED], setrlimit(RLIMIT_SIGPENDING, &limit));
	eag_answer(&said[TIMER], timer_create(CLOCK_MONOTONIC, &event, &timer));
}

int
main(int argc, char *argv[])
{
	struct eag_answer said[ALL];
	long ret;

	eag_start(&demo, argc, argv);
	eag_ask_child(ask, said, ALL);

	eag_step("none", "no signal may be pending, for a child");
	told(&said[NONE], "setrlimit(RLIMIT_SIGPENDING, 0)");
	ret = eag_answered(&said[MOST]);
	eag_need_proc(ret != -1, "read /proc/self/limits");
	eag_measure("Max pending", ret, "signals, in /proc/self/limits");
	eag_claim("file-tells", ret == 0, "the file /proc/PID/limits tells it");
	ret = told(&said[TIMED], "timer_create(SIGRTMIN+1)");
	eag_claim("timer-is-eagain", ret == -1 && errno == EAGAIN,
	    "timer_create() answers EAGAIN: a timer keeps a place");

	eag_step("restored", "the limit is what it was");
	told(&said[RESTORED], "setrlimit(RLIMIT_SIGPENDING, as before)");
	ret = told(&said[TIMER], "timer_create(SIGRTMIN+1)");
	eag_claim(
	    "then-timer", ret == 0, "the very same timer_create() succeeds");

	return eag_end();
}
