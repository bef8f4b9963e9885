/* SPDX-License-Identifier: MIT */
/* terminal.c: a pseudo-terminal, both ends. */
#define _XOPEN_SOURCE 700 /* posix_openpt() */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>

#include "internal.h"

void
eag_terminal(int *master, int *terminal)
{
	struct termios raw;
	const char *name;

	*master = posix_openpt(O_RDWR | O_NOCTTY);
	if (*master == -1 &&
	    (errno == ENOENT || errno == ENOSPC || errno == EACCES ||
		errno == EIO))
		eag_skip("a pseudo-terminal: /dev/ptmx");
	eag_need(*master != -1, "posix_openpt");
	eag_need(grantpt(*master) == 0, "grantpt");
	eag_need(unlockpt(*master) == 0, "unlockpt");
	name = ptsname(*master);
	eag_need(name != NULL, "ptsname");
	*terminal = open(name, O_RDWR | O_NOCTTY);
	if (*terminal == -1 && (errno == ENOENT || errno == EACCES))
		eag_skip("a pseudo-terminal: /dev/pts");
	eag_need(*terminal != -1, "open of a terminal");
	eag_need(tcgetattr(*terminal, &raw) == 0, "tcgetattr");
	raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR |
	    IGNCR | ICRNL | IXON);
	raw.c_oflag &= ~(tcflag_t)OPOST;
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	eag_need(tcsetattr(*terminal, TCSANOW, &raw) == 0, "tcsetattr");
}
