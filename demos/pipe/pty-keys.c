/* SPDX-License-Identifier: MIT */
/*
 * pty-keys: a program that asks for y or n, and does not want to wait for
 * Enter.  It turns canonical mode off: then each key can be read when it is
 * pressed, and EAGAIN says that none was.
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
	.name = "pty-keys",
	.title = "a terminal that gives each key at once",
	.class = "wait",
	.calls = "read tcsetattr fcntl write poll",
	.errnos = "EAGAIN",
	.poll = "nothing until a key is pressed",
	.belief = "With O_NONBLOCK a terminal gives keys before Enter.",
	.why = "O_NONBLOCK says not to wait; it does not say for what. That is "
	       "ICANON's matter: with it a line, without it as many bytes as "
	       "VMIN says, here 1.",
	.react =
	    "Turn ICANON off, wait for POLLIN, and read. Put the terminal back "
	    "as it was at the end, also when a signal ends the program.",
	.pages = "termios(3) tty_ioctl(4) pty(7) read(2)",
	.next = "pty-line pty-end",
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

	eag_step("none", "the program asks, and no key is pressed");
	eag_terminal(&pty, &tty);
	eag_need(tcgetattr(tty, &modes) == 0, "tcgetattr");
	modes.c_lflag &= ~(tcflag_t)ICANON;
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	ret = tcsetattr(tty, TCSANOW, &modes);
	eag_call("program", ret, "tcsetattr(tty, without ICANON)");
	flags = fcntl(tty, F_GETFL);
	eag_call("program", flags, "fcntl(tty, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(tty, F_SETFL, flags | (blocking ? 0 : O_NONBLOCK));
	eag_call("program", ret, "fcntl(tty, F_SETFL, flags%s)",
	    blocking ? "" : " | O_NONBLOCK");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("no-key-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(tty) == 1,
	    "no key: read() answers EAGAIN");
	told = eag_poll("program", tty, POLLIN, "tty");
	eag_claim("poll-agrees", told == 0, "poll() agrees: nothing to read");

	eag_step(
	    "keys", "a key is pressed, and not Enter; the very same read()");
	n = write(pty, "y", 1);
	eag_call("person", n, "write(pty, \"y\")");
	told = eag_wait("program", tty, POLLIN, "tty");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("key-at-once", told == POLLIN && n == 1 && bytes[0] == 'y',
	    "now each key can be read at once");

	return eag_end();
}
