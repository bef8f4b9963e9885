/* SPDX-License-Identifier: MIT */
/*
 * exercise: resends
 *
 * Sends one message of 300000 bytes on descriptor 0, a connected socket with
 * O_NONBLOCK, and ends.  It waits for room, as it should; but what arrives is
 * not the message.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

static unsigned char message[300000];

int
main(void)
{
	struct pollfd writable = { .fd = 0, .events = POLLOUT };
	ssize_t n;

	for (size_t i = 0; i < sizeof(message); i++)
		message[i] = (unsigned char)(i % 251);

	while ((n = send(0, message, sizeof(message), 0)) !=
	    (ssize_t)sizeof(message)) {
		if (n == -1 && errno != EAGAIN) {
			perror("send");
			return 1;
		}
		poll(&writable, 1, -1); /* no room for all of it: try again */
	}
	return 0;
}
