/* SPDX-License-Identifier: MIT */
/*
 * exercise: stale
 *
 * Reads from descriptor 0, a connected socket with O_NONBLOCK, until the
 * connection ends.  Then it writes the number of the error that ended it, or 0
 * if the peer has finished and all is well.  It says "error 11" when all is
 * well.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Until there is something to read. */
static void
wait_for_more(void)
{
	poll(&(struct pollfd){ .fd = 0, .events = POLLIN }, 1, -1);
}

int
main(void)
{
	char bytes[4096];
	ssize_t n;

	if (isatty(STDOUT_FILENO))
		puts("reading ...");
	for (;;) {
		n = recv(0, bytes, sizeof(bytes), 0);
		if (n == -1 && errno == EAGAIN)
			wait_for_more();
		else if (n <= 0)
			break;
	}
	printf("%s: error %d\n", strerror(errno), errno);
	return 0;
}
