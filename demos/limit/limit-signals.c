/* SPDX-License-Identifier: MIT */
/*
 * limit-signals: no signal may wait for this user, with its value, in a queue.
 * Calls that need a place in the queue are refused; signals below SIGRTMIN are
 * not, but lose their value without a word.  The limit counts what waits for
 * all processes of the user, so a child lowers its own to 0.  It binds root
 * too.
 */
#define _GNU_SOURCE /* RLIMIT_SIGPENDING */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "proc.h"
#include "told.h"

static const struct eag_demo demo = {
	.name = "limit-signals",
	.title = "sigqueue(), and no more signals may be pending",
	.class = "quota",
	.calls = "sigqueue pthread_kill timer_create kill sigtimedwait "
		 "setrlimit",
	.errnos = "EAGAIN",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "A signal can always be sent.",
	.why = "A real-time signal is not lost: each waits in a queue, with "
	       "its value, until it is taken. RLIMIT_SIGPENDING (ulimit -i) "
	       "limits how many wait for all processes of a user, and a timer "
	       "keeps a place as well. kill() needs none: a signal that finds "
	       "no place is pending all the same, once, without a value.",
	.react = "Look at SigQ in /proc/PID/status: how many wait, and the "
		 "limit; SigPnd and ShdPnd there tell which signals nobody "
		 "takes. Make that process take them. Send again when it has, "
		 "after a pause.",
	.pages = "sigqueue(3) signal(7) timer_create(2) getrlimit(2) proc(5)",
	.next = "limit-fork limit-locked-memory",
};

/* clang-format off */
enum { NONE, MOST, QUEUED, SENT, TIMED, KILLED, CAME, COMMON, TAKEN, LOST,
	RESTORED, AGAIN, LAST, KEPT, TIMER, ALL };
/* clang-format on */

static void
ask(struct eag_answer *said)
{
	const int signal = SIGRTMIN + 1;
	const struct timespec now = { 0, 0 };
	const union sigval seven = { .sival_int = 7 };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL };
	struct rlimit limit, none;
	siginfo_t info = { 0 };
	sigset_t set;
	timer_t timer;

	sigemptyset(&set);
	sigaddset(&set, signal);
	sigaddset(&set, SIGUSR1);
	eag_need(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "sigprocmask");
	eag_need(getrlimit(RLIMIT_SIGPENDING, &limit) == 0, "getrlimit");
	event.sigev_signo = signal;

	none = limit;
	none.rlim_cur = 0;
	eag_answer(&said[NONE], setrlimit(RLIMIT_SIGPENDING, &none));
	eag_answer(&said[MOST],
	    number_after("/proc/self/limits", "Max pending signals"));
	eag_answer(&said[QUEUED], sigqueue(getpid(), signal, seven));
	eag_answer(&said[SENT], pthread_kill(pthread_self(), signal));
	eag_answer(&said[TIMED], timer_create(CLOCK_MONOTONIC, &event, &timer));

	eag_answer(&said[KILLED], kill(getpid(), signal));
	eag_answer(&said[CAME], sigtimedwait(&set, NULL, &now));
	eag_answer(&said[COMMON], sigqueue(getpid(), SIGUSR1, seven));
	eag_answer(&said[TAKEN], sigtimedwait(&set, &info, &now));
	eag_answer(&said[LOST], info.si_value.sival_int);

	eag_answer(&said[RESTORED], setrlimit(RLIMIT_SIGPENDING, &limit));
	eag_answer(&said[AGAIN], sigqueue(getpid(), signal, seven));
	eag_answer(&said[LAST], sigtimedwait(&set, &info, &now));
	eag_answer(&said[KEPT], info.si_value.sival_int);
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
	eag_measure("Max pending", ret, "signals, in /proc/self/limits");
	eag_claim("file-tells", ret == 0, "the file /proc/PID/limits tells it");
	ret = told(&said[QUEUED], "sigqueue(self, SIGRTMIN+1, 7)");
	eag_claim("queue-is-eagain", ret == -1 && errno == EAGAIN,
	    "sigqueue() of a real-time signal answers EAGAIN");
	ret = told(&said[SENT], "pthread_kill(self, SIGRTMIN+1)");
	eag_claim("thread-is-eagain", ret == EAGAIN,
	    "the value of pthread_kill() is EAGAIN, too");
	ret = told(&said[TIMED], "timer_create(SIGRTMIN+1)");
	eag_claim("timer-is-eagain", ret == -1 && errno == EAGAIN,
	    "and timer_create() answers EAGAIN: a timer keeps a place");

	eag_step("without", "signals that need no place in the queue");
	told(&said[KILLED], "kill(self, SIGRTMIN+1)");
	ret = told(&said[CAME], "sigtimedwait(no time) = SIGRTMIN+1");
	eag_claim("kill-goes", said[KILLED].ret == 0 && ret == SIGRTMIN + 1,
	    "kill() of the very same signal succeeds, and it comes");
	told(&said[COMMON], "sigqueue(self, SIGUSR1, 7)");
	ret = told(&said[TAKEN], "sigtimedwait(no time) = SIGUSR1");
	eag_measure("value", said[LOST].ret, "came with it");
	eag_claim("value-lost", ret == SIGUSR1 && said[LOST].ret == 0,
	    "an ordinary signal comes, but its value is lost without a word");

	eag_step("restored", "the limit is what it was");
	told(&said[RESTORED], "setrlimit(RLIMIT_SIGPENDING, as before)");
	told(&said[AGAIN], "sigqueue(self, SIGRTMIN+1, 7)");
	ret = told(&said[LAST], "sigtimedwait(no time) = SIGRTMIN+1");
	eag_measure("value", said[KEPT].ret, "came with it");
	eag_claim("then-queued", ret == SIGRTMIN + 1 && said[KEPT].ret == 7,
	    "the very same sigqueue() succeeds, and the value comes with it");
	ret = told(&said[TIMER], "timer_create(SIGRTMIN+1)");
	eag_claim("then-timer", ret == 0, "and so does timer_create()");

	return eag_end();
}
