/* SPDX-License-Identifier: MIT */
/*
 * connections.h: connections on a few numbers, which are opened, written to,
 * closed and given out again.  Four rules are kept; an oracle knows whose each
 * byte is, and says if one went wrong.
 *
 *  1. One owner: only the loop closes, and each connection once.
 *  2. A generation: a deferred call is for its connection alone.
 *  3. Deregister: the books are told before close().
 *  4. Close last: close() runs after what was deferred before it.
 */
#ifndef CONNECTIONS_H
#define CONNECTIONS_H

#include <stdint.h>

enum step { OPEN, CLOSE, SEND, DEFER, LATE, TURN, STEPS };

enum { PLACES = 4, NUMBERS = 1024, WAITING = 64 };

/* A call in the queue: the connection writes its byte, or is closed. */
struct deferred {
	enum { WRITE, CLOSE_IT } what;
	int fd;
	uint32_t generation;
	unsigned char id;
};

struct connection {
	int used, closing;
	struct deferred handle; /* whoever calls for it later takes a copy */
	int peer;
	int unread;   /* sent by the peer, and not delivered */
	int promised; /* deferred before the close, and not arrived */
};

struct connections {
	int epoll;
	int high; /* the peers' numbers begin here */
	unsigned char next_id;
	const char *fault; /* NULL: all is right */
	struct connection places[PLACES];
	struct deferred last; /* the handle that was closed last */
	struct deferred queue[WAITING];
	int queued;
	int book[NUMBERS]; /* the number's place, plus 1; 0: none */
	uint32_t generations[NUMBERS];
};

void connections_begin(struct connections *all);
void connections_end(struct connections *all);

/* 1, or 0 if that step makes no sense now. */
int connections_step(struct connections *all, enum step step);

#endif
