/* SPDX-License-Identifier: MIT */
/* group.h: a cgroup of its own, in which processes can be limited. */
#ifndef GROUP_H
#define GROUP_H

/*
 * Make an empty cgroup that has pids.max, below that of this process or below
 * one above it: cgroups(7), either version.  Ends with 77 where none can be
 * made.  Another process removes it when this one has ended, however it ends.
 */
void make_group(void);

/* A file of that cgroup, by its path; the next call overwrites it. */
const char *group_file(const char *name);

/* Remove it now; nobody may be in it. */
void remove_group(void);

#endif
