/* SPDX-License-Identifier: MIT */
/* exercise: zero */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>

int
main(void)
{
	struct pollfd readable = { .fd = 0, .events = POLLIN | POLLRDHUP };
	char bytes[4096];
	long total = 0;

#if defined(RIGHT_BLOCKING)
	fcntl(0, F_SETFL, 0);
#endif
	for (;;) {
		ssize_t n = recv(0, bytes, sizeof(bytes), 0);

		if (n > 0) {
			total += n;
			continue;
		}
#if defined(RIGHT_POLL) || defined(RIGHT_BLOCKING)
		if (n == 0 || errno != EAGAIN)
			break;
		poll(&readable, 1, -1);
#elif defined(RIGHT_DEADLINE)
		if (n == 0 || errno != EAGAIN)
			break;
		if (poll(&readable, 1, 3000) == 0)
			return 1;
#elif defined(RIGHT_LOOKS_AGAIN)
		if (n == 0 || errno != EAGAIN)
			break;
		poll(&readable, 1, 200);
#elif defined(HALF_RDHUP_IS_THE_END)
		/* The last bytes have come with it. */
		poll(&readable, 1, -1);
		if ((readable.revents & POLLRDHUP) != 0)
			break;
#elif defined(HALF_EAGAIN_IS_THE_END)
		break;
#elif defined(HALF_HUP_IS_THE_END)
		poll(&readable, 1, -1);
		if ((readable.revents & POLLHUP) != 0)
			break;
#elif defined(HALF_NAP)
		if (n == 0)
			break;
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
#elif defined(HALF_ZERO_IS_A_NAP)
		if (n == 0)
			nanosleep(
			    &(struct timespec){ .tv_nsec = 1000000 }, NULL);
		else
			poll(&readable, 1, -1);
#endif
	}
	printf("%ld\n", total);
	return 0;
}
