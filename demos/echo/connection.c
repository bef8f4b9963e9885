/* SPDX-License-Identifier: MIT */
/* connection.c: read, answer in upper case, keep what could not be sent. */
#include <errno.h>
#include <sys/socket.h>

#include "connection.h"

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

/* What a call answered, and what that means for the connection. */
static void
called(struct step *step, const char *name, size_t asked, ssize_t ret)
{
	step->call[step->calls++] = (struct call){ .name = name,
		.asked = asked,
		.ret = ret,
		.error = ret == -1 ? errno : 0 };
	if (ret == 0) /* the client has finished, and has its answers */
		step->moved = -1;
	if (ret == -1)
		step->moved = errno == EAGAIN ? 0 : errno == EINTR ? 1 : -1;
}

struct step
connection_step(struct connection *c)
{
	struct step step = { .moved = 1 };
	ssize_t n;

	c->drained = 0;
	if (!connection_keeps(c)) {
		n = recv(c->sock, c->bytes, sizeof(c->bytes), 0);
		called(&step, "recv", sizeof(c->bytes), n);
		if (n > 0)
			connection_received(c, n);
	}
	if (connection_keeps(c)) {
		n = send(c->sock, c->bytes + c->start, c->end - c->start,
		    MSG_NOSIGNAL);
		called(&step, "send", c->end - c->start, n);
		if (n != -1)
			connection_sent(c, n);
	}
	return step;
}
