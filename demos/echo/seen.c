/* SPDX-License-Identifier: MIT */
/* seen.c: a server in another process, by its counts and by /proc. */
#define _GNU_SOURCE /* faccessat() */
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
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

unsigned long
seen_calls(const struct server *server, int milliseconds)
{
	unsigned long calls;
	int rounds = 0;

	do {
		calls = server->counts->calls;
		poll(NULL, 0, 5);
	} while (server->counts->calls != calls && ++rounds < 100);
	poll(NULL, 0, milliseconds);
	return server->counts->calls - calls;
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

long
seen_microseconds(clockid_t clock)
{
	struct timespec time;

	eag_need(clock_gettime(clock, &time) == 0, "clock_gettime");
	return (long)(time.tv_sec % 1000) * 1000000 + time.tv_nsec / 1000;
}
