/* SPDX-License-Identifier: MIT */
/* duplicate.h: what only a duplicate of the descriptor tells. */
#ifndef WHY_DUPLICATE_H
#define WHY_DUPLICATE_H

#include "descriptors.h"

/* pidfd_open(2); -1 with its errno. */
int duplicate_process(int pid);

/* Has the process ended that pidfd_open(2) was asked for? */
int duplicate_has_ended(int process);

/*
 * Ask about all sockets and pipes; those that sock_diag did not tell of are
 * filled in.  0, or the first errno that pidfd_getfd(2) was refused with.
 */
int duplicate_ask(struct descriptors *descriptors, int process);

#endif
