/* SPDX-License-Identifier: MIT */
/*
 * limit-signal-value: the queue of signals has no place for this process.  It
 * sends itself a real-time signal with kill(), and SIGUSR1 with sigqueue().
 * Both calls succeed, and both signals come; but the value that sigqueue() sent
 * is lost without a word.
 */
#define _GNU_SOURCE /* RLIMIT_SIGPENDING */
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "limit-signal-value",
	.title = "no place in the queue of signals: a value is lost",
	.class = "contrast",
	.calls = "sigqueue kill sigtimedwait setrlimit",
	.errnos = "",
	.poll = "not pollable: a signalfd is, and tells that a signal came",
	.belief = "sigqueue() returned 0, so its value arrives.",
	.why = "kill() needs no place in the queue, and sigqueue() needs none "
	       "for a signal below SIGRTMIN. Without a place the signal is "
	       "pending all the same, once, and nothing is kept with it. "
	       "RLIMIT_SIGPENDING (ulimit -i) limits the queue.",
	.react = "For values use a real-time signal: sigqueue() says EAGAIN if "
		 "it cannot be kept (limit-signals). Or send them through a "
		 "pipe, and let the signal only tell of it.",
	.pages = "sigqueue(3) kill(2) signal(7) getrlimit(2)",
	.next = "limit-signals event-signal",
};

/* clang-format off */
enum { NONE, KILLED, CAME, COMMON, TAKEN, LOST, RESTORED, AGAIN, LAST, KEPT,
	ALL };
/* clang-format on */

static void
ask(struct eag_answer *said)
{
	const int signal = SIGRTMIN + 1;
	const struct timespec now = { 0, 0 };
	const union sigval seven = { .sival_int = 7 };
	struct rlimit limit, none;
	siginfo_t info = { 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, signal);
	sigaddset(&set, SIGUSR1);
	eag_need(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "sigprocmask");
	eag_need(getrlimit(RLIMIT_SIGPENDING, &limit) == 0, "getrlimit");

	none = limit;
	none.rlim_cur = 0;
	eag_answer(&said[NONE], setrlimit(RLIMIT_SIGPENDING, &none));
	eag_answer(&said[KILLED], kill(getpid(), signal));
	eag_answer(&said[CAME], sigtimedwait(&set, NULL, &now));
	eag_answer(&said[COMMON], sigqueue(getpid(), SIGUSR1, seven));
	eag_answer(&said[TAKEN], sigtimedwait(&set, &info, &now));
	eag_answer(&said[LOST], info.si_value.sival_int);
	eag_answer(&said[RESTORED], setrlimit(RLIMIT_SIGPENDING, &limit));
	eag_answer(&said[AGAIN], sigqueue(getpid(), SIGUSR1, seven));
	eag_answer(&said[LAST], sigtimedwait(&set, &info, &now));
	eag_answer(&said[KEPT], info.si_value.sival_int);
}

int
main(int argc, char *argv[])
{
	struct eag_answer said[ALL];
	long ret;

	eag_start(&demo, argc, argv);
	eag_ask_child(ask, said, ALL);

	eag_step("without", "no place in the queue, and two signals are sent");
	told(&said[NONE], "setrlimit(RLIMIT_SIGPENDING, 0)");
	told(&said[KILLED], "kill(self, SIGRTMIN+1)");
	ret = told(&said[CAME], "sigtimedwait(no time) = SIGRTMIN+1");
	eag_claim("kill-succeeds", said[KILLED].ret == 0 && ret == SIGRTMIN + 1,
	    "kill() of a real-time signal needs no place: the signal comes");
	told(&said[COMMON], "sigqueue(self, SIGUSR1, 7)");
	ret = told(&said[TAKEN], "sigtimedwait(no time) = SIGUSR1");
	eag_measure("value", said[LOST].ret, "came with it");
	eag_claim("value-lost", ret == SIGUSR1 && said[LOST].ret == 0,
	    "SIGUSR1 comes as well, but its value is lost without a word");

	eag_step("restored", "the limit is what it was");
	told(&said[RESTORED], "setrlimit(RLIMIT_SIGPENDING, as before)");
	told(&said[AGAIN], "sigqueue(self, SIGUSR1, 7)");
	ret = told(&said[LAST], "sigtimedwait(no time) = SIGUSR1");
	eag_measure("value", said[KEPT].ret, "came with it");
	eag_claim("value-comes", ret == SIGUSR1 && said[KEPT].ret == 7,
	    "the very same sigqueue() succeeds, and the value comes with it");

	return eag_end();
}
