/* SPDX-License-Identifier: MIT */
/* judge_limits.c: limits whose end is errno 11. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "judge.h"

static const struct {
	const char *answers, *program;
} words[] = {
	[LIMIT_PROCESSES] = { "fork() and pthread_create() answer EAGAIN "
			      "(ulimit -u)",
	    "limit-fork" },
	[LIMIT_CGROUP] = { "fork() and pthread_create() answer EAGAIN "
			   "(pids.max)",
	    "limit-cgroup" },
	[LIMIT_THREADS] = { "fork() and pthread_create() answer EAGAIN "
			    "(kernel.threads-max)",
	    "limit-fork" },
	[LIMIT_ADDRESSES] = { "another thread's stack does not fit, and "
			      "pthread_create() answers EAGAIN (ulimit -v)",
	    "limit-thread-stack" },
	[LIMIT_LOCKED] = { "another thread's stack does not fit after "
			   "mlockall(), so pthread_create() answers EAGAIN, "
			   "as does mmap() with MAP_LOCKED, while mlock() "
			   "says ENOMEM (ulimit -l)",
	    "limit-locked-memory" },
	[LIMIT_SIGNALS] = { "sigqueue(), timer_create() and pthread_kill() of "
			    "a real-time signal answer EAGAIN (ulimit -i)",
	    "limit-signals" },
	[LIMIT_FILES] = { "accept() answers EMFILE while poll() says "
			  "readable (ulimit -n)",
	    "accept-no-descriptor" },
	[LIMIT_AIO] = { "io_setup() answers EAGAIN (fs.aio-max-nr)",
	    "limit-aio" },
};

/* The limits that this process itself has used up, and not its user. */
static int
is_its_own(const struct look *look, enum limit_kind kind)
{
	return kind == LIMIT_ADDRESSES || kind == LIMIT_LOCKED ||
	    kind == LIMIT_FILES ||
	    (kind == LIMIT_SIGNALS && look->process.queued != 0);
}

static void
reached(struct look *look, enum limit_kind kind)
{
	const struct limit *limit = &look->limits.of[kind];
	const int own = is_its_own(look, kind);
	const struct who who = look_who(look, look->pid);

	judge_add(look, NULL, own ? look->pid : 0,
	    kind == LIMIT_FILES ? SURE_LIMIT - 4 : SURE_LIMIT, "quota",
	    words[kind].program,
	    "%s has no more: %lld of %lld %s are in use%s%s, and %s", who.text,
	    limit->used, limit->most, limits_name(kind),
	    limit->where[0] != '\0' ? ", " : "", limit->where,
	    words[kind].answers);
}

/*
 * Nothing says afterwards that a large piece of locked memory was refused, nor
 * whether mlockall(MCL_FUTURE) is on: that somebody lowered the limit is all
 * there is.
 */
static void
lowered(struct look *look)
{
	const struct limit *limit = &look->limits.of[LIMIT_LOCKED];
	const struct who who = look_who(look, look->pid);

	judge_add(look, NULL, look->pid, SURE_LOW, "quota",
	    words[LIMIT_LOCKED].program,
	    "%s may lock only %lld bytes of memory, less than a thread's "
	    "stack of %lld: after mlockall() pthread_create() answers EAGAIN, "
	    "as does mmap() with MAP_LOCKED (ulimit -l)",
	    who.text, limit->most, look->limits.stack);
}

static void
refused(struct look *look)
{
	const struct limit *limit = &look->limits.of[LIMIT_CGROUP];

	judge_add(look, NULL, 0, SURE_LOW + 1, "quota",
	    words[LIMIT_CGROUP].program,
	    "its cgroup has refused a process or thread %lld times so far "
	    "(pids.max %lld, %s)",
	    limit->refused, limit->most, limit->where);
}

void
judge_limits(struct look *look)
{
	const struct limit *of = look->limits.of;

	for (int i = 0; i < LIMIT_KINDS; i++)
		if (of[i].reached)
			reached(look, (enum limit_kind)i);
	if (!of[LIMIT_LOCKED].reached && of[LIMIT_LOCKED].lowered &&
	    !of[LIMIT_LOCKED].exempt &&
	    of[LIMIT_LOCKED].most < look->limits.stack)
		lowered(look);
	if (!of[LIMIT_CGROUP].reached && of[LIMIT_CGROUP].refused > 0 &&
	    of[LIMIT_CGROUP].most != LLONG_MAX)
		refused(look);
	if (look->limits.cgroup_unseen)
		look_unseen(look,
		    "pids.max of its cgroup: no such controller is mounted "
		    "where this process looks");
}
