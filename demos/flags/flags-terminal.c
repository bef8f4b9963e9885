/* SPDX-License-Identifier: MIT */
/*
 * flags-terminal: a program sets O_NONBLOCK on the terminal that it was started
 * from, and ends.  The next one asks again after each EAGAIN, and spins.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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
	.why = "The flag is in the terminal's open file. The shell and its "
	       "programs share it, and it stays open when one of them ends.",
	.react = "Open the terminal anew: `program </dev/tty`. See the flag "
		 "with `grep flags /proc/self/fdinfo/0`: 04000 on x86.",
	.pages = "fcntl(2) open(2) tty(4) proc(5)",
	.next = "flags-prompt flags-shared flags-loop",
};

int
main(int argc, char *argv[])
{
	int master, terminal, child, own, flags, refused = 0;
	char key;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("leave", "a program sets the flag, and ends");
	eag_terminal(&master, &terminal);
	child = eag_child();
	if (child == 0)
		_exit(fcntl(terminal, F_SETFL,
			  fcntl(terminal, F_GETFL) | O_NONBLOCK) != 0);
	child_did(child, "fcntl(terminal, F_SETFL, flags | O_NONBLOCK)");
	flags = fcntl(terminal, F_GETFL);
	eag_call("reader", flags, "fcntl(terminal, F_GETFL)");
	eag_claim("flag-stays", flags != -1 && (flags & O_NONBLOCK) != 0,
	    "the program is gone, and O_NONBLOCK is still set");

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
	eag_claim("own-has-none", flags != -1 && (flags & O_NONBLOCK) == 0,
	    "this open file of the same terminal does not have it");

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
