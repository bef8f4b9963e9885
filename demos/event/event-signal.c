/* SPDX-License-Identifier: MIT */
/*
 * event-signal: signals as something to read.  A signalfd gives a record for
 * each signal that is pending, and EAGAIN when none is.  A standard signal is
 * pending or not: sent twice before it is read, it is one record.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "event-signal",
	.title = "a signalfd: two signals sent, one to read",
	.class = "wait",
	.calls = "read sigprocmask signalfd kill poll",
	.errnos = "EAGAIN",
	.poll = "nothing until a signal of the set is pending, then POLLIN",
	.belief = "Each signal that is sent gives a record.",
	.why = "read() takes pending signals of the process that reads; if "
	       "none is pending, EAGAIN. A standard signal is pending or not: "
	       "the kernel keeps no count. (Real-time signals are counted.)",
	.react = "Block the signals first, or they are delivered instead. Wait "
		 "for POLLIN, read until EAGAIN, then look at what happened: "
		 "one SIGCHLD may stand for many children.",
	.pages = "signalfd(2) signal(7) sigprocmask(2)",
	.next = "event-signal-child event-counter signal-timedwait",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct signalfd_siginfo record;
	int signals, ret;
	sigset_t set;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("none", "SIGUSR1 is blocked, and none is pending");
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ret = sigprocmask(SIG_BLOCK, &set, NULL);
	eag_call("loop", ret, "sigprocmask(SIG_BLOCK, SIGUSR1)");
	signals = signalfd(-1, &set, blocking ? 0 : SFD_NONBLOCK);
	eag_call("loop", signals, "signalfd(-1, set, %s) = signals",
	    blocking ? "0" : "SFD_NONBLOCK");
	eag_need(signals != -1, "signalfd");
	n = read(signals, &record, sizeof(record));
	eag_call("loop", n, "read(signals, %zu bytes)", sizeof(record));
	eag_claim("none-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(signals) == 1,
	    "no signal is pending: EAGAIN");
	eag_claim("poll-agrees",
	    eag_poll("loop", signals, POLLIN, "signals") == 0,
	    "poll() agrees: nothing to read");

	eag_step("twice", "SIGUSR1 is sent twice before anybody reads");
	ret = kill(getpid(), SIGUSR1);
	eag_call("loop", ret, "kill(itself, SIGUSR1)");
	ret = kill(getpid(), SIGUSR1);
	eag_call("loop", ret, "kill(itself, SIGUSR1)");
	eag_wait("loop", signals, POLLIN, "signals");
	n = read(signals, &record, sizeof(record));
	eag_call("loop", n, "read(signals, %zu bytes)", sizeof(record));
	eag_claim("then-record",
	    n == sizeof(record) && record.ssi_signo == SIGUSR1,
	    "the same read() gives the record of SIGUSR1");
	n = read(signals, &record, sizeof(record));
	eag_call("loop", n, "read(signals, %zu bytes)", sizeof(record));
	eag_claim("one-record", n == -1 && errno == EAGAIN,
	    "EAGAIN: two were sent, and there was one record");

	return eag_end();
}
