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

/* All that is known of it, at one moment. */
struct reading {
	unsigned long calls;
	long sleeps;
	long long time, cpu, delay;
};

/*
 * Whoever reads may lose the processor in between, and what is read would be of
 * several moments: read again if it has made calls meanwhile.  One that never
 * stops making them is taken as it comes.  One that sleeps at times is read in
 * its sleep: the kernel adds the wait for a processor to the delay when that is
 * over, kernel/sched/stats.h sched_info_arrive().
 */
static struct reading
reading(pid_t pid, const struct counts *counts, int sleeps)
{
	const long long deadline = eag_deadline(2000);
	struct reading now;
	int tries = 100;

	do {
		now.calls = counts->calls;
		now.time = eag_time(CLOCK_MONOTONIC);
		now.cpu = process_cpu(pid);
		now.delay = eag_run_delay(pid);
		now.sleeps = eag_sleeps_of(pid);
	} while ((counts->calls != now.calls && --tries > 0) ||
	    (sleeps && process_runs(pid) && eag_time_left(deadline)));
	return now;
}

static void
watch(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct process_idle *idle)
{
	const int sleeps = cpu == 0; /* no time that it is to use up */
	const struct reading before = reading(pid, counts, sleeps);
	const long long deadline = before.time +
	    (milliseconds + 5000) * 1000000LL;
	struct reading after;

	eag_tick(milliseconds);
	while ((counts->calls - before.calls < calls ||
		   process_cpu(pid) - before.cpu < cpu) &&
	    eag_time_left(deadline))
		continue;
	after = reading(pid, counts, sleeps);
	idle->cpu = after.cpu - before.cpu;
	idle->time = after.time - before.time;
	idle->calls = after.calls - before.calls;
	idle->sleeps = after.sleeps - before.sleeps;
	eag_need(before.sleeps != -1 && idle->sleeps >= 0, "/proc/PID/status");
	idle->asleep = before.delay == -1 || after.delay == -1 ?
	    -1 :
	    idle->time - idle->cpu - (after.delay - before.delay);
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

int
process_is_traced(pid_t pid)
{
	char path[48], line[256];
	int tracer = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	status = fopen(path, "r");
	eag_need(status != NULL, "open /proc/PID/status");
	while (fgets(line, sizeof(line), status) != NULL &&
	    sscanf(line, "TracerPid: %d", &tracer) != 1)
		continue;
	eag_need(!ferror(status), "read /proc/PID/status");
	fclose(status);
	return tracer != 0;
}

void
process_settle(pid_t pid)
{
	const long long deadline = eag_deadline(2000);

	while (process_runs(pid) && eag_time_left(deadline))
		continue;
}
