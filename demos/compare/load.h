/* SPDX-License-Identifier: MIT */
/*
 * load.h: clients that ask an echo server, each its next question when it has
 * the answer to the last.
 */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>

#include "arrange.h"

#define LOAD_MESSAGE 64 /* bytes in a question */
extern const char load_question[LOAD_MESSAGE + 1];

struct load {
	struct eag_address server;
	int *socks;
	size_t open, room;
	long *latencies; /* ns */
};

/* What a run of load_run() came to. */
struct load_result {
	long requests, wrong, lost; /* answers; clients turned away */
	long long nanoseconds;
	long p50, p99, max; /* latency in ns */
};

void load_start(struct load *load, const struct eag_address *server);
void load_stop(struct load *load);

/* Connect until so many are open. */
void load_open(struct load *load, size_t connections);

/* The first `active` of them ask, for so long: each at least once. */
void load_run(struct load *load, size_t active, long milliseconds,
    struct load_result *result);

/*
 * For clients that ask in another way: record an answer; compute the
 * percentiles.
 */
void load_answered(struct load *load, struct load_result *result,
    const char *answer, long long since, long long now);
void load_sum_up(struct load *load, struct load_result *result);

void load_sort(long *values, size_t number);

#endif
