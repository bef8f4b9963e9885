/* SPDX-License-Identifier: MIT */
/* table.h: what compare-waiting measured, for people and as events. */
#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>

#include "load.h"

/* What one way of waiting came to with so many connections. */
struct cell {
	struct load_result result; /* no requests: it cannot have so many */
	unsigned long calls, refused;
	long long cpu;     /* ns */
	long long request; /* ns of one alone, from sleep to sleep; or 0 */
};

/* A figure of the table, for programs: an event, and no line. */
void table_figure(const char *name, long value, const char *unit);

/* Processor time for a request, in ns. */
long long table_cost(const struct cell *cell);

/* `worst` is the cost at which a row's bar is full. */
void table_heading(size_t connections, size_t active);
void table_row(const char *way, size_t connections, const struct cell *cell,
    long long worst);

/* What silence costs; calls and time are those of `time` ns. */
void table_idle_heading(void);
void
table_idle(const char *way, long long cpu, long long time, unsigned long calls);

#endif
