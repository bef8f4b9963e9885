/* SPDX-License-Identifier: MIT */
/* trial.h: one way of waiting on the work that all get. */
#ifndef TRIAL_H
#define TRIAL_H

#include "seen.h"
#include "table.h"
#include "way.h"

enum { LEVELS = 5 };

struct plan {
	size_t levels, connections[LEVELS];
	size_t active; /* so many of them ask */
	int runs;      /* on each level: at least so many, at most four times */
	long requests; /* as many, until there were so many requests */
	long milliseconds, idle_milliseconds;
};

struct outcome {
	int missing; /* it cannot be shown here */
	int lost;    /* answers are missing that the server owed */
	struct cell cells[LEVELS];
	struct seen_idle idle;
};

void
trial_run(struct way *way, const struct plan *plan, struct outcome *outcome);

/* echo-nap, asked so many times (100 at most) at any moment of its nap. */
void trial_half_a_nap(int asks);

/* It is asked while it sleeps, three times: the times to the answer, in ns. */
void trial_while_asleep(
    const char *name, const char *option, long *least, long *most);

/* How many ask, of so many connections. */
size_t trial_active(const struct plan *plan, size_t connections);

#endif
