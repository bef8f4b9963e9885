/* SPDX-License-Identifier: MIT */
/* holders.h: which processes have open what one process has, or its peers. */
#ifndef WHY_HOLDERS_H
#define WHY_HOLDERS_H

#include <stddef.h>

#include "descriptors.h"

struct holder {
	unsigned long long key; /* of what it is open on: descriptors_key() */
	int pid, fd;
};

struct holders {
	unsigned long long *wanted; /* a hash table of keys; 0: empty */
	size_t room, wanted_count;
	struct holder *all; /* by key, process and number */
	size_t count;
	long unseen; /* processes that may not be looked into */
};

/* First say what is wanted, then look into all processes but this one. */
void holders_want(struct holders *holders, unsigned long long key);
void holders_look(struct holders *holders);
void holders_free(struct holders *holders);

/* The first holder of that key, and the next one; NULL: there is none. */
const struct holder *
holders_first(const struct holders *holders, unsigned long long key);
const struct holder *
holders_next(const struct holders *holders, const struct holder *holder);

#endif
