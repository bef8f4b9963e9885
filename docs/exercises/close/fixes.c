/* SPDX-License-Identifier: MIT */
/* exercise: close */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int copies[64];
static int clients;

static void
leave(int epoll, int conn)
{
#if defined(RIGHT_DEREGISTER) || defined(HALF_END_IGNORED)
	epoll_ctl(epoll, EPOLL_CTL_DEL, conn, NULL);
	close(conn);
#elif defined(RIGHT_LAST)
	epoll_ctl(epoll, EPOLL_CTL_DEL, conn, NULL); /* closed at the end */
#elif defined(HALF_SILENT)
	struct epoll_event nothing = { .events = 0 };

	close(conn);
	epoll_ctl(epoll, EPOLL_CTL_MOD, conn, &nothing);
#elif defined(HALF_SILENT_FIRST)
	struct epoll_event nothing = { .events = 0 }; /* and always EPOLLERR */

	epoll_ctl(epoll, EPOLL_CTL_MOD, conn, &nothing);
	close(conn);
#elif defined(HALF_SHUTDOWN)
	shutdown(conn, SHUT_RDWR);
	close(conn);
#elif defined(HALF_BY_COPY)
	close(conn);
	for (int i = 0; i < clients; i++)
		epoll_ctl(epoll, EPOLL_CTL_DEL, copies[i], NULL);
#elif defined(HALF_LEAK)
	epoll_ctl(epoll, EPOLL_CTL_DEL, conn, NULL);
#else /* HALF_IGNORED, HALF_EDGE */
	close(conn);
#endif
	(void)epoll;
}

static void
answer(int epoll, int conn)
{
	char line[256];
	ssize_t n = recv(conn, line, sizeof(line), 0);

	if (n == -1 && (errno == EBADF || errno == EAGAIN))
		return;
#if defined(HALF_END_IGNORED)
	if (n == 0)
		return;
#endif
	for (ssize_t i = 0; i < n; i++)
		line[i] = (char)toupper((unsigned char)line[i]);
	if (n > 0)
		send(conn, line, (size_t)n, MSG_NOSIGNAL);
	if (n <= 0 || (n >= 3 && strncmp(line, "BYE", 3) == 0))
		leave(epoll, conn);
}

int
main(void)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = 0 };
	int epoll = epoll_create1(0);

	epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event);
	for (;;) {
		if (epoll_wait(epoll, &event, 1, -1) != 1)
			continue;
		if (event.data.fd == 0 && clients < 64) {
			int conn = accept4(0, NULL, NULL, SOCK_NONBLOCK);

			if (conn == -1)
				continue;
#if defined(RIGHT_LAST)
			copies[clients++] = conn;
#else
			copies[clients++] = dup(conn);
#endif
#if defined(HALF_EDGE)
			event.events = EPOLLIN | EPOLLET;
#else
			event.events = EPOLLIN;
#endif
			event.data.fd = conn;
			epoll_ctl(epoll, EPOLL_CTL_ADD, conn, &event);
		} else
			answer(epoll, event.data.fd);
	}
}
