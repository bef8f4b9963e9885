/* SPDX-License-Identifier: MIT */
/*
 * event-signal-child: a signalfd that parent and child share.  A signal is
 * pending for the parent, and read() in the child says EAGAIN.  So a server
 * that forks cannot leave its signals to a worker.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
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
	.why = "read() takes pending signals of the process that reads, "
	       "whoever made the signalfd. After fork() the child has no "
	       "pending signals: EAGAIN.",
	.react = "Let each process make a signalfd of its own, after fork(); "
		 "close the inherited one.",
	.pages = "signalfd(2) signal(7) fork(2)",
	.next = "event-signal flags-shared",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* The child's answers in its exit status: errno, and this if poll() has one. */
enum { POLL_SAID = 128 };

static _Noreturn void
ask(int signals)
{
	struct pollfd readable = { .fd = signals, .events = POLLIN };
	struct signalfd_siginfo record;
	int said = poll(&readable, 1, 0) == 0 ? 0 : POLL_SAID;

	_exit(
	    said | (read(signals, &record, sizeof(record)) == -1 ? errno : 0));
}

int
main(int argc, char *argv[])
{
	struct signalfd_siginfo record;
	int signals, child, said, ret;
	sigset_t set;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step(
	    "child", "one is pending, and a child reads the same descriptor");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ret = sigprocmask(SIG_BLOCK, &set, NULL);
	eag_call("loop", ret, "sigprocmask(SIG_BLOCK, SIGUSR1)");
	signals = signalfd(-1, &set, blocking ? 0 : SFD_NONBLOCK);
	eag_call("loop", signals, "signalfd(-1, set, %s) = signals",
	    blocking ? "0" : "SFD_NONBLOCK");
	eag_need(signals != -1, "signalfd");
	ret = kill(getpid(), SIGUSR1);
	eag_call("loop", ret, "kill(itself, SIGUSR1)");
	child = eag_child();
	if (child == 0)
		ask(signals);
	said = WEXITSTATUS(eag_wait_child(child));
	eag_call("child", said / POLL_SAID, "poll(signals, POLLIN)");
	errno = said % POLL_SAID;
	eag_call("child", errno == 0 ? (long)sizeof(record) : -1,
	    "read(signals, %zu bytes)", sizeof(record));
	eag_claim("child-has-its-own",
	    errno == EAGAIN && eag_nonblocking(signals) == 1,
	    "read() looks at the signals of who reads: EAGAIN in the child");
	eag_claim("poll-agrees", said / POLL_SAID == 0,
	    "and so does poll(): in the child there is nothing to read");
	eag_wait("loop", signals, POLLIN, "signals");
	n = read(signals, &record, sizeof(record));
	eag_call("loop", n, "read(signals, %zu bytes)", sizeof(record));
	eag_claim("still-there", n == sizeof(record),
	    "the same read() in the process that was signalled has it");

	return eag_end();
}
