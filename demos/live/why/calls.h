/* SPDX-License-Identifier: MIT */
/* calls.h: which system call each thread of a process is in. */
#ifndef WHY_CALLS_H
#define WHY_CALLS_H

#include "descriptors.h"

enum call_kind {
	CALL_UNKNOWN,
	CALL_RUNS,   /* none: it runs, or wants to */
	CALL_UNSEEN, /* /proc/PID/syscall is refused */
	CALL_READS,  /* waits for its descriptor's input */
	CALL_WRITES, /* waits for room in it */
	CALL_CONNECTS,
	CALL_POLLS,
	CALL_EPOLLS,
	CALL_LOCKS,
	CALL_FUTEX,
	CALL_SLEEPS,
	CALL_URING,
	CALL_OTHER
};

struct call {
	int tid;
	enum call_kind kind;
	const char *name; /* "read"; "" if there is none */
	long number;      /* of the system call */
	int fd;           /* that it is about, or -1 */
	unsigned long long arguments[6];
	char wchan[40]; /* where it sleeps in the kernel, or "" */
};

struct calls {
	struct call *all; /* a thread each */
	size_t count;
	int error;   /* the errno that /proc/PID/syscall was refused with */
	int foreign; /* the program's words are of another size */
};

void calls_read(struct calls *calls, int pid);
void calls_free(struct calls *calls);

/* Note in each descriptor how a thread waits for it. */
void
calls_mark(const struct calls *calls, int pid, struct descriptors *descriptors);

/* The call that a process's first thread is in; 0: none, or it is unseen. */
int calls_doing(int pid, char *text, size_t size);

/* Where a connect(2) to AF_UNIX goes: its path, or "@name"; 0: unseen. */
int
calls_connects_to(const struct call *call, int pid, char *path, size_t size);

#endif
