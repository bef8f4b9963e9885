/* SPDX-License-Identifier: MIT */
/*
 * connect_attempt.h: asyncio's sock_connect(): a connect that is under way and
 * known to the loop, and the clean-up that its cancellation leaves in the
 * queue.
 */
#ifndef CONNECT_ATTEMPT_H
#define CONNECT_ATTEMPT_H

#include "loop.h"

enum clean_up { BY_NUMBER, BY_OWNER }; /* Python up to 3.8, and from 3.9 on */

struct attempt {
	int number; /* what the loop goes by */
	int sock;   /* what the socket object says: -1 once it is closed */
	int done;   /* asyncio's fut.done() */
	int error;  /* what its callback found: 0 is "connected" */
	enum clean_up clean_up;
	int refused; /* the clean-up: a transport has the number */
	struct handle connected, deferred;
};

/*
 * Connect to `listener` (reported), and register for the outcome.  0: refused,
 * as a transport has the number.
 */
int attempt_start(struct loop *loop, struct attempt *attempt, const char *who,
    int listener, enum clean_up clean_up);

/* The clean-up is deferred: it runs in the loop's next turn, not now. */
void attempt_cancel(struct loop *loop, struct attempt *attempt);

/* The socket object's close(): it loses its number, the books keep it. */
void attempt_close(struct attempt *attempt, const char *who);

#endif
