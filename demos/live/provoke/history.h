/* SPDX-License-Identifier: MIT */
/* history.h: what each descriptor was answered last, and what came since. */
#ifndef HISTORY_H
#define HISTORY_H

#include <stddef.h>

#include "descriptor.h"
#include "tracees.h"

enum { REST = 64 }; /* bytes of a message are kept, to know it again */

enum pending {
	NOTHING,
	REFUSED, /* EAGAIN */
	SHORT    /* a part was taken */
};

/* One direction of a descriptor. */
struct side {
	enum pending pending;
	const char *call;   /* that was answered so */
	const char *answer; /* if it was neither EAGAIN nor a short count */
	pid_t tid;          /* to this thread */
	int row;            /* EAGAINs in a row, with nothing between */
	long answers;       /* EAGAINs and short counts without a verdict yet */
	int hollow;         /* waits in a row that brought nothing */
	int polled;         /* poll() or select() was asked for this side */
	int missed;         /* they were asked, for the other side alone */
	int moved;          /* bytes, since the last EAGAIN */
	int drained;        /* bytes came before this EAGAIN */
	int overtaken;      /* other bytes were sent, or tried, after it */
	int unwaitable;     /* no call tells when: AF_UNIX connect() */
	unsigned long waits, naps, looks; /* of its process and thread, then */
	unsigned long stops_then;         /* of the thread, when hollow was 0 */
	long sleeps;                      /* and how often it had slept */
	size_t rest_length, start_length;
	unsigned char rest[REST], start[REST]; /* what is to come, what came */
};

struct history {
	enum kind kind;
	int nonblocking;
	struct side in, out;
	int ends;              /* 0s in a row: the end of the stream */
	int strange;           /* EBADFs in a row */
	unsigned long naps;    /* of the thread, at the last of these */
	int connecting;        /* it was told EINPROGRESS, and no outcome */
	int gone;              /* the other end is */
	int unread;            /* the last read brought bytes, not EAGAIN */
	int is_epoll, members; /* that are registered */
	unsigned registered;   /* epoll's events for it */
};

/* NULL: nothing is known of that descriptor. */
struct history *history_find(const struct process *process, int fd);

/* The same, but made if there is none.  NULL: that is no descriptor. */
struct history *history_of(struct process *process, int fd);

/* It is closed. */
void history_forget(struct process *process, int fd);

/* See anew what it is, unless that is known. */
void history_learn(struct process *process, int fd, struct history *history);

/* What the thread has done since a side was answered. */
enum between { AT_ONCE, ELSEWHERE, NAPPED, WAITED };
enum between
history_between(const struct thread *thread, const struct side *side);

#endif
