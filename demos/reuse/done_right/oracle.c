/* SPDX-License-Identifier: MIT */
/* oracle.c: no byte is lost or goes to a stranger, nobody is deaf or closed. */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "oracle.h"

/* How many bytes with this id came; another id is a fault. */
static int
take(struct connections *all, int fd, unsigned char id, const char *fault)
{
	unsigned char byte;
	int own = 0;

	while (recv(fd, &byte, 1, 0) == 1)
		if (byte == id)
			own++;
		else
			all->fault = fault;
	return own;
}

void
oracle_deliver(struct connections *all, int fd)
{
	struct connection *c;

	if (all->book[fd] == 0)
		return;
	c = &all->places[all->book[fd] - 1];
	c->unread -= take(
	    all, fd, c->handle.id, "a byte was delivered to a stranger");
}

void
oracle_judge(struct connections *all)
{
	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &all->places[i];

		if (!c->used)
			continue;
		c->promised -= take(all, c->peer, c->handle.id,
		    "a stranger's byte arrived at a peer");
		if (!c->closing && fcntl(c->handle.fd, F_GETFD) == -1)
			all->fault = "a connection was closed by a stranger";
		else if (!c->closing && c->unread > 0)
			all->fault = "a connection is deaf";
		if (c->promised > 0)
			all->fault = "a byte that was promised is lost";
		if (all->generations[c->handle.fd] != c->handle.generation) {
			close(c->peer); /* it was closed in this turn */
			c->used = 0;
		}
	}
}
