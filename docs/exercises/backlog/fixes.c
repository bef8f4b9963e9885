/* SPDX-License-Identifier: MIT */
/* exercise: backlog */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_un address = { .sun_family = AF_UNIX };
static socklen_t length;

static int
call_server(int sock)
{
	return connect(sock, (struct sockaddr *)&address, length);
}

static int
new_socket(int flags)
{
	return socket(AF_UNIX, SOCK_STREAM | flags, 0);
}

static void
nap(long ms)
{
	nanosleep(&(struct timespec){ .tv_sec = ms / 1000,
		      .tv_nsec = ms % 1000 * 1000000 },
	    NULL);
}

/* A connected socket, or -1. */
static int
connected(void)
{
	int sock = new_socket(SOCK_NONBLOCK);
	struct pollfd writable = { .fd = sock, .events = POLLOUT };

#if defined(RIGHT_BLOCKING)
	close(sock);
	sock = new_socket(0);
	return call_server(sock) == 0 ? sock : -1;
#elif defined(RIGHT_TIME_LIMIT)
	const struct timeval limit = { .tv_usec = 200000 };

	close(sock);
	sock = new_socket(0);
	setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	while (call_server(sock) == -1)
		if (errno != EAGAIN)
			return -1;
	return sock;
#elif defined(HALF_BACKLOG_IS_ERROR)
	return call_server(sock) == 0 ? sock : -1;
#elif defined(HALF_ONCE_MORE)
	if (call_server(sock) == -1)
		nap(100);
	return call_server(sock) == 0 || errno == EISCONN ? sock : -1;
#elif defined(HALF_ONCE_MORE_LATER)
	if (call_server(sock) == -1)
		nap(1000);
	return call_server(sock) == 0 || errno == EISCONN ? sock : -1;
#endif
	for (long ms = 5; call_server(sock) == -1; ms *= 2) {
		if (errno == EISCONN)
			break;
		if (errno != EAGAIN)
			return -1;
#if defined(RIGHT_NAP)
		nap(20);
#elif defined(RIGHT_BACK_OFF)
		nap(ms < 1000 ? ms : 1000);
#elif defined(HALF_FEW_TRIES)
		nap(200);
		if (ms > 20)
			return -1;
#elif defined(RIGHT_NEW_SOCKET)
		nap(50);
		close(sock);
		sock = new_socket(SOCK_NONBLOCK);
#elif defined(HALF_NEW_SOCKET_AT_ONCE)
		close(sock);
		sock = new_socket(SOCK_NONBLOCK);
#elif defined(HALF_YIELDS)
		sched_yield();
#elif defined(HALF_POLLS_AND_CALLS)
		poll(&writable, 1, 100);
#elif defined(HALF_WAITS_FOR_POLLOUT_ALONE)
		do {
			nap(20);
			poll(&writable, 1, 1000);
		} while (writable.revents != POLLOUT);
#elif defined(HALF_EDGE)
		static int epoll;
		struct epoll_event event = { .events = EPOLLOUT | EPOLLET };

		if (epoll == 0) {
			epoll = epoll_create1(0);
			epoll_ctl(epoll, EPOLL_CTL_ADD, sock, &event);
		}
		epoll_wait(epoll, &event, 1, -1);
#elif defined(HALF_PEER)
		struct sockaddr_un peer;
		socklen_t size = sizeof(peer);

		while (getpeername(sock, (struct sockaddr *)&peer, &size) == -1)
			nap(20);
#endif
	}
	(void)writable;
	(void)nap;
	return sock;
}

int
main(int argc, char *argv[])
{
	const char *name = argc > 1 ? argv[1] : "";
	int sock;

	strncpy(address.sun_path + 1, name, sizeof(address.sun_path) - 2);
	length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
	    strlen(name));
	sock = connected();
	return sock == -1 || send(sock, "hello\n", 6, MSG_NOSIGNAL) != 6;
}
