/* SPDX-License-Identifier: MIT */
/* endpoints.h: who listens at a port or a path, and who is connected. */
#ifndef WHY_ENDPOINTS_H
#define WHY_ENDPOINTS_H

#include <stddef.h>

#include "diag.h"
#include "holders.h"

enum { ENDPOINTS_PROCESSES = 16 };

struct endpoint {
	int pid, fd;
};

struct endpoints {
	struct endpoint *all; /* who has one of its sockets open */
	size_t count;
	int processes[ENDPOINTS_PROCESSES]; /* the first of them, each once */
	int process_count;
	struct diag diag;
	struct holders holders;
	struct socket **unowned; /* whose process cannot be seen */
	size_t unowned_count;
};

/* ":PORT" or "HOST:PORT", or a path, "@name" if it is abstract. */
void endpoints_find(struct endpoints *endpoints, const char *place);
void endpoints_free(struct endpoints *endpoints);

/* Has this process one of the sockets under that number? */
int endpoints_has(const struct endpoints *endpoints, int pid, int fd);

/* NULL, or what is wrong with such a place. */
const char *endpoints_wrong(const char *place);

#endif
