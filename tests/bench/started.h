/* SPDX-License-Identifier: MIT */
/* started.h: an echo server in a process of its own, ours or a peer's. */
#ifndef STARTED_H
#define STARTED_H

#include <err.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "arrange.h"

/* The client has one processor and the servers another, where there are two. */
static inline void
pin(unsigned cpu)
{
	cpu_set_t set;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static inline const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* Start it, and read where it listens: "... listening on 127.0.0.1:PORT". */
static inline pid_t
start(const char *path, struct eag_address *address)
{
	char line[256];
	unsigned port = 0;
	int out[2];
	FILE *said;
	pid_t pid;

	if (pipe(out) == -1 || (pid = fork()) == -1)
		err(99, "fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(out[1], STDOUT_FILENO);
		pin(1);
		if (strncmp(base_name(path), "echo-", 5) == 0)
			execl(path, path, "--listen=127.0.0.1:0", (char *)NULL);
		else
			execl(path, path, (char *)NULL);
		err(99, "%s", path);
	}
	close(out[1]);
	said = fdopen(out[0], "r");
	while (port == 0 && fgets(line, sizeof(line), said) != NULL)
		if (strstr(line, "listening on ") != NULL)
			sscanf(strrchr(line, ':'), ":%u", &port);
	fclose(said);
	if (port == 0)
		errx(99, "%s does not listen", path);
	memset(address, 0, sizeof(*address));
	address->length = sizeof(address->in);
	address->in.sin_family = AF_INET;
	address->in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address->in.sin_port = htons((in_port_t)port);
	return pid;
}

#endif
