/* SPDX-License-Identifier: MIT */
/* process.h: what can be seen of a server's process from outside. */
#ifndef PROCESS_H
#define PROCESS_H

#include <sys/resource.h>
#include <sys/types.h>

#include "../counts.h"

/* The number that its next descriptor will have. */
rlim_t process_lowest_free(pid_t pid);

/* What it does while nobody asks. */
struct process_idle {
	unsigned long calls; /* as it counts them itself */
	long sleeps; /* how often it went to sleep, as the kernel counts */
	long long time, cpu; /* ns */
	long long asleep;    /* of that, in ns; -1: the kernel does not tell */
};

/*
 * Watch it for so long, and at most 5 s longer until it has made so many calls
 * and used so much processor time (ns).
 */
void process_idle(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct process_idle *idle);

/* Processor time that it has used, in ns: clock_getcpuclockid(3). */
long long process_cpu(pid_t pid);

/* Does a thread of it run, or would if it had a processor?  proc(5), stat. */
int process_runs(pid_t pid);

/*
 * Does a tracer, such as strace -f, stop it at its calls?  Each stop counts as
 * a sleep: proc(5), TracerPid in status.
 */
int process_is_traced(pid_t pid);

/* Wait until none does, at most 2 s: what was under way is behind it. */
void process_settle(pid_t pid);

#endif
