/* SPDX-License-Identifier: MIT */
/* calls.h: which system call each thread of a process is in. */
#ifndef WHY_CALLS_H
#define WHY_CALLS_H

#include "../system_calls.h"
#include "descriptors.h"
#include "process.h"

struct doing {
	int tid;
	int runs;         /* it is in no call: it runs, or wants to */
	int unseen;       /* /proc/PID/syscall is refused */
	const char *name; /* of the call, "read"; "" if that is not known */
	long number;      /* of the call; -1: none */
	struct call call; /* .type is NULL if it is not known */
	int fd;           /* that it is about, or -1 */
	int waited;       /* for so many, in poll(), select() or epoll */
	char wchan[40];   /* where it sleeps in the kernel, or "" */
};

struct calls {
	struct doing *all; /* a thread each */
	size_t count;
	int error;   /* the errno that /proc/PID/syscall was refused with */
	int foreign; /* the numbers of its program's calls are not known */
};

void calls_read(struct calls *calls, int pid);
void calls_free(struct calls *calls);

/* Is the thread in a call of this kind? */
int doing_is(const struct doing *doing, enum call_does does);

/* Note in each descriptor how a thread waits for it. */
void calls_mark(struct calls *calls, const struct process *process,
    struct descriptors *descriptors);

/* The call that a process's first thread is in; 0: none, or it is unseen. */
int calls_doing(int pid, char *text, size_t size);

/* Is its first thread in a call that waits for a descriptor, a lock or a FIFO?
 */
int calls_waits(int pid);

/* Does its first thread wait in a read of what has this key? */
int calls_reads(int pid, unsigned long long key);

/*
 * The child that a thread waits for: the one that wait4(2) or waitid(2) names,
 * or its first; also while it sleeps for a signal, as SIGCHLD is one.  0: it
 * does not wait so, or has no child.
 */
int calls_child(const struct doing *doing);

/* The same of the first thread of a process. */
int calls_child_of(int pid);

/* The last in the line of children that wait for their own; or pid itself. */
int calls_last_child(int pid);

/*
 * Does a process wait for the end of this child, or of one above it, and of no
 * other?
 */
int calls_waits_for(int pid, int child);

/* Where a connect(2) to AF_UNIX goes: its path, or "@name"; 0: unseen. */
int
calls_connects_to(const struct call *call, int pid, char *path, size_t size);

#endif
