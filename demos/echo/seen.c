/* SPDX-License-Identifier: MIT */
/* seen.c: a server in another process, by its counts and by /proc. */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "seen.h"

static pid_t serving;
static const struct counts *counts_of_it;
static unsigned long expected;

void
seen_start(const struct server *server, pid_t pid)
{
	serving = pid;
	counts_of_it = server->counts;
}

void
seen_limit(void)
{
	if (counts_of_it != NULL && counts_of_it->limited > expected)
		eag_skip(counts_of_it->limit);
}

void
seen_turned_away(void)
{
	expected = counts_of_it->limited;
}

/* What it complained of stands on stderr. */
static void
must_live(void)
{
	char text[64];
	int status;

	if (serving == 0 || waitpid(serving, &status, WNOHANG) != serving)
		return;
	snprintf(text, sizeof(text), "the server has ended: %s %d",
	    WIFEXITED(status) ? "status" : "signal",
	    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	errno = ECHILD;
	eag_need(0, text);
}

int
seen_await(int sock, short events)
{
	int revents = 0;

	for (int tenths = 0; tenths < 50 && revents == 0; tenths++) {
		revents = eag_await(sock, events, 100);
		if (revents == 0)
			must_live();
	}
	return revents;
}

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
	errno = 0;
	while (readdir(folder) != NULL)
		number++;
	eag_need(errno == 0, "readdir /proc/PID/fd");
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
		must_live();
		eag_tick(1);
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
		eag_tick(5);
	} while (server->counts->calls != calls && ++rounds < 100);
}

/* The number that a process's next descriptor will have. */
rlim_t
seen_lowest_free(pid_t pid)
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
seen_cpu(pid_t pid)
{
	clockid_t clock;

	errno = clock_getcpuclockid(pid, &clock);
	eag_need(errno == 0, "clock_getcpuclockid");
	return eag_time(clock);
}

static void
watch(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct seen_idle *idle)
{
	const unsigned long calls_before = counts->calls;
	const long long before = eag_time(CLOCK_MONOTONIC),
			cpu_before = seen_cpu(pid),
			delay_before = eag_run_delay(pid);
	const long sleeps_before = eag_sleeps_of(pid);
	long long delay;

	eag_tick(milliseconds);
	for (int ms = 0; ms < 5000 &&
	     (counts->calls - calls_before < calls ||
		 seen_cpu(pid) - cpu_before < cpu);
	     ms++)
		eag_tick(1);
	delay = eag_run_delay(pid);
	idle->cpu = seen_cpu(pid) - cpu_before;
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
seen_idle(pid_t pid, const struct counts *counts, int milliseconds,
    unsigned long calls, long long cpu, struct seen_idle *idle)
{
	static int known;
	int again;

	do {
		again = eag_stops() != known;
		known = eag_stops();
		watch(pid, counts, milliseconds, calls, cpu, idle);
	} while (again || eag_stops() != known);
}
