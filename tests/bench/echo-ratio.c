/* SPDX-License-Identifier: MIT */
/*
 * echo-ratio ROUNDS MILLISECONDS OURS COMMAND ...: echo servers on the same
 * work, in turn, ROUNDS times: at 1, 100 and 1000 connections that all ask.
 * The first OURS commands are ours, the next is the floor (1 connection only),
 * and the others are peers.  Prints the median of the requests per second and
 * of p99 with their spreads, and ours as ratios to the floor and the best peer.
 */
#define _GNU_SOURCE /* sched_setaffinity() */
#include <err.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../demos/echo/load.h"

enum { SERVERS = 16, ROUNDS = 100, LEVELS = 3 };
static const size_t levels[LEVELS] = { 1, 100, 1000 };

struct server {
	const char *name;
	pid_t pid;
	struct load load;
	long rate[ROUNDS], p99[ROUNDS], cpu[ROUNDS]; /* 1/s, ns, ns each */
};

/* The client has one processor and the servers another, where there are two. */
static void
pin(unsigned cpu)
{
	cpu_set_t set;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* Start it, and read where it listens: "... listening on 127.0.0.1:PORT". */
static void
start(struct server *server, const char *path)
{
	struct eag_address address = { .length = sizeof(address.in) };
	char line[256];
	unsigned port = 0;
	int out[2];
	FILE *said;

	server->name = strrchr(path, '/') + 1;
	if (pipe(out) == -1 || (server->pid = fork()) == -1)
		err(99, "fork");
	if (server->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(out[1], STDOUT_FILENO);
		pin(1);
		if (strncmp(server->name, "echo-", 5) == 0)
			execl(path, path, "--at=127.0.0.1:0", (char *)NULL);
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
	address.in.sin_family = AF_INET;
	address.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.in.sin_port = htons((in_port_t)port);
	load_start(&server->load, &address);
}

/* ns, of the server's process */
static long long
cpu_time(const struct server *server)
{
	struct timespec time;
	clockid_t clock;

	if (clock_getcpuclockid(server->pid, &clock) != 0 ||
	    clock_gettime(clock, &time) == -1)
		err(99, "clock_getcpuclockid");
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void
measure(struct server *server, size_t level, long milliseconds, int round)
{
	struct load_result result;
	long long cpu = cpu_time(server);

	load_run(&server->load, level, milliseconds, &result);
	server->cpu[round] = (long)((cpu_time(server) - cpu) / result.requests);
	if (result.wrong + result.lost > 0)
		errx(1, "%s: a wrong answer, or none", server->name);
	server->cpu[round] = (long)((cpu_time(server) - cpu) / result.requests);
	server->rate[round] = (long)((double)result.requests * 1e9 /
	    (double)result.nanoseconds);
	server->p99[round] = result.p99;
}

static void
print(struct server *server, int rounds, const struct server *best,
    const char *beside)
{
	load_sort(server->rate, (size_t)rounds);
	load_sort(server->p99, (size_t)rounds);
	load_sort(server->cpu, (size_t)rounds);
	printf("  %-16s %7ld (%6ld to %6ld) %8.1f (%6.1f to %7.1f) %6.2f",
	    server->name, server->rate[rounds / 2], server->rate[0],
	    server->rate[rounds - 1], (double)server->p99[rounds / 2] / 1000,
	    (double)server->p99[0] / 1000,
	    (double)server->p99[rounds - 1] / 1000,
	    (double)server->cpu[rounds / 2] / 1000);
	if (best != NULL && best != server)
		printf("  %.3f, p99 %.3f of %s",
		    (double)server->rate[rounds / 2] /
			(double)best->rate[rounds / 2],
		    (double)server->p99[rounds / 2] /
			(double)best->p99[rounds / 2],
		    beside);
	printf("\n");
}

int
main(int argc, char *argv[])
{
	static struct server servers[SERVERS];
	const int rounds = argc > 3 ? atoi(argv[1]) : 0, number = argc - 4;
	const int ours = argc > 3 ? atoi(argv[3]) : 0;
	struct server *best;
	struct rlimit files;

	if (rounds < 1 || rounds > ROUNDS || number < ours + 1 ||
	    number > SERVERS)
		errx(2,
		    "usage: echo-ratio ROUNDS MILLISECONDS OURS COMMAND ...");
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	pin(0);
	for (int i = 0; i < number; i++)
		start(&servers[i], argv[4 + i]);
	for (int level = 0; level < LEVELS; level++) {
		for (int i = 0; i < number; i++)
			if (i != ours || level == 0)
				load_open(&servers[i].load, levels[level]);
		for (int round = 0; round < rounds; round++)
			for (int i = 0; i < number; i++)
				if (i != ours || level == 0)
					measure(&servers[i], levels[level],
					    atol(argv[2]), round);
		printf("%zu active connection%s: requests/s, p99 in us, "
		       "processor us each; medians of %d (least to most)\n",
		    levels[level], level == 0 ? "" : "s", rounds);
		best = NULL;
		for (int i = ours; i < number; i++) {
			if (i == ours && level > 0)
				continue;
			print(&servers[i], rounds, NULL, NULL);
			if (i > ours &&
			    (best == NULL ||
				servers[i].rate[rounds / 2] >
				    best->rate[rounds / 2]))
				best = &servers[i];
		}
		for (int i = 0; i < ours; i++)
			print(&servers[i], rounds,
			    level == 0 ? &servers[ours] : best,
			    level == 0 ? "the floor" : "the best peer");
	}
	return 0;
}
