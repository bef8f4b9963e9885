/* SPDX-License-Identifier: MIT */
/* locks.h: who holds which file lock, and who waits for it: /proc/locks. */
#ifndef WHY_LOCKS_H
#define WHY_LOCKS_H

#include <stddef.h>

struct lock {
	long number; /* the same for a lock and for those that wait for it */
	int waits;
	char kind[8]; /* POSIX, FLOCK, OFDLCK, LEASE */
	char mode[8]; /* READ, WRITE, UNLCK */
	int pid;      /* -1: an open file's (OFDLCK) */
	unsigned device_major, device_minor;
	unsigned long inode;
};

struct locks {
	struct lock *all;
	size_t count;
	int error; /* errno, if /proc/locks cannot be read */
};

void locks_read(struct locks *locks);
void locks_free(struct locks *locks);

/* The lock that this one waits for; NULL: it is not told. */
const struct lock *
locks_holder(const struct locks *locks, const struct lock *waiting);

#endif
