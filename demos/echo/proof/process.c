/* SPDX-License-Identifier: MIT */
/* process.c: /proc, clocks. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"
#include "process.h"

rlim_t
process_lowest_free(pid_t pid)
{
	char path[48];
	struct stat status;
	rlim_t number = 0;

	do
		snprintf(path, sizeof(path), "/proc/%ld/fd/%ld", (long)pid,
		    (long)number++);
	while (lstat(path, &status) == 0);
	eag_need(errno == ENOENT, "lstat /proc/PID/fd/N");
	return number - 1;
}

long long
process_cpu(pid_t pid)
{
	clockid_t clock;

	errno = clock_getcpuclockid(pid, &clock);
	eag_need(errno == 0, "clock_getcpuclockid");
	return eag_time(clock);
}

static void
watch(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct process_idle *idle)
{
	const unsigned long calls_before = counts->calls;
	const long long before = eag_time(CLOCK_MONOTONIC),
			cpu_before = process_cpu(pid),
			delay_before = eag_run_delay(pid);
	const long sleeps_before = eag_sleeps_of(pid);
	const long long deadline = before + (milliseconds + 5000) * 1000000LL;
	long long delay;

	eag_tick(milliseconds);
	while ((counts->calls - calls_before < calls ||
		   process_cpu(pid) - cpu_before < cpu) &&
	    eag_time_left(deadline))
		continue;
	delay = eag_run_delay(pid);
	idle->cpu = process_cpu(pid) - cpu_before;
	idle->time = eag_time(CLOCK_MONOTONIC) - before;
	idle->calls = counts->calls - calls_before;
	idle->sleeps = eag_sleeps_of(pid) - sleeps_before;
	eag_need(sleeps_before != -1 && idle->sleeps >= 0, "/proc/PID/status");
	idle->asleep = delay_before == -1 || delay == -1 ?
	    -1 :
	    idle->time - idle->cpu - (delay - delay_before);
}

/*
 * A stop (Ctrl-Z) wakes whoever sleeps, and not all at the same time: then it
 * is watched once more.
 */
void
process_idle(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct process_idle *idle)
{
	static int known;
	int again;

	do {
		again = eag_stops() != known;
		known = eag_stops();
		watch(pid, counts, milliseconds, calls, cpu, idle);
	} while (again || eag_stops() != known);
}

/* Does a task of it run, or is ready to?  proc(5), stat: the state. */
int
process_runs(pid_t pid)
{
	char path[300], state;
	struct dirent *task;
	int running = 0;
	DIR *tasks;
	FILE *stat;

	snprintf(path, sizeof(path), "/proc/%ld/task", (long)pid);
	tasks = opendir(path);
	eag_need(tasks != NULL, "opendir /proc/PID/task");
	while (!running && (task = readdir(tasks)) != NULL) {
		snprintf(path, sizeof(path), "/proc/%ld/task/%.16s/stat",
		    (long)pid, task->d_name);
		stat = fopen(path, "r");
		if (stat == NULL)
			continue;
		if (fscanf(stat, "%*d %*[^)]) %c", &state) == 1)
			running = state == 'R';
		fclose(stat);
	}
	closedir(tasks);
	return running;
}

void
process_settle(pid_t pid)
{
	const long long deadline = eag_deadline(2000);

	while (process_runs(pid) && eag_time_left(deadline))
		continue;
}
