/* SPDX-License-Identifier: MIT */
/*
 * flags-terminal: a program sets O_NONBLOCK and O_ASYNC on the terminal that it
 * was started from, and ends.  Shell and programs have that terminal through
 * one open file, so the next one that reads finds no key pressed and gets
 * EAGAIN; if it just asks again, it spins.  SIGIO, which O_ASYNC brings, ends
 * a process that does not expect it.
 */
#define _GNU_SOURCE /* O_ASYNC */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "arrange.h"
#include "child_did.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "flags-terminal",
	.title = "a program leaves O_NONBLOCK on the terminal",
	.class = "shared",
	.calls = "read fcntl open write poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until a key is pressed",
	.belief = "When a program ends, the kernel tidies up after it.",
	.why = "Flags belong to the terminal's open file. The shell has it "
	       "open, and everything that it starts shares it. It stays open "
	       "when a program ends, and so do the flags.",
	.react =
	    "Open the terminal anew: `program </dev/tty`. See it with `grep "
	    "flags /proc/self/fdinfo/0`: on x86 04000 is O_NONBLOCK, and "
	    "020000 is O_ASYNC.",
	.pages = "fcntl(2) open(2) tty(4) proc(5) signal(7)",
	.next = "flags-prompt flags-shared flags-loop",
};

int
main(int argc, char *argv[])
{
	const int both = O_NONBLOCK | O_ASYNC;
	int master, terminal, child, own, flags, refused = 0;
	char key;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("leave", "a program sets two flags, and ends");
	eag_need(signal(SIGIO, SIG_IGN) != SIG_ERR, "signal");
	eag_terminal(&master, &terminal);
	child = eag_child();
	if (child == 0)
		_exit(fcntl(terminal, F_SETFL, O_RDWR | both) != 0);
	child_did(child, "fcntl(terminal, F_SETFL, O_RDWR|O_NONBLOCK|O_ASYNC)");
	flags = fcntl(terminal, F_GETFL);
	eag_call("reader", flags, "fcntl(terminal, F_GETFL)");
	eag_claim("both-stay", flags != -1 && (flags & both) == both,
	    "it is gone; O_NONBLOCK and O_ASYNC are still there");

	eag_step("spin", "no key is pressed; the next program just asks again");
	for (int i = 0; i < 100; i++) {
		n = read(terminal, &key, 1);
		eag_call("reader", n, "read(terminal, 1 byte)");
		refused += n == -1 && errno == EAGAIN;
	}
	eag_claim("spins", refused == 100,
	    "read() never waits for a key: EAGAIN, a hundred times");
	eag_claim("poll-agrees",
	    eag_poll("reader", terminal, POLLIN, "terminal") == 0,
	    "poll() agrees: nothing to read");

	eag_step("anew", "the terminal is opened anew");
	own = open(eag_path(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (own == -1)
		eag_skip("opening a descriptor anew: /proc/self/fd");
	eag_call(
	    "reader", own, "open(\"/proc/self/fd/terminal\", O_RDWR) = own");
	flags = fcntl(own, F_GETFL);
	eag_call("reader", flags, "fcntl(own, F_GETFL)");
	eag_claim("own-has-none", flags != -1 && (flags & both) == 0,
	    "this open file of the same terminal has neither flag");

	eag_step("key", "a key is pressed; the very same call again");
	n = write(master, "x", 1);
	eag_call("user", n, "write(master, 1 byte)");
	eag_wait("reader", terminal, POLLIN, "terminal");
	n = read(terminal, &key, 1);
	eag_call("reader", n, "read(terminal, 1 byte)");
	eag_claim("then-reads", n == 1 && eag_nonblocking(terminal) == 1,
	    "poll() and then read(): so it works with the flag set");

	return eag_end();
}
