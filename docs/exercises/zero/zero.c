/* SPDX-License-Identifier: MIT */
/*
 * exercise: zero
 *
 * Reads from descriptor 0, a connected socket with O_NONBLOCK, until the peer
 * has finished, writes how many bytes came, and ends.  It waits for bytes as it
 * should; but it never ends, and the processor gets warm.
 */
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

int
main(void)
{
	struct pollfd readable = { .fd = 0, .events = POLLIN };
	char bytes[4096];
	long total = 0;

	for (;;) {
		ssize_t n = recv(0, bytes, sizeof(bytes), 0);

		if (n > 0) {
			total += n;
			continue;
		}
		/* Nothing there. */
		if (poll(&readable, 1, -1) == -1)
			break;
	}
	printf("%ld\n", total);
	return 0;
}
