/* SPDX-License-Identifier: MIT */
/* readable.c: connect, send a byte, and wait until it is there. */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "readable.h"

int
readable(int flags, int *client)
{
	int conn;

	eag_pair(0, client, flags, &conn);
	eag_need(send(*client, "x", 1, 0) == 1, "send");
	eag_need(eag_await(conn, POLLIN, 5000) > 0, "poll");
	return conn;
}

void
read_byte(struct loop *loop, void *number)
{
	char byte;
	ssize_t n = recv(*(int *)number, &byte, 1, MSG_DONTWAIT);

	(void)loop;
	if (n == 0)
		errno = ENODATA; /* the end, where a byte should be */
	eag_need(n == 1, "recv");
}
