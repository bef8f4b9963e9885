/* SPDX-License-Identifier: MIT */
/* seen.h: what can be seen from outside of a server that proves itself. */
#ifndef SEEN_H
#define SEEN_H

#include <sys/resource.h>
#include <sys/types.h>
#include <time.h>

#include "server.h"

/*
 * `pid` is the server that serves from now on.  eag_await() for 5 s on a socket
 * of its client; if the server has ended, so does this program, and says so.
 */
void seen_start(const struct server *server, pid_t pid);
int seen_await(int sock, short events);

/*
 * Not the server is to blame if a limit of the machine turned a client away:
 * then this ends with 77, and names it.  The proof itself turns some away: what
 * was until now is of no account.
 */
void seen_limit(void);
void seen_turned_away(void);

/* How many descriptors it holds, and the number that its next one will have. */
long seen_descriptors(pid_t pid);
rlim_t seen_lowest_free(pid_t pid);

/* How many clients it has dealt with: others are in its accept queue. */
unsigned long seen_met(const struct server *server);

/* Wait, at most 5 s, until it has met so many, and so many are left. */
int seen_left(
    const struct server *server, unsigned long total, unsigned long clients);

/* What it does while nobody asks. */
struct seen_idle {
	unsigned long calls; /* as it counts them itself */
	long sleeps; /* how often it went to sleep, as the kernel counts */
	long long time, cpu; /* ns */
	long long asleep; /* of that time, in ns; -1: this kernel does not tell
			   */
};

/*
 * Watch it for so long, and at most 5 s longer until it has made so many calls
 * and used so much processor time (ns).
 */
void seen_idle(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct seen_idle *idle);

/* Processor time that it has used, in ns: clock_getcpuclockid(3). */
long long seen_cpu(pid_t pid);

/* Wait until what was under way is done: it makes no call, for a while. */
void seen_quiet(const struct server *server);

/* SIGSTOP, and it has stopped; or SIGCONT. */
void seen_stopped(pid_t pid, int how);

#endif
