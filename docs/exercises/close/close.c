/* SPDX-License-Identifier: MIT */
/*
 * exercise: close
 *
 * Descriptor 0 is a listening socket with O_NONBLOCK.  The server answers each
 * line in upper case; "bye" ends a client.  It keeps a copy of each client's
 * descriptor, to say good night when it is switched off.  After the first bye,
 * it uses up a whole processor.
 */
#define _GNU_SOURCE /* accept4() */
#include <ctype.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static int copies[64];
static int clients;

static void
answer(int epoll, int conn)
{
	char line[256];
	ssize_t n = recv(conn, line, sizeof(line), 0);

	for (ssize_t i = 0; i < n; i++)
		line[i] = (char)toupper((unsigned char)line[i]);
	if (n > 0)
		send(conn, line, (size_t)n, MSG_NOSIGNAL);
	if (n == 0 || (n >= 3 && strncmp(line, "BYE", 3) == 0)) {
		close(conn);
		epoll_ctl(epoll, EPOLL_CTL_DEL, conn, NULL);
	}
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
			copies[clients++] = dup(conn);
			event.events = EPOLLIN;
			event.data.fd = conn;
			epoll_ctl(epoll, EPOLL_CTL_ADD, conn, &event);
		} else
			answer(epoll, event.data.fd);
	}
}
