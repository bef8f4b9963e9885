/* SPDX-License-Identifier: MIT */
/* seen.h: what can be seen from outside of a server that proves itself. */
#ifndef SEEN_H
#define SEEN_H

#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>

#include "server.h"

/* How many descriptors it holds, and the number that its next one will have. */
long seen_descriptors(pid_t pid);
rlim_t seen_lowest_free(pid_t pid);

/* How many clients it has dealt with: others are in its accept queue. */
unsigned long seen_met(const struct server *server);

/* Wait, at most 5 s, until it has met so many, and so many are left. */
int seen_left(
    const struct server *server, unsigned long total, unsigned long clients);

/* The calls it makes in so long, once what was under way is done. */
unsigned long seen_calls(const struct server *server, int milliseconds);

/* SIGSTOP, and it has stopped; or SIGCONT. */
void seen_stopped(pid_t pid, int how);

long seen_microseconds(clockid_t clock);

#endif
