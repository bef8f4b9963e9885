/* SPDX-License-Identifier: MIT */
/* server_program.h: an echo server's program, started to be measured. */
#ifndef SERVER_PROGRAM_H
#define SERVER_PROGRAM_H

#include <sched.h> /* cpu_set_t: who includes this needs _GNU_SOURCE */
#include <sys/types.h>

#include "../echo/counts.h"
#include "arrange.h"

struct program {
	const char *name;   /* of the program: echo-NAME */
	int scans;          /* looks at every descriptor for each answer */
	int sleeps;         /* while nobody speaks */
	int burns;          /* a processor, while nobody speaks */
	int crowd_to;       /* descriptors that it has already when it starts */
	const char *option; /* one more for the program, or NULL */
	const cpu_set_t *processors; /* NULL: wherever there is time */
	pid_t pid;
	const struct counts *counts;
	struct eag_address address;
};

/*
 * Where there are two processors the client gets the first and each server the
 * last, so that all are measured alike.  Returns how many there are.
 */
int program_processors(cpu_set_t *processors);

/*
 * Start the program that lies beside this one, and wait until it listens.
 * 0: it cannot be shown here, as it says.
 */
int program_start(struct program *program);
void program_stop(struct program *program);

#endif
