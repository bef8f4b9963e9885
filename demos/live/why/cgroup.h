/* SPDX-License-Identifier: MIT */
/* cgroup.h: pids.max of a process's control group. */
#ifndef WHY_CGROUP_H
#define WHY_CGROUP_H

#include "limits.h"

/*
 * The group, or the one above it, that is nearest to its limit: cgroups(7).  0:
 * it cannot be seen.
 */
int cgroup_read(struct limit *limit, int pid);

/* Is its group frozen?  cgroup.events */
int cgroup_is_frozen(int pid);

#endif
