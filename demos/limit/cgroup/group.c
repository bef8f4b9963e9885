/* SPDX-License-Identifier: MIT */
/*
 * group.c: a cgroup of its own, in which processes can be limited.  A process
 * that no signal of ours reaches makes it and removes it, so that it does not
 * stay when the program is killed.
 */
#define _GNU_SOURCE /* mkdtemp(), pipe2() */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "group.h"

static char group[2048];  /* its directory; "" if none can be made */
static int keeper, alive; /* that process; open as long as this one lives */

static int
make_below(const char *parent)
{
	snprintf(group, sizeof(group), "%s/eagain-XXXXXX", parent);
	if (mkdtemp(group) == NULL)
		return 0;
	if (access(group_file("pids.max"), W_OK) == 0)
		return 1;
	rmdir(group); /* a cgroup without that controller, or none at all */
	return 0;
}

/*
 * Below its own cgroup, or below the next one above it.  In version 2 a cgroup
 * that has processes has no cgroups with controllers below it.
 */
static int
make_near(const char *mount, char *own)
{
	char parent[2000], *last;

	for (;;) {
		snprintf(parent, sizeof(parent), "%s%s", mount, own);
		if (make_below(parent))
			return 1;
		last = strrchr(own, '/');
		if (last == NULL)
			return 0;
		*last = '\0';
	}
}

/* A line of the file is "8:pids:/path" or, of version 2, "0::/path". */
static void
make_somewhere(void)
{
	FILE *groups = fopen("/proc/self/cgroup", "r");
	char line[1024], *path;
	int made = 0;

	while (groups != NULL && !made &&
	    fgets(line, sizeof(line), groups) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		path = strchr(line, '/');
		if (path == NULL)
			continue;
		if (strstr(line, ":pids:/") != NULL)
			made = make_near("/sys/fs/cgroup/pids", path);
		else if (strncmp(line, "0::/", 4) == 0)
			made = make_near("/sys/fs/cgroup", path);
	}
	if (groups != NULL)
		fclose(groups);
	if (!made)
		group[0] = '\0';
}

/* It has to end well whatever fails, so it asks the library for nothing. */
static _Noreturn void
keep(int tell, int life)
{
	ssize_t n = setsid() == -1 ? -1 : 0;
	char byte;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	make_somewhere();
	if (n == 0 && write(tell, group, sizeof(group)) == sizeof(group))
		do
			n = read(life, &byte, 1);
		while (n == -1 && errno == EINTR);
	/* Who was in it may take a moment to be gone. */
	for (int left = 5000; group[0] != '\0' && rmdir(group) == -1; left--)
		if (left == 0 || (poll(NULL, 0, 1) == -1 && errno != EINTR))
			_exit(1);
	_exit(0);
}

void
make_group(void)
{
	int life[2], tell[2];

	eag_gate(life);
	eag_gate(tell);
	keeper = fork();
	eag_need(keeper != -1, "fork");
	if (keeper == 0) {
		close(life[1]);
		keep(tell[1], life[0]);
	}
	close(life[0]);
	close(tell[1]);
	alive = life[1];
	eag_need(read(tell[0], group, sizeof(group)) == sizeof(group),
	    "read from a process that makes a cgroup");
	close(tell[0]);
	if (group[0] == '\0')
		eag_skip("a cgroup with pids.max that this user may make");
}

const char *
group_file(const char *name)
{
	static char file[4096];

	snprintf(file, sizeof(file), "%s/%s", group, name);
	return file;
}

void
remove_group(void)
{
	close(alive);
	eag_need(eag_wait_child(keeper) == 0, "rmdir of a cgroup");
}
