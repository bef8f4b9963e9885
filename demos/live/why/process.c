/* SPDX-License-Identifier: MIT */
/* process.c: who a process is, and what it is doing: proc(5). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../proc_files.h"
#include "process.h"

/* Its name may hold blanks and brackets: the last ")" ends it. */
static int
read_stat(int pid, struct process *process)
{
	char *text = proc_text(pid, "stat"), *name, *rest;
	int ok = 0;

	if (text == NULL)
		return 0;
	name = strchr(text, '(');
	rest = strrchr(text, ')');
	if (name != NULL && rest != NULL && name < rest) {
		*rest = '\0';
		snprintf(process->name, sizeof(process->name), "%s", name + 1);
		proc_printable(process->name);
		ok = sscanf(rest + 1,
			 " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu "
			 "%*d %*d %*d %*d %ld %*d %llu",
			 &process->state, &process->parent, &process->user,
			 &process->system, &process->threads,
			 &process->began) == 6;
	}
	free(text);
	return ok;
}

int
process_read(int pid, struct process *process)
{
	char *text, *signals;

	memset(process, 0, sizeof(*process));
	process->pid = pid;
	if (!read_stat(pid, process))
		return -1;
	text = proc_text(pid, "status");
	if (text == NULL)
		return -1;
	process->uid = (long)proc_number(text, "Uid", 10);
	process->group = (int)proc_number(text, "Tgid", 10);
	process->capable = (unsigned long long)proc_number(text, "CapEff", 16);
	process->queued = (unsigned long long)proc_number(text, "ShdPnd", 16) |
	    (unsigned long long)proc_number(text, "SigPnd", 16);
	process->locked = proc_number(text, "VmLck", 10);
	process->size = proc_number(text, "VmSize", 10);
	if (process->locked > 0)
		process->locked *= 1024;
	if (process->size > 0)
		process->size *= 1024;
	process->signals = process->most_signals = -1;
	signals = strstr(text, "\nSigQ:");
	if (signals != NULL &&
	    sscanf(signals + 6, " %lld/%lld", &process->signals,
		&process->most_signals) != 2)
		process->signals = -1;
	free(text);
	return 0;
}

static int
percent(unsigned long long system, unsigned long long user)
{
	return user + system > 0 ? (int)(100 * system / (user + system)) : 100;
}

int
process_in_kernel(const struct process *before, const struct process *now)
{
	const int life = percent(now->system, now->user),
		  lately = percent(
		      now->system - before->system, now->user - before->user);

	return lately < life ? lately : life;
}

int
process_descends(int pid, int ancestor)
{
	struct process process;

	while (pid > 1 && process_read(pid, &process) == 0) {
		if (process.parent == ancestor)
			return 1;
		pid = process.parent;
	}
	return 0;
}

long long
process_ran(int tid)
{
	char *text = proc_text(tid, "schedstat");
	const long long ran = text != NULL ? strtoll(text, NULL, 10) : -1;

	free(text);
	return ran;
}
