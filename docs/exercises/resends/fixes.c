/* SPDX-License-Identifier: MIT */
/* exercise: resends */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>

static unsigned char message[700000];

int
main(void)
{
	const size_t size = 300000;
	size_t done = 0;

	for (size_t i = 0; i < size; i++)
		message[i] = (unsigned char)(i % 251);
#if defined(RIGHT_BLOCKING)
	fcntl(0, F_SETFL, 0);
#endif
	while (done < size) {
#if defined(HALF_LENGTH_FORGOTTEN)
		ssize_t n = send(0, message + done, size, 0);
#elif defined(HALF_POINTER_FORGOTTEN)
		ssize_t n = send(0, message, size - done, 0);
#else
		ssize_t n = send(0, message + done, size - done, 0);
#endif

#if defined(HALF_ONE_OFF)
		if (n > 0)
			done += (size_t)n + (done == 0);
#elif defined(HALF_COUNTS_ERRORS)
		done += (size_t)n;
#else
		if (n > 0)
			done += (size_t)n;
#endif
		if (n == -1 && errno != EAGAIN)
			return 1;
		if (n != -1)
			continue;
#if defined(RIGHT_SELECT)
		fd_set set;

		FD_ZERO(&set);
		FD_SET(0, &set);
		select(1, NULL, &set, NULL, NULL);
#else /* RIGHT_POLL, and the half-fixes */
		poll(&(struct pollfd){ .fd = 0, .events = POLLOUT }, 1, -1);
#endif
	}
	return 0;
}
