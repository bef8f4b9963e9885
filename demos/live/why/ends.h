/* SPDX-License-Identifier: MIT */
/* ends.h: who listens at a port or a socket's path, and who is connected. */
#ifndef WHY_ENDS_H
#define WHY_ENDS_H

#include <stddef.h>

#include "diag.h"
#include "holders.h"

enum { ENDS_PROCESSES = 16 };

struct end {
	int pid, fd;
};

struct ends {
	struct end *all; /* who has one of its sockets open */
	size_t count;
	int processes[ENDS_PROCESSES]; /* the first of them, each once */
	int process_count;
	struct diag diag;
	struct holders holders;
	struct socket **unowned; /* whose process cannot be seen */
	size_t unowned_count;
};

/* ":PORT" or "HOST:PORT", or a path, "@name" if it is abstract. */
void ends_find(struct ends *ends, const char *place);
void ends_free(struct ends *ends);

/* Has this process one of the sockets under that number? */
int ends_has(const struct ends *ends, int pid, int fd);

/* NULL, or what is wrong with such a place. */
const char *ends_wrong(const char *place);

#endif
