/* SPDX-License-Identifier: MIT */
/* hear.c: what a program says on a connection. */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "judge.h"

void
hear(int conn, char *text, size_t size)
{
	struct pollfd readable = { .fd = conn, .events = POLLIN };
	size_t used = 0;
	ssize_t n = 1;

	while (n > 0 && used < size - 1 && memchr(text, '\n', used) == NULL &&
	    poll(&readable, 1, 3000) == 1) {
		n = recv(conn, text + used, size - 1 - used, 0);
		used += n > 0 ? (size_t)n : 0;
	}
	text[used] = '\0';
	text[strcspn(text, "\n")] = '\0';
}
