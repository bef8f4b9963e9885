/* SPDX-License-Identifier: MIT */
/*
 * echo-ratio ROUNDS MILLISECONDS OURS COMMAND ...: echo servers on the same
 * work, in turn, ROUNDS times: at 1, 100 and 1000 connections that all ask.
 * The first OURS commands are ours, the next is the floor (1 connection only),
 * and the others are peers.  Prints the median of the requests per second and
 * of p99 with their spreads, and ours as ratios to the floor and the best peer.
 *
 * The client is on io_uring where that can be had: on epoll it takes as much of
 * its processor as the best servers take of theirs, and no server can be shown
 * to be faster than who asks it.
 */
#define _GNU_SOURCE /* sched_setaffinity() */
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "eagain.h"

#include "../../demos/compare/load.h"
#include "../../demos/echo/uring/ring.h"
#include "started.h"

enum { SERVERS = 16, ROUNDS = 100, LEVELS = 3 };
static const size_t levels[LEVELS] = { 1, 100, 1000 };

struct server {
	const char *name;
	pid_t pid;
	struct load load;
	long rate[ROUNDS], p99[ROUNDS], cpu[ROUNDS]; /* 1/s, ns, ns each */
};

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

/* A connection of ours: its question is being sent, or its answer awaited. */
struct talker {
	int sock, sending;
	size_t got;
	long long since;
	char answer[LOAD_MESSAGE];
};

static void
ask(struct ring *ring, struct talker *t)
{
	t->sending = 1;
	t->got = 0;
	t->since = eag_clock(CLOCK_MONOTONIC);
	ring_send(ring, t->sock, load_question, LOAD_MESSAGE, t);
}

/* 1: the answer is whole. */
static int
heard(struct ring *ring, struct talker *t, int moved)
{
	if (t->sending)
		t->sending = 0;
	else
		t->got += (size_t)moved;
	if (t->got == LOAD_MESSAGE)
		return 1;
	ring_recv(ring, t->sock, t->answer + t->got, LOAD_MESSAGE - t->got, t);
	return 0;
}

/* As load_run(). */
static void
run(struct ring *ring, struct load *load, size_t active, long milliseconds,
    struct load_result *result)
{
	struct talker *talkers = calloc(active, sizeof(*talkers));
	const long long since = eag_clock(CLOCK_MONOTONIC);
	long long now = since;
	struct talker *t;
	size_t under_way = active;
	void *who;
	int moved;

	if (talkers == NULL)
		err(99, "calloc");
	memset(result, 0, sizeof(*result));
	for (size_t i = 0; i < active; i++) {
		talkers[i].sock = load->socks[i];
		ask(ring, &talkers[i]);
	}
	while (under_way > 0) {
		if (ring_wait(ring) == -1)
			err(99, "io_uring_enter");
		while (ring_next(ring, &who, &moved)) {
			if (moved <= 0)
				errx(1, "a server went away");
			t = who;
			if (!heard(ring, t, moved))
				continue;
			now = eag_clock(CLOCK_MONOTONIC);
			load_answered(load, result, t->answer, t->since, now);
			if (now < since + milliseconds * 1000000LL)
				ask(ring, t);
			else
				under_way--;
		}
	}
	result->nanoseconds = now - since;
	load_sum_up(load, result);
	free(talkers);
}

static void
measure(struct server *server, struct ring *ring, size_t level,
    long milliseconds, int round)
{
	struct load_result result;
	long long cpu = cpu_time(server);

	if (ring != NULL)
		run(ring, &server->load, level, milliseconds, &result);
	else
		load_run(&server->load, level, milliseconds, &result);
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
		printf("  %.3f, p99 %.3f, processor %.3f of %s",
		    (double)server->rate[rounds / 2] /
			(double)best->rate[rounds / 2],
		    (double)server->p99[rounds / 2] /
			(double)best->p99[rounds / 2],
		    (double)server->cpu[rounds / 2] /
			(double)best->cpu[rounds / 2],
		    beside);
	printf("\n");
}

int
main(int argc, char *argv[])
{
	static struct server servers[SERVERS];
	const int rounds = argc > 3 ? atoi(argv[1]) : 0, number = argc - 4;
	const int ours = argc > 3 ? atoi(argv[3]) : 0;
	struct ring on_uring, *ring = &on_uring;
	struct eag_address address;
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
	if (ring_open(ring) == -1)
		ring = NULL;
	printf("the client waits with %s\n",
	    ring != NULL ? "io_uring" : "epoll, and may be what is measured");
	for (int i = 0; i < number; i++) {
		servers[i].name = base_name(argv[4 + i]);
		servers[i].pid = start(argv[4 + i], &address);
		load_start(&servers[i].load, &address);
	}
	for (int level = 0; level < LEVELS; level++) {
		for (int i = 0; i < number; i++)
			if (i != ours || level == 0)
				load_open(&servers[i].load, levels[level]);
		for (int round = 0; round < rounds; round++)
			for (int i = 0; i < number; i++)
				if (i != ours || level == 0)
					measure(&servers[i], ring,
					    levels[level], atol(argv[2]),
					    round);
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
