/* SPDX-License-Identifier: MIT */
/* duplicate.h: what only a duplicate of the descriptor tells. */
#ifndef WHY_DUPLICATE_H
#define WHY_DUPLICATE_H

#include "descriptors.h"

/*
 * Ask about all sockets and pipes of the process behind a pidfd; those that
 * sock_diag did not tell of are filled in.  0, or the first errno that
 * pidfd_getfd(2) was refused with.
 */
int duplicate_ask(struct descriptors *descriptors, int process);

#endif
