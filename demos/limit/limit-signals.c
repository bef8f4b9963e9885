/* SPDX-License-Identifier: MIT */
/*
 * limit-signals: no signal may wait for this user, with its value, in a queue.
 * Calls that need a place in the queue are refused.  The limit counts what
 * waits for all processes of the user, so a child lowers its own to 0.  It
 * binds root too.
 */
#define _GNU_SOURCE /* RLIMIT_SIGPENDING */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"
#include "proc_number.h"

static const struct eag_demo demo = {
	.name = "limit-signals",
	.title = "sigqueue(), and no more signals may be pending",
	.class = "quota",
	.calls = "sigqueue pthread_kill sigtimedwait setrlimit",
	.errnos = "EAGAIN",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "A signal can always be sent.",
	.why = "A real-time signal is not lost: each waits in a queue, with "
	       "its value, until it is taken. RLIMIT_SIGPENDING (ulimit -i) "
	       "limits how many wait for all processes of a user.",
	.react = "Look at SigQ in /proc/PID/status: how many wait, and the "
		 "limit; SigPnd and ShdPnd there tell which signals nobody "
		 "takes. Make that process take them. Send again when it has, "
		 "after a pause.",
	.pages = "sigqueue(3) signal(7) getrlimit(2) proc(5)",
	.next = "limit-timer limit-signal-value limit-fork",
};

enum { NONE, MOST, QUEUED, SENT, RESTORED, AGAIN, LAST, KEPT, ALL };

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
	eag_need(sigprocmask(SIG_BLOCK, &set, NULL) == 0, "sigprocmask");
	eag_need(getrlimit(RLIMIT_SIGPENDING, &limit) == 0, "getrlimit");

	none = limit;
	none.rlim_cur = 0;
	eag_answer(&said[NONE], setrlimit(RLIMIT_SIGPENDING, &none));
	eag_answer(&said[MOST],
	    number_after("/proc/self/limits", "Max pending signals"));
	eag_answer(&said[QUEUED], sigqueue(getpid(), signal, seven));
	eag_answer(&said[SENT], pthread_kill(pthread_self(), signal));
	eag_answer(&said[RESTORED], setrlimit(RLIMIT_SIGPENDING, &limit));
	eag_answer(&said[AGAIN], sigqueue(getpid(), signal, seven));
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

	eag_step("none", "no signal may be pending, for a child");
	told(&said[NONE], "setrlimit(RLIMIT_SIGPENDING, 0)");
	ret = eag_answered(&said[MOST]);
	eag_need_proc(ret != -1, "read /proc/self/limits");
	eag_measure("Max pending", ret, "signals, in /proc/self/limits");
	eag_claim("file-tells", ret == 0, "the file /proc/PID/limits tells it");
	ret = told(&said[QUEUED], "sigqueue(self, SIGRTMIN+1, 7)");
	eag_claim("queue-is-eagain", ret == -1 && errno == EAGAIN,
	    "sigqueue() of a real-time signal answers EAGAIN");
	ret = told(&said[SENT], "pthread_kill(self, SIGRTMIN+1)");
	eag_claim("thread-is-eagain", ret == EAGAIN,
	    "the value of pthread_kill() is EAGAIN, too");

	eag_step("restored", "the limit is what it was");
	told(&said[RESTORED], "setrlimit(RLIMIT_SIGPENDING, as before)");
	told(&said[AGAIN], "sigqueue(self, SIGRTMIN+1, 7)");
	ret = told(&said[LAST], "sigtimedwait(no time) = SIGRTMIN+1");
	eag_measure("value", said[KEPT].ret, "came with it");
	eag_claim("then-queued", ret == SIGRTMIN + 1 && said[KEPT].ret == 7,
	    "the very same sigqueue() succeeds, and the value comes with it");

	return eag_end();
}
