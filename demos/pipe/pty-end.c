/* SPDX-License-Identifier: MIT */
/*
 * pty-end: somebody types Ctrl-D on an empty line.  read() gives 0, the end of
 * the input, once.  Then it is EAGAIN, and whoever reads on may get more.
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
	.name = "pty-end",
	.title = "Ctrl-D at a terminal: read() gives 0 once, then EAGAIN",
	.class = "contrast",
	.calls = "read tcsetattr fcntl write poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN for the end, as for a line; nothing before and after",
	.belief = "After the end of the input every read() gives 0.",
	.why = "Ctrl-D hands over what is in the line. If that is empty, "
	       "read() gives 0 bytes, and that is all. The terminal is not "
	       "closed, so what comes next is EAGAIN: nothing yet.",
	.react = "Take 0 for the end, and do not read again. EAGAIN is not the "
		 "end: wait for POLLIN.",
	.pages = "termios(3) pty(7) read(2)",
	.next = "pty-line recv-eof",
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

	eag_step("end", "Ctrl-D on an empty line");
	eag_terminal(&pty, &tty);
	eag_need(tcgetattr(tty, &modes) == 0, "tcgetattr");
	modes.c_lflag |= ICANON;
	modes.c_cc[VEOF] = 4;
	ret = tcsetattr(tty, TCSANOW, &modes);
	eag_call("program", ret, "tcsetattr(tty, ICANON)");
	flags = fcntl(tty, F_GETFL);
	eag_call("program", flags, "fcntl(tty, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(tty, F_SETFL, flags | (blocking ? 0 : O_NONBLOCK));
	eag_call("program", ret, "fcntl(tty, F_SETFL, flags%s)",
	    blocking ? "" : " | O_NONBLOCK");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("not-yet",
	    n == -1 && errno == EAGAIN && eag_nonblocking(tty) == 1,
	    "nothing is typed: EAGAIN, which is not the end");
	n = write(pty, "\4", 1);
	eag_call("person", n, "write(pty, Ctrl-D)");
	told = eag_wait("program", tty, POLLIN, "tty");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("end-is-zero", told == POLLIN && n == 0,
	    "POLLIN, and 0: the end of the input");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("zero-once", n == -1 && errno == EAGAIN,
	    "0 comes once; then EAGAIN, and the terminal can go on");

	eag_step("line", "a line, though the end has come; the same read()");
	n = write(pty, "y\n", 2);
	eag_call("person", n, "write(pty, 2 bytes)");
	told = eag_wait("program", tty, POLLIN, "tty");
	n = read(tty, bytes, sizeof(bytes));
	eag_call("program", n, "read(tty, %zu bytes)", sizeof(bytes));
	eag_claim("goes-on", told == POLLIN && n == 2,
	    "POLLIN, and it gives the line");

	return eag_end();
}
