/* SPDX-License-Identifier: MIT */
/* serving.h: how far the server under proof has come: it may have died, too. */
#ifndef SERVING_H
#define SERVING_H

#include <sys/types.h>

#include "../server.h"

/*
 * `pid` is the server that serves from now on.  eag_await() for 5 s on a socket
 * of its client; if the server has ended, so does this program, and says so.
 */
void serving_start(const struct server *server, pid_t pid);
int serving_await(int sock, short events);

/*
 * Something is missing.  If a limit of the machine turned a client away, end
 * with 77 and name it; if the server has ended, with 99.  Ignore the limits
 * that the proof itself caused.
 */
void serving_limit(void);
void serving_turned_away(void);

/* How many clients it has dealt with: others are in its accept queue. */
unsigned long serving_met(const struct server *server);

/* Wait, at most 5 s, until it has met so many, and so many are left. */
int serving_left(
    const struct server *server, unsigned long total, unsigned long clients);

/* Wait until what was under way is done: it sleeps, and makes no call. */
void serving_quiet(const struct server *server);

#endif
