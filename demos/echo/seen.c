/* SPDX-License-Identifier: MIT */
/* seen.c: a server in another process, by its counts and by /proc. */
#define _GNU_SOURCE /* faccessat() */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "eagain.h"
#include "seen.h"

/* How many descriptors a process has open: /proc/PID/fd, proc(5). */
long
seen_descriptors(pid_t pid)
{
	char path[32];
	long number = 0;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%ld/fd", (long)pid);
	folder = opendir(path);
	eag_need(folder != NULL, "opendir /proc/PID/fd");
	while (readdir(folder) != NULL)
		number++;
	closedir(folder);
	return number - 2; /* . and .. */
}

/* The server stands still meanwhile, so that it finds all of it at once. */
void
seen_stopped(pid_t pid, int how)
{
	eag_need(kill(pid, how) == 0, "kill");
	if (how == SIGSTOP)
		eag_need(waitpid(pid, NULL, WUNTRACED) == pid, "waitpid");
}

/* How many clients the server has dealt with: some are in its queue. */
unsigned long
seen_met(const struct server *server)
{
	return server->counts->accepted + server->counts->turned_away;
}

/* Wait, at most 5 s, until it has met so many, and so many are left. */
int
seen_left(
    const struct server *server, unsigned long total, unsigned long clients)
{
	const struct counts *counts = server->counts;

	for (int ms = 0; ms < 5000; ms++) {
		if (seen_met(server) >= total &&
		    counts->accepted - counts->closed == clients)
			return 1;
		poll(NULL, 0, 1);
	}
	return 0;
}

void
seen_quiet(const struct server *server)
{
	unsigned long calls;
	int rounds = 0;

	do {
		calls = server->counts->calls;
		poll(NULL, 0, 5);
	} while (server->counts->calls != calls && ++rounds < 100);
}

/* The number that a process's next descriptor will have. */
rlim_t
seen_lowest_free(pid_t pid)
{
	char path[48];
	rlim_t number = 0;

	do
		snprintf(path, sizeof(path), "/proc/%ld/fd/%ld", (long)pid,
		    (long)number++);
	while (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
	return number - 1;
}

long long
seen_cpu(pid_t pid)
{
	clockid_t clock;
	long long cpu;

	errno = clock_getcpuclockid(pid, &clock);
	eag_need(errno == 0, "clock_getcpuclockid");
	cpu = eag_clock(clock);
	eag_need(cpu != -1, "clock_gettime");
	return cpu;
}

void
seen_idle(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct seen_idle *idle)
{
	const unsigned long calls_before = counts->calls;
	const long long before = eag_clock(CLOCK_MONOTONIC),
			cpu_before = seen_cpu(pid),
			delay_before = eag_run_delay(pid);
	const long sleeps_before = eag_sleeps_of(pid);
	long long delay;

	poll(NULL, 0, milliseconds);
	for (int ms = 0; ms < 5000 &&
	     (counts->calls - calls_before < calls ||
		 seen_cpu(pid) - cpu_before < cpu);
	     ms++)
		poll(NULL, 0, 1);
	delay = eag_run_delay(pid);
	idle->cpu = seen_cpu(pid) - cpu_before;
	idle->time = eag_clock(CLOCK_MONOTONIC) - before;
	idle->calls = counts->calls - calls_before;
	idle->sleeps = eag_sleeps_of(pid) - sleeps_before;
	eag_need(sleeps_before != -1 && idle->sleeps >= 0, "/proc/PID/status");
	idle->asleep = delay_before == -1 || delay == -1 ?
	    -1 :
	    idle->time - idle->cpu - (delay - delay_before);
}
