/* SPDX-License-Identifier: MIT */
/*
 * limits.c: RLIMIT_NPROC and RLIMIT_SIGPENDING count per user, the others per
 * process, per group or for all: getrlimit(2), cgroups(7), proc(5).
 */
#define _GNU_SOURCE /* RLIMIT_NPROC, RLIMIT_MEMLOCK */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "../proc_files.h"
#include "cgroup.h"
#include "limits.h"

enum { CAN_LOCK = 14, CAN_ADMIN = 21, CAN_RESOURCE = 24 };

const char *
limits_name(enum limit_kind kind)
{
	static const char *const names[] = {
		[LIMIT_PROCESSES] = "processes and threads of its user",
		[LIMIT_CGROUP] = "processes and threads of its cgroup",
		[LIMIT_THREADS] = "threads of the whole system",
		[LIMIT_ADDRESSES] = "bytes of address space",
		[LIMIT_LOCKED] = "bytes of locked memory",
		[LIMIT_SIGNALS] = "queued signals of its user",
		[LIMIT_FILES] = "descriptors",
		[LIMIT_AIO] = "asynchronous requests of the whole system",
	};

	return names[kind];
}

/* "Max processes   30   30   processes": the soft one; -1: no such line. */
static long long
soft(const char *text, const char *name)
{
	const char *line = text != NULL ? strstr(text, name) : NULL;
	char value[32];

	if (line == NULL || sscanf(line + strlen(name), " %31s", value) != 1)
		return -1;
	return strcmp(value, "unlimited") == 0 ? LLONG_MAX :
						 strtoll(value, NULL, 10);
}

static int
may(const struct process *process, int capability)
{
	char theirs[64] = "", ours[64] = "", path[32];

	/* Those of a user namespace do not count for the machine's limits. */
	snprintf(path, sizeof(path), "/proc/%d/ns/user", process->pid);
	if (proc_link(path, theirs, sizeof(theirs)) == 0 &&
	    proc_link("/proc/self/ns/user", ours, sizeof(ours)) == 0 &&
	    strcmp(theirs, ours) != 0)
		return 0;
	return (process->capable >> capability & 1) != 0;
}

struct tally {
	long uid;
	long long threads;
};

static int
count_threads(int pid, void *with)
{
	struct tally *tally = with;
	struct process process;

	if (process_read(pid, &process) == 0 && process.uid == tally->uid)
		tally->threads += process.threads;
	return 1;
}

/* Less than we may lock ourselves: somebody lowered it. */
static int
is_lower(long long limit)
{
	struct rlimit ours;

	return limit >= 0 && getrlimit(RLIMIT_MEMLOCK, &ours) == 0 &&
	    (ours.rlim_cur == RLIM_INFINITY ?
		    limit != LLONG_MAX :
		    (unsigned long long)limit < ours.rlim_cur);
}

/* kernel/fork.c copy_process(): root and the capable are not counted. */
static void
read_processes(struct limit *limit, const struct process *process)
{
	struct tally tally = { .uid = process->uid };

	limit->exempt = process->uid == 0 || may(process, CAN_ADMIN) ||
	    may(process, CAN_RESOURCE);
	if (limit->most == LLONG_MAX || process->uid < 0)
		return;
	proc_each(count_threads, &tally);
	limit->used = tally.threads;
}

/* mm/mlock.c, kernel/fork.c: VmLck; CAP_IPC_LOCK is exempt. */
static void
read_locked(struct limit *limit, const struct process *process)
{
	limit->used = process->locked;
	limit->exempt = may(process, CAN_LOCK);
	limit->lowered = is_lower(limit->most);
}

/* "0.00 0.01 0.05 1/123 4567": the second of the pair is all there are. */
static long long
all_threads(void)
{
	char *text = proc_text(0, "loadavg"), *slash;
	long long threads = -1;

	slash = text != NULL ? strchr(text, '/') : NULL;
	if (slash != NULL)
		threads = strtoll(slash + 1, NULL, 10);
	free(text);
	return threads;
}

static void
read_all(
    struct limits *limits, const struct process *process, long long descriptors)
{
	static const char *const rlimits[LIMIT_KINDS] = {
		[LIMIT_PROCESSES] = "Max processes",
		[LIMIT_ADDRESSES] = "Max address space",
		[LIMIT_LOCKED] = "Max locked memory",
		[LIMIT_SIGNALS] = "Max pending signals",
		[LIMIT_FILES] = "Max open files",
	};
	char *text = proc_text(process->pid, "limits");
	struct limit *of = limits->of;

	for (int i = 0; i < LIMIT_KINDS; i++) {
		of[i].used = of[i].most = -1;
		if (rlimits[i] != NULL)
			of[i].most = soft(text, rlimits[i]);
	}
	limits->stack = soft(text, "Max stack size");
	if (limits->stack < 0 || limits->stack == LLONG_MAX)
		limits->stack = 8 << 20;
	free(text);
	read_processes(&of[LIMIT_PROCESSES], process);
	read_locked(&of[LIMIT_LOCKED], process);
	of[LIMIT_ADDRESSES].used = process->size;
	of[LIMIT_FILES].used = descriptors;
	of[LIMIT_SIGNALS].used = process->signals;
	of[LIMIT_SIGNALS].most = process->most_signals;
	of[LIMIT_THREADS].used = all_threads();
	of[LIMIT_THREADS].most = proc_value("/proc/sys/kernel/threads-max", "");
	of[LIMIT_AIO].used = proc_value("/proc/sys/fs/aio-nr", "");
	of[LIMIT_AIO].most = proc_value("/proc/sys/fs/aio-max-nr", "");
	limits->cgroup_unseen = !cgroup_read(&of[LIMIT_CGROUP], process->pid);
}

/* Another thread takes a stack, of locked memory after mlockall(2). */
static void
judge(struct limits *limits)
{
	struct limit *of = limits->of;

	for (int i = 0; i < LIMIT_KINDS; i++)
		of[i].reached = of[i].used >= 0 && of[i].most >= 0 &&
		    of[i].most != LLONG_MAX && !of[i].exempt &&
		    of[i].used >= of[i].most;
	if (of[LIMIT_ADDRESSES].most != LLONG_MAX &&
	    of[LIMIT_ADDRESSES].most >= 0)
		of[LIMIT_ADDRESSES].reached = of[LIMIT_ADDRESSES].used +
			limits->stack >
		    of[LIMIT_ADDRESSES].most;
	if (of[LIMIT_LOCKED].used > 0 && !of[LIMIT_LOCKED].exempt &&
	    of[LIMIT_LOCKED].most != LLONG_MAX)
		of[LIMIT_LOCKED].reached = of[LIMIT_LOCKED].used +
			limits->stack >
		    of[LIMIT_LOCKED].most;
	/* No locked memory at all is what a limit of 0 asks for. */
	if (of[LIMIT_LOCKED].used == 0)
		of[LIMIT_LOCKED].reached = 0;
}

void
limits_read(
    struct limits *limits, const struct process *process, long long descriptors)
{
	memset(limits, 0, sizeof(*limits));
	read_all(limits, process, descriptors);
	judge(limits);
}
