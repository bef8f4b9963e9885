/* SPDX-License-Identifier: MIT */
/* exercise: drops */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int
put(const unsigned char *record, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = send(0, record + done, size - done, 0);

		if (n == -1 && errno != EAGAIN)
			return -1;
#if defined(HALF_COUNT_IGNORED)
		if (n != -1)
			return 0;
#else
		if (n != -1) {
			done += (size_t)n;
			continue;
		}
#endif
#if defined(RIGHT_POLL) || defined(HALF_COUNT_IGNORED) ||                      \
    defined(HALF_CHILD_GOES_ON)
		poll(&(struct pollfd){ .fd = 0, .events = POLLOUT }, 1, -1);
#elif defined(RIGHT_EPOLL)
		struct epoll_event event = { .events = EPOLLOUT | EPOLLET };
		static int epoll;

		if (epoll == 0) {
			epoll = epoll_create1(0);
			epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event);
		}
		epoll_wait(epoll, &event, 1, -1);
#elif defined(HALF_NAP)
		nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
#elif defined(HALF_LONG_NAP)
		nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
#elif defined(HALF_POLLIN)
		poll(&(struct pollfd){ .fd = 0, .events = POLLIN }, 1, 50);
#elif defined(HALF_AGAIN_AT_ONCE) || defined(HALF_CHILD_SPINS)
		continue;
#elif defined(HALF_GIVES_UP)
		return -1;
#endif
	}
	return 0;
}

int
main(void)
{
	unsigned char record[30000];
	size_t sent = 0;

#if defined(RIGHT_BLOCKING)
	fcntl(0, F_SETFL, 0);
#elif defined(HALF_CHILD_GOES_ON)
	if (fork() == 0)
		for (;;)
			pause();
#elif defined(HALF_CHILD_SPINS)
	if (fork() != 0)
		return wait(&(int){ 0 }) == -1;
#endif
	for (int number = 0; number < 10; number++) {
		for (size_t i = 0; i < sizeof(record); i++)
			record[i] = (unsigned char)((sent + i) % 251);
		sent += sizeof(record);
		if (put(record, sizeof(record)) == -1) {
			perror("send");
			return 1;
		}
	}
	return 0;
}
