/* SPDX-License-Identifier: MIT */
/* way.h: another program's echo server, started to be measured. */
#ifndef WAY_H
#define WAY_H

#include <sys/types.h>

#include "arrange.h"
#include "server.h"

struct way {
	const char *name; /* of the program: echo-NAME */
	int scans;        /* looks at every descriptor for each answer */
	int sleeps;       /* while nobody speaks */
	pid_t pid;
	const struct counts *counts;
	struct eag_address address;
};

/*
 * Start the program that lies beside this one, and wait until it listens.
 * 0: it cannot be shown here, as it says.
 */
int way_start(struct way *way);
void way_stop(struct way *way);

/* Processor time that it has used, in nanoseconds: clock_getcpuclockid(3). */
long long way_cpu(const struct way *way);

#endif
