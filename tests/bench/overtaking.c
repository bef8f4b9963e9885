/* SPDX-License-Identifier: MIT */
/*
 * overtaking CLIENTS ROUNDS TIMES COMMAND ...: each echo server TIMES times:
 * while one client's question waits, how many answers does another get, at
 * most?  Prints the median, the least and the most.
 */
#define _GNU_SOURCE /* sched_setaffinity() */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../../demos/compare/load.h"
#include "../../demos/echo/proof/fairness.h"
#include "started.h"

enum { TIMES = 1000 };

/* Accepted, and served: the first answer is there. */
static void
warm_up(const struct load *load)
{
	char byte;

	for (size_t i = 0; i < load->open; i++)
		if (send(load->socks[i], "a", 1, 0) != 1 ||
		    recv(load->socks[i], &byte, 1, 0) != 1)
			err(1, "no answer");
}

int
main(int argc, char *argv[])
{
	const size_t clients = argc > 4 ? (size_t)atol(argv[1]) : 0;
	const size_t rounds = argc > 4 ? (size_t)atol(argv[2]) : 0;
	const int times = argc > 4 ? atoi(argv[3]) : 0;
	struct eag_address address;
	struct rlimit files;
	struct load load;
	long most[TIMES];
	pid_t pid;

	if (clients < 1 || rounds < 1 || times < 1 || times > TIMES)
		errx(2, "usage: overtaking CLIENTS ROUNDS TIMES COMMAND ...");
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	pin(0);
	printf("while one of %zu clients waits for its answer, another gets, "
	       "at most; median of %d (least to most)\n",
	    clients, times);
	for (char **path = argv + 4; *path != NULL; path++) {
		for (int i = 0; i < times; i++) {
			pid = start(*path, &address);
			load_start(&load, &address);
			load_open(&load, clients);
			warm_up(&load);
			most[i] = fairness_worst(load.socks, clients, rounds);
			if (most[i] == -1)
				errx(1, "%s: a wrong answer, or none",
				    base_name(*path));
			load_stop(&load);
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
		}
		load_sort(most, (size_t)times);
		printf("  %-16s %7ld (%ld to %ld)\n", base_name(*path),
		    most[times / 2], most[0], most[times - 1]);
	}
	return 0;
}
