/* SPDX-License-Identifier: MIT */
/* tracees.h: the processes and threads that are watched. */
#ifndef TRACEES_H
#define TRACEES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../system_calls.h"

struct history; /* of a descriptor: reaction.c */

enum {
	SUSPECT_CONNECT, /* a call failed, and nobody had asked for the outcome
			  */
	SUSPECT_READ,    /* closed after EAGAIN, with no wait between */
	SUSPECT_WRITE,
	SUSPECTS
};

struct process {
	struct process *next;
	pid_t pid;
	int pidfd;           /* -1: not opened yet */
	int threads;         /* how many are left */
	int started;         /* it runs what exec() was asked for */
	int left_out;        /* it is not the program that is judged */
	int asked_to_end;    /* somebody sent it a signal that ends programs */
	unsigned long waits; /* so far, for any descriptor that it has */
	struct history **histories;      /* by descriptor */
	int room;                        /* for so many */
	struct suspect {                 /* what its end will tell about */
		const char *call, *kind; /* call is NULL: nothing */
		const char *answer;      /* as in struct answered */
		unsigned long waits;     /* at that time */
		long answers;            /* that it is about */
	} suspects[SUSPECTS];
};

struct thread {
	struct thread *next;
	pid_t tid;
	struct process *process;
	struct call call;    /* that it is in, or was in last */
	int in_call;         /* its end will be told */
	int stopped;         /* in a group stop: it stays so until SIGCONT */
	unsigned long stops; /* for us, so far */
	unsigned long naps, looks; /* so far: looks are waits for others */
};

/* NULL: that is none of ours. */
struct thread *thread_find(pid_t tid);
struct process *process_find(pid_t pid);

/* A thread that is not known yet.  NULL: it has gone already. */
struct thread *thread_add(pid_t tid);

/* It has gone.  Its process, if it was the last of that, or NULL. */
struct process *thread_remove(struct thread *thread);
void process_remove(struct process *process);

/* The process has called exec(): its other threads are gone. */
void thread_alone(struct thread *thread);

/* All of them; they may be removed meanwhile only by the one that is shown. */
void thread_each(void (*look)(struct thread *thread, void *with), void *with);

/* How many processes there were. */
int process_seen(void);

#endif
