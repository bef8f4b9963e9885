/* SPDX-License-Identifier: MIT */
/* process.h: who a process is, and what it is doing. */
#ifndef WHY_PROCESS_H
#define WHY_PROCESS_H

#include <stddef.h>

struct process {
	int pid, parent;
	int group;     /* the process, where pid is one of its threads */
	char state;    /* R S D T t Z, as in /proc/PID/stat */
	char name[64]; /* printable */
	long uid;      /* the real one, which limits count; -1: unseen */
	long threads;
	unsigned long long capable; /* effective capabilities: a bit each */
	unsigned long long queued;  /* signals that wait for it: a bit each */
	long long locked, size;     /* VmLck, VmSize: bytes */
	long long signals, most_signals; /* SigQ, of all its user's */
	unsigned long long user, system; /* processor time so far: ticks */
	unsigned long long began; /* starttime: with the PID, it is unique */
};

/* 0, or -1 with the errno of open(2): proc(5), stat and status. */
int process_read(int pid, struct process *process);

/*
 * How much of its processor time it spent in system calls, in percent: of its
 * whole life, or of the time between two looks, whichever is less.  A start is
 * mostly calls, and says nothing of the loop that it has come to.
 */
int process_in_kernel(const struct process *before, const struct process *now);

/* Is `ancestor` its parent, or that one's, and so on? */
int process_descends(int pid, int ancestor);

/* Nanoseconds of processor time that a thread took so far; -1: unseen. */
long long process_ran(int tid);

#endif
