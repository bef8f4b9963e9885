/* SPDX-License-Identifier: MIT */
/*
 * rules.h: connections on a few numbers, which are opened, written to, closed
 * and given out again by four rules, each of which can be left out.  An oracle
 * knows whose each byte is.
 */
#ifndef RULES_H
#define RULES_H

#include <stdint.h>

enum rule {             /* a bit each */
	ONE_OWNER = 1,  /* whoever hands a number over forgets it */
	GENERATION = 2, /* a deferred call is for its connection alone */
	DEREGISTER = 4, /* the books are told before close() */
	CLOSE_LAST = 8, /* close() runs after what was deferred before it */
	ALL_RULES = 15
};

enum step { OPEN, CLOSE, SEND, DEFER, LATE, TURN, STEPS };

enum { PLACES = 4, NUMBERS = 1024, WAITING = 64 };

struct connection {
	int used, closing;
	int fd, peer;
	uint32_t generation;
	unsigned char id;
	int unread;   /* sent by the peer, and not delivered */
	int promised; /* deferred before the close, and not arrived */
};

struct deferred {
	enum { WRITE, CLOSE_IT, CLOSE_AGAIN } what;
	int fd;
	uint32_t generation;
	unsigned char id;
};

struct rules {
	unsigned kept; /* a bit for each rule */
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

void rules_begin(struct rules *rules, unsigned kept);
void rules_end(struct rules *rules);

/* 1, or 0 if that step makes no sense now. */
int rules_step(struct rules *rules, enum step step);

#endif
