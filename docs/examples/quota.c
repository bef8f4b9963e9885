/* SPDX-License-Identifier: MIT */
/* quota.c: fork() says EAGAIN: which limit is it, and what then? */
#define _GNU_SOURCE /* prlimit(), setresuid() */
#include <dirent.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "example.h"

/*
 * fork(); at a limit wait until a child of our own ends, and try again.  (Its
 * status is lost here: keep it if you need it.)  -1 with EAGAIN if there is no
 * child to wait for: others use it up.
 */
static pid_t
fork_or_wait(void)
{
	pid_t child;

	while ((child = fork()) == -1 && errno == EAGAIN)
		if (wait(NULL) == -1 && errno == ECHILD) {
			errno = EAGAIN;
			break;
		}
	return child;
}

/* The number in the first line of a file that looks like `format`; or -1. */
static long
number_in(const char *path, const char *format)
{
	char line[256];
	long number = -1;
	FILE *file = fopen(path, "re");

	if (file == NULL)
		return -1;
	while (number == -1 && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, format, &number) != 1)
			number = -1;
	fclose(file);
	return number;
}

static long
threads_of(uid_t user)
{
	char path[300];
	struct dirent *entry;
	long threads = 0;
	DIR *proc = opendir("/proc");

	while (proc != NULL && (entry = readdir(proc)) != NULL) {
		snprintf(path, sizeof(path), "/proc/%s/status", entry->d_name);
		if (number_in(path, "Uid: %ld") == (long)user)
			threads += number_in(path, "Threads: %ld");
	}
	if (proc != NULL)
		closedir(proc);
	return threads;
}

/* The number in a file of this process's control group: cgroups(7), v1 or v2.
 */
static long
group_number(const char *name, const char *format)
{
	char line[2048], path[4096] = "", *pids;
	FILE *file = fopen("/proc/self/cgroup", "re");

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		pids = strstr(line, ":pids:");
		if (pids != NULL)
			snprintf(path, sizeof(path), "/sys/fs/cgroup/pids%s/%s",
			    pids + 6, name);
		else if (path[0] == '\0' && strncmp(line, "0::", 3) == 0)
			snprintf(path, sizeof(path), "/sys/fs/cgroup%s/%s",
			    line + 3, name);
	}
	if (file != NULL)
		fclose(file);
	return number_in(path, format);
}

/* What a new thread or process needs: how much is used, and how much may be. */
static void
tell_limits(void)
{
	struct rlimit threads, space;

	getrlimit(RLIMIT_NPROC, &threads);
	getrlimit(RLIMIT_AS, &space);
	printf("-1 is: no limit, or not told\n"
	       "user's threads    %ld of %ld (ulimit -u)\n"
	       "cgroup's threads  %ld of %ld (pids.max), refused: %ld\n"
	       "all threads       %ld of %ld (threads-max), pid_max %ld\n"
	       "address space     %ld of %ld KiB (ulimit -v)\n",
	    threads_of(getuid()), (long)threads.rlim_cur,
	    group_number("pids.current", "%ld"),
	    group_number("pids.max", "%ld"),
	    group_number("pids.events", "max %ld"),
	    number_in("/proc/loadavg", "%*f %*f %*f %*d/%ld"),
	    number_in("/proc/sys/kernel/threads-max", "%ld"),
	    number_in("/proc/sys/kernel/pid_max", "%ld"),
	    number_in("/proc/self/status", "VmSize: %ld"),
	    space.rlim_cur == RLIM_INFINITY ? -1 :
					      (long)(space.rlim_cur / 1024));
}

int
main(void)
{
	struct rlimit before, none;
	pid_t child, parent = getpid();
	int way[2];
	char byte;

	/* For root the limit does not count. */
	if (getuid() == 0 && setresuid(65534, 65534, 65534) == -1) {
		puts("SKIP: nobody's user cannot be taken on here");
		return 77;
	}
	check(getrlimit(RLIMIT_NPROC, &before) == 0, "getrlimit");
	none = (struct rlimit){ 0, before.rlim_max };
	tell_limits();
	fflush(stdout);

	check(prlimit(0, RLIMIT_NPROC, &none, NULL) == 0, "prlimit");
	check(fork_or_wait() == -1 && errno == EAGAIN,
	    "with no child to wait for, EAGAIN is the answer");

	/* A child's end makes room: this one puts the limit up again before. */
	check(prlimit(0, RLIMIT_NPROC, &before, NULL) == 0 && pipe(way) == 0,
	    "prlimit, pipe");
	child = fork();
	check(child != -1, "fork");
	if (child == 0) {
		check(read(way[0], &byte, 1) == 1, "read");
		while (eag_asleep(parent) == 0)
			poll(NULL, 0, 1);
		check(prlimit(parent, RLIMIT_NPROC, &before, NULL) == 0,
		    "prlimit of the parent");
		_exit(0);
	}
	check(prlimit(0, RLIMIT_NPROC, &none, NULL) == 0 &&
		write(way[1], "", 1) == 1,
	    "prlimit, write");
	child = fork_or_wait();
	check(child != -1, "when a child has ended, fork() succeeds");
	if (child == 0)
		_exit(0);
	check(wait(NULL) == child, "wait");
	puts("every reaction did what it should");
	return 0;
}
