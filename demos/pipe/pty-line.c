/* SPDX-License-Identifier: MIT */
/*
 * pty-line: somebody types y, and not yet Enter.  The screen shows it, but
 * read() says EAGAIN.  The terminal is the program's own; its other side, pty,
 * is where a person would type and see.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "pty-line",
	.title = "a terminal gives whole lines: before Enter it is EAGAIN",
	.class = "wait",
	.calls = "read tcsetattr fcntl write poll",
	.errnos = "EAGAIN",
	.poll = "nothing until the line is complete",
	.belief = "What I see on the screen, read() can have.",
	.why = "In canonical mode the terminal keeps a line until Enter, so "
	       "that it can still be edited. The echo comes from the terminal "
	       "and not from the program. Until then there is nothing to read.",
	.react =
	    "Wait for POLLIN. For single keys leave canonical mode, and put it "
	    "back at the end.",
	.pages = "termios(3) tty_ioctl(4) pty(7) read(2)",
	.next = "pty-keys pty-end pipe-empty",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct termios modes;
	int pty, tty, flags, ret, told;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("key", "a key is pressed, and not Enter");
	eag_terminal(&pty, &tty);
	eag_need(tcgetattr(tty, &modes) == 0, "tcgetattr");
	modes.c_lflag |= ICANON | ECHO;
	ret = tcsetattr(tty, TCSANOW, &modes);
	eag_call("program", ret, "tcsetattr(tty, ICANON|ECHO)");
	flags = fcntl(tty, F_GETFL);
	eag_call("program", flags, "fcntl(tty, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(tty, F_SETFL, flags | (blocking ? 0 : O_NONBLOCK));
	eag_call("program", ret, "fcntl(tty, F_SETFL, flags%s)",
	    blocking ? "" : " | O_NONBLOCK");
	n = write(pty, "y", 1);
	eag_call("person", n, "write(pty, \"y\")");
	told = eag_wait("person", pty, POLLIN, "pty");
	n = read(pty, bytes, sizeof(bytes));
	eag_call("person", n, "read(pty, %zu bytes)", sizeof(bytes));
	eag_claim("echoed", told == POLLIN && n == 1 && bytes[0] == 'y',
	    "the terminal has the key, and shows it on the screen");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("no-line-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(tty) == 1,
	    "but the line is not complete: read() answers EAGAIN");
	told = eag_poll("program", tty, POLLIN, "tty");
	eag_claim("poll-agrees", told == 0, "poll() agrees: nothing to read");

	eag_step("enter", "Enter, and the very same read() again");
	n = write(pty, "\n", 1);
	eag_call("person", n, "write(pty, newline)");
	told = eag_wait("program", tty, POLLIN, "tty");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("then-the-line",
	    told == POLLIN && n == 2 && bytes[0] == 'y' && bytes[1] == '\n',
	    "POLLIN, and read() gives the whole line");

	return eag_end();
}
