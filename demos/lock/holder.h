/* SPDX-License-Identifier: MIT */
/* holder.h: who holds a lock, as /proc/locks has it. */
#ifndef HOLDER_H
#define HOLDER_H

/*
 * The process in that page's first line for an open file, of a kind: "POSIX",
 * "OFDLCK" (-1: no process) or "FLOCK".  0 if there is none, or no such page:
 * proc(5); fs/locks.c lock_get_status().
 */
long lock_holder(int file, const char *kind);

#endif
