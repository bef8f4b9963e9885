/* SPDX-License-Identifier: MIT */
/* findings.h: what was found out, and which of it is the likeliest cause. */
#ifndef WHY_FINDINGS_H
#define WHY_FINDINGS_H

#include <stddef.h>

/*
 * How sure it is that a finding is the cause.  A thread that waits for the
 * descriptor at this moment adds to it: judge_waits().
 */
enum sure {
	SURE_NOTHING,      /* there is no other finding */
	SURE_SLEEPS = 10,  /* no descriptor has to do with it */
	SURE_KNOWN = 20,   /* it knows, and waits for it */
	SURE_IDLE = 30,    /* nothing has come: most processes wait so */
	SURE_LOW = 35,     /* a limit that somebody lowered */
	SURE_UNREAD = 48,  /* it leaves alone what has come for it */
	SURE_LIMITED = 50, /* a time limit of its own */
	SURE_STOPPED = 52, /* nothing can go on in it */
	SURE_STARTED = 60, /* a connect() without an answer */
	SURE_LIMIT = 68,   /* a limit is reached */
	SURE_FULL = 70,    /* no room to send; locked by another */
	SURE_QUEUE = 75,   /* a listener's queue is full */
	SURE_SHARED = 80,  /* a flag that another set */
	SURE_PROVED = 100  /* a thread waits for just this */
};

struct finding {
	int sure;
	const char *class;   /* of the library's classes, or "nothing" */
	int pid, fd;         /* whose; -1: no descriptor's */
	int culprit;         /* the process to blame; 0: none, or unseen */
	char subject[160];   /* what the descriptor is, or "" */
	char text[600];      /* a sentence */
	const char *program; /* that shows it; NULL: none */
};

struct findings {
	struct finding *all;
	size_t count;
};

/* Keep a copy of one. */
void findings_keep(struct findings *findings, const struct finding *finding);

/* The surest comes first; equals stay in their order. */
void findings_sort(struct findings *findings);
void findings_free(struct findings *findings);

#endif
