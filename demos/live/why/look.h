/* SPDX-License-Identifier: MIT */
/* look.h: all that is known of one process, at one moment. */
#ifndef WHY_LOOK_H
#define WHY_LOOK_H

#include "calls.h"
#include "descriptors.h"
#include "diag.h"
#include "findings.h"
#include "holders.h"
#include "limits.h"
#include "locks.h"
#include "process.h"

enum { UNSEEN = 12 };

struct look {
	int pid;
	struct process process;
	struct descriptors descriptors;
	struct calls calls;
	struct limits limits;
	struct diag diag;
	struct holders holders;
	struct locks locks;
	int other_network; /* its sockets are not those that sock_diag lists */
	int refused;       /* its descriptors cannot be duplicated */
	int few;           /* few descriptors: epoll's waits are told, too */
	/*
	 * Of a thread that never waits: how much it got of the time in which it
	 * wanted a processor, in percent; or 0.
	 */
	int busy;
	int in_kernel; /* and how much of it in system calls, in percent */
	struct findings findings;
	char unseen[UNSEEN][400]; /* what could not be seen, and why */
	int unseen_count;
};

/*
 * 0, or -1 with ESRCH: there is no such process, or it ended meanwhile.  Of a
 * thread its process is looked at.
 */
int look_at(struct look *look, int pid);
void look_free(struct look *look);

/*
 * Sockets whose processes cannot be seen: a look at no process (.pid is 0),
 * with them as descriptors without a number.  It takes `diag` and `holders`
 * over.
 */
void look_at_sockets(struct look *look, struct diag *diag,
    struct holders *holders, struct socket *const *sockets, size_t count);

/* Why it may not be looked into, and who may. */
void look_why_unseen(const struct look *look, char *text, size_t size);

void look_unseen(struct look *look, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * A process in words: "nc (PID 812, stopped)", "cat (PID 5, in read())".  pid 0
 * is none, unseen, or not on this machine: the text says it.
 */
struct who {
	int pid;
	char text[200];
};
struct who look_who(const struct look *look, int pid);

/* "nc (PID 812, stopped, and 2 more)" */
void look_and_more(struct who *who, int others);

/* Who has that socket open, and who the other end of it. */
struct who look_owner(const struct look *look, const struct socket *socket);
struct who look_peer(const struct look *look, const struct socket *socket);

/* Who has the other end of this pipe: those that write to it, or read it. */
struct who
look_pipe(const struct look *look, const struct descriptor *pipe, int writers);

#endif
