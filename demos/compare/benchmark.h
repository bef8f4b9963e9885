/* SPDX-License-Identifier: MIT */
/* benchmark.h: one way of waiting on the work that all get. */
#ifndef BENCHMARK_H
#define BENCHMARK_H

#include "../echo/proof/process.h"
#include "server_program.h"
#include "table.h"

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
	struct process_idle idle;
	int traced; /* so each of its stops counts as a sleep */
};

void benchmark_run(
    struct program *program, const struct plan *plan, struct outcome *outcome);

/* How many ask, of so many connections. */
size_t benchmark_active(const struct plan *plan, size_t connections);

#endif
