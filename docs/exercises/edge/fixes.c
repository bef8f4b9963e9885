/* SPDX-License-Identifier: MIT */
/* exercise: edge */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static int
finished(long total)
{
	printf("%ld\n", total);
	return 0;
}

int
main(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(0);
	int timeout = -1;
	char bytes[4096];
	long total = 0;
	ssize_t n;

#if defined(RIGHT_LEVEL)
	event.events = EPOLLIN;
#elif defined(RIGHT_RDHUP) || defined(HALF_ONE_READ_AT_THE_END)
	event.events |= EPOLLRDHUP;
#elif defined(HALF_TIMEOUT)
	timeout = 20;
#elif defined(HALF_LONG_TIMEOUT)
	timeout = 100;
#elif defined(HALF_VERY_LONG_TIMEOUT)
	timeout = 1500;
#elif defined(HALF_NO_TIMEOUT)
	timeout = 0;
#endif
	epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event);
	for (;;) {
		if (epoll_wait(epoll, &event, 1, timeout) == -1)
			continue;
		do {
			n = recv(0, bytes, sizeof(bytes), 0);
			if (n == 0)
				return finished(total);
			total += n > 0 ? n : 0;
#if defined(HALF_ONE_READ_AT_THE_END)
			if ((event.events & EPOLLRDHUP) != 0)
				return finished(total);
#endif
#if defined(RIGHT_EAGAIN)
		} while (n > 0);
#elif defined(RIGHT_RDHUP)
		} while (n == (ssize_t)sizeof(bytes) ||
		    (n > 0 && (event.events & EPOLLRDHUP) != 0));
#elif defined(HALF_HUP)
		} while (n == (ssize_t)sizeof(bytes) ||
		    (n > 0 && (event.events & EPOLLHUP) != 0));
#elif defined(HALF_TWICE)
		} while (n > (ssize_t)sizeof(bytes) / 2);
#else /* RIGHT_LEVEL, and those that ask on time */
		} while (n == (ssize_t)sizeof(bytes));
#endif
	}
}
