/* SPDX-License-Identifier: MIT */
/*
 * event-signal-child: a signalfd that parent and child share.  A signal is
 * pending for the parent, and read() in the child says EAGAIN.  So a server
 * that forks cannot leave its signals to a worker.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "event-signal-child",
	.title = "a signalfd in a child: EAGAIN, and a signal is pending",
	.class = "contrast",
	.calls = "read sigprocmask signalfd kill poll",
	.errnos = "EAGAIN",
	.poll = "nothing in the child, POLLIN in the parent",
	.belief = "A child reads the parent's signals from a shared signalfd.",
	.why = "A signalfd gives what is pending for the process that reads, "
	       "and not for its maker. A child begins with nothing pending.",
	.react = "Let each process make a signalfd of its own, after fork(); "
		 "close the inherited one.",
	.pages = "signalfd(2) signal(7) fork(2)",
	.next = "event-signal flags-shared",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct signalfd_siginfo record;
	struct eag_answer *said; /* in memory that the child shares */
	int signals, child, ret;
	sigset_t set;
	ssize_t n;

	eag_start(&demo, argc, argv);
	said = mmap(NULL, 2 * sizeof(*said), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	eag_need(said != MAP_FAILED, "mmap");

	eag_step("child", "a signal is pending; a child reads the descriptor");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ret = sigprocmask(SIG_BLOCK, &set, NULL);
	eag_call("loop", ret, "sigprocmask(SIG_BLOCK, SIGUSR1)");
	signals = signalfd(-1, &set, blocking ? 0 : SFD_NONBLOCK);
	eag_call("loop", signals, "signalfd(-1, set, %s) = signals",
	    blocking ? "0" : "SFD_NONBLOCK");
	ret = kill(getpid(), SIGUSR1);
	eag_call("loop", ret, "kill(itself, SIGUSR1)");
	child = eag_child();
	if (child == 0) {
		eag_answer(&said[0], eag_await(signals, POLLIN, 0));
		eag_answer(&said[1], read(signals, &record, sizeof(record)));
		_exit(0);
	}
	eag_wait_child(child);
	n = eag_answered(&said[0]);
	eag_call("child", n > 0 ? 1 : n, "poll(signals, POLLIN)");
	eag_claim("poll-agrees", n == 0,
	    "poll() looks at the signals of who asks: the child has none");
	n = eag_answered(&said[1]);
	eag_call("child", n, "read(signals, %zu bytes)", sizeof(record));
	eag_claim("child-has-its-own",
	    n == -1 && errno == EAGAIN && eag_nonblocking(signals) == 1,
	    "read() looks at the signals of who reads: EAGAIN in the child");
	eag_wait("loop", signals, POLLIN, "signals");
	n = read(signals, &record, sizeof(record));
	eag_call("loop", n, "read(signals, %zu bytes)", sizeof(record));
	eag_claim("still-there", n == sizeof(record),
	    "the same read() in the process that was signalled has it");

	return eag_end();
}
