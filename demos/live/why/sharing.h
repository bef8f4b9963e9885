/* SPDX-License-Identifier: MIT */
/* sharing.h: who shares an open file description, and so its O_NONBLOCK. */
#ifndef WHY_SHARING_H
#define WHY_SHARING_H

#include "descriptors.h"
#include "holders.h"

/*
 * Fills in .twin, .sharers and .sharer of each.  0, or the errno that kcmp(2)
 * was refused with.
 */
int sharing_find(
    struct descriptors *descriptors, int pid, const struct holders *holders);

#endif
