/* SPDX-License-Identifier: MIT */
/* ended_process.h: a process that ends at once. */
#ifndef ENDED_PROCESS_H
#define ENDED_PROCESS_H

/*
 * ended(fork()): the new process ends, and this one waits for it.  Gives back
 * what fork(2) returned, and leaves errno as it is if that was -1.
 */
long ended(int process);

#endif
