/* SPDX-License-Identifier: MIT */
/* exercise: stale */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int
error_of_socket(void)
{
	int error = 0;
	socklen_t size = sizeof(error);

	getsockopt(0, SOL_SOCKET, SO_ERROR, &error, &size);
	return error;
}

static int
report(int error)
{
	printf("%s: error %d\n", strerror(error), error);
#if defined(RIGHT_CLEARS)
	return error != 0;
#else
	return 0;
#endif
}

/* What ended it is known from this: n, and errno right after recv(). */
static int
ended(ssize_t n)
{
#if defined(RIGHT_VALUE_FIRST) || defined(RIGHT_SOCKET_ERROR) ||               \
    defined(HALF_NAP)
	return n == 0 ? 0 : errno;
#elif defined(HALF_EAGAIN_IS_ZERO)
	return errno == EAGAIN ? 0 : errno;
#elif defined(HALF_ALWAYS_WELL)
	return 0;
#elif defined(HALF_SOCKET_ERROR)
	return error_of_socket(); /* recv() has taken it already */
#elif defined(HALF_LOGS_FIRST)
	if (access("/no/such/log", W_OK) == 0)
		puts("to the log");
	return n == 0 ? 0 : errno;
#elif defined(HALF_READS_AGAIN)
	return recv(0, &(char){ 0 }, 1, 0) == -1 ? errno : 0;
#elif defined(HALF_CLEARS_AFTERWARDS)
	errno = 0;
#endif
	(void)n;
	return errno;
}

int
main(void)
{
	struct pollfd readable = { .fd = 0, .events = POLLIN };
	char bytes[4096];
	ssize_t n;

	if (isatty(STDOUT_FILENO))
		puts("reading ...");
#if defined(HALF_CLEARS_ONCE)
	errno = 0;
#endif
	for (;;) {
#if defined(RIGHT_SOCKET_ERROR)
		poll(&readable, 1, -1);
		if ((readable.revents & POLLERR) != 0)
			return report(error_of_socket());
#elif defined(RIGHT_CLEARS)
		errno = 0;
#endif
		n = recv(0, bytes, sizeof(bytes), 0);
		if (n > 0)
			continue;
		if (n == 0 || errno != EAGAIN)
			break;
#if defined(HALF_NAP)
		nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
#else
		poll(&readable, 1, -1);
#endif
	}
	(void)error_of_socket;
	(void)readable;
	return report(ended(n));
}
