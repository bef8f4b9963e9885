/* SPDX-License-Identifier: MIT */
/* connection.c: read, answer in upper case, keep what could not be sent. */
#include <errno.h>
#include <sys/socket.h>

#include "connection.h"
#include "server.h"

void
connection_received(struct connection *c, ssize_t n)
{
	c->start = 0;
	c->end = (size_t)n;
	c->drained = c->end < sizeof(c->bytes);
	/* ASCII alone: the other bytes of UTF-8 pass as they are. */
	for (size_t i = 0; i < c->end; i++)
		if (c->bytes[i] >= 'a' && c->bytes[i] <= 'z')
			c->bytes[i] = (char)(c->bytes[i] - 'a' + 'A');
}

void
connection_sent(struct connection *c, ssize_t n)
{
	c->start += (size_t)n;
}

int
connection_keeps(const struct connection *c)
{
	return c->start < c->end;
}

/* What a call that moved nothing means for the connection. */
static int
refused(void)
{
	return errno == EAGAIN ? 0 : errno == EINTR ? 1 : -1;
}

int
connection_step(struct connection *c)
{
	ssize_t n;

	c->drained = 0;
	if (!connection_keeps(c)) {
		n = recv(c->sock, c->bytes, sizeof(c->bytes), 0);
		server_called(c->server, n);
		if (n == 0) /* the client has finished, and has its answers */
			return -1;
		if (n == -1)
			return refused();
		connection_received(c, n);
	}
	n = send(c->sock, c->bytes + c->start, c->end - c->start, MSG_NOSIGNAL);
	server_called(c->server, n);
	if (n == -1)
		return refused();
	connection_sent(c, n);
	return 1;
}
