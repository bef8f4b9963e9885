/* SPDX-License-Identifier: MIT */
/* limits.h: the limits whose end is errno 11, and how much of them is used. */
#ifndef WHY_LIMITS_H
#define WHY_LIMITS_H

#include "process.h"

enum limit_kind {
	LIMIT_PROCESSES, /* RLIMIT_NPROC */
	LIMIT_CGROUP,    /* pids.max */
	LIMIT_THREADS,   /* kernel.threads-max */
	LIMIT_ADDRESSES, /* RLIMIT_AS */
	LIMIT_LOCKED,    /* RLIMIT_MEMLOCK */
	LIMIT_SIGNALS,   /* RLIMIT_SIGPENDING */
	LIMIT_FILES,     /* RLIMIT_NOFILE */
	LIMIT_AIO,       /* fs.aio-max-nr */
	LIMIT_KINDS
};

struct limit {
	long long used, most; /* -1: unseen; most LLONG_MAX: none */
	long long refused;    /* of a cgroup: how often so far */
	int exempt;           /* it does not count for this process */
	int reached;          /* one more is refused */
	int lowered;          /* RLIMIT_MEMLOCK: it is lower than ours */
	char where[200];      /* of a cgroup: its directory */
};

struct limits {
	struct limit of[LIMIT_KINDS];
	long long stack; /* bytes that a new thread takes: RLIMIT_STACK */
	int cgroup_unseen;
};

void limits_read(struct limits *limits, const struct process *process,
    long long descriptors);

/* "processes and threads of its user" and so on. */
const char *limits_name(enum limit_kind kind);

#endif
