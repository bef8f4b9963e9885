/* SPDX-License-Identifier: MIT */
/*
 * connection.h: one client of an echo server, however the server waits.
 *
 * What a client sends comes back in upper case.  There is one buffer a client:
 * an answer that could not be sent yet stays in it, and until it is gone
 * nothing more is read.  So a client that never reads costs one buffer and no
 * more: its own send() is what comes to a stop.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <stddef.h>
#include <sys/types.h>

struct server;

struct connection {
	struct server *server; /* whose client it is */
	int sock;
	size_t place;      /* in the server's list */
	size_t start, end; /* the answer still to be sent: bytes[start, end) */
	int drained;       /* the last step read less than it had room for */
	char bytes[16384];
};

/*
 * n bytes were received: make them the answer.
 * n bytes of it were sent.
 */
void connection_received(struct connection *c, ssize_t n);
void connection_sent(struct connection *c, ssize_t n);

/* Is an answer waiting for room? Then POLLOUT is of interest, else POLLIN. */
int connection_keeps(const struct connection *c);

/* A call that was made, and what it answered. */
struct call {
	const char *name;
	size_t asked; /* bytes */
	ssize_t ret;
	int error; /* errno, where ret is -1 */
};

struct step {
	int moved; /* 1: bytes, and more may; 0: none, EAGAIN; -1: it is over */
	int calls; /* so many were made: */
	struct call call[2];
};

/* Read once, unless an answer is kept, and send once. */
struct step connection_step(struct connection *c);

#endif
