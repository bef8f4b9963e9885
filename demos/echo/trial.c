/* SPDX-License-Identifier: MIT */
/* trial.c: start the server, let clients ask, and watch it while none does. */
#include <poll.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "load.h"
#include "trial.h"

size_t
trial_active(const struct plan *plan, size_t connections)
{
	return plan->active < connections ? plan->active : connections;
}

/* On a terminal, what it is at; text and events know nothing of it. */
static void
progress(const char *way, size_t connections)
{
	if (!eag_takes_raw() || eag_accessible() || !isatty(STDERR_FILENO))
		return;
	dprintf(STDERR_FILENO, "\r%40s\r", "");
	if (way != NULL)
		dprintf(STDERR_FILENO, "  echo-%s, %zu connections ...", way,
		    connections);
}

/* One question, reported for the first way: all the others are like it. */
static void
introduce(int sock)
{
	static int done;
	char answer[LOAD_MESSAGE];
	ssize_t n;

	if (done++)
		return;
	n = send(sock, "hello", 5, 0);
	eag_call("client", n, "send(sock, \"hello\", 5 bytes)");
	n = recv(sock, answer, sizeof(answer), 0);
	eag_call(
	    "client", n, "recv(sock, \"%.*s\")", n > 0 ? (int)n : 0, answer);
}

static void
measure(const struct way *way, struct load *load, const struct plan *plan,
    size_t level, struct outcome *o)
{
	struct cell *cell = &o->cells[level];
	const size_t connections = plan->connections[level];
	const struct counts *counts = way->counts;
	unsigned long calls, refused, examined;
	long long cpu;

	progress(way->name, connections);
	load_open(load, connections);
	/* All of them accepted: what they cost is not to be counted here. */
	load_run(load, connections, 0, &cell->result);
	if (cell->result.lost > 0) {
		/* Turned away, by a limit: or not served as it should be. */
		o->lost |= cell->result.lost != (long)counts->turned_away;
		cell->result.requests = 0;
		return;
	}
	if (way->sleeps)
		way_settle(way);
	calls = counts->calls;
	refused = counts->refused;
	examined = counts->examined;
	cpu = way_cpu(way);
	load_run(load, trial_active(plan, connections), plan->milliseconds,
	    &cell->result);
	o->lost |= cell->result.lost > 0;
	cell->calls = counts->calls - calls;
	cell->refused = counts->refused - refused;
	cell->examined = counts->examined - examined;
	cell->cpu = way_cpu(way) - cpu;
}

/* A while of silence; a spinning one gets as long as a thousand calls take. */
static void
watch_idle(const struct way *way, const struct plan *plan, struct outcome *o)
{
	const struct counts *counts = way->counts;
	unsigned long calls;
	long long cpu, start;

	if (way->sleeps)
		way_settle(way);
	start = load_now();
	cpu = way_cpu(way);
	calls = counts->calls;
	poll(NULL, 0, (int)plan->idle_milliseconds);
	/* The clock of a process that runs moves with the tick alone. */
	for (int ms = 0; ms < 5000 && !way->sleeps &&
	     (counts->calls - calls < 1000 || way_cpu(way) == cpu);
	     ms++)
		poll(NULL, 0, 1);
	o->idle_calls = counts->calls - calls;
	o->idle_cpu = way_cpu(way) - cpu;
	o->idle_time = load_now() - start;
}

void
trial_run(struct way *way, const struct plan *plan, struct outcome *o)
{
	struct load load;

	if (!way_start(way)) {
		o->missing = 1;
		return;
	}
	load_start(&load, &way->address);
	load_open(&load, 1);
	introduce(load.socks[0]);
	for (size_t level = 0; level < plan->levels; level++)
		measure(way, &load, plan, level, o);
	watch_idle(way, plan, o);
	load_stop(&load);
	way_stop(way);
	progress(NULL, 0);
}

/*
 * A client that has just been answered asks at the nap's beginning, and waits
 * for all of it; one that comes at any moment waits for half, in the middle.
 */
void
trial_half_a_nap(int asks)
{
	struct way way = { .name = "nap" };
	struct load load;
	struct load_result result;
	long waits[100];

	eag_need(way_start(&way), "start echo-nap");
	load_start(&load, &way.address);
	load_open(&load, 1);
	for (int i = 0; i < asks; i++) {
		struct timeval moment = { .tv_usec = i * 5000 / asks };

		select(0, NULL, NULL, NULL, &moment);
		load_run(&load, 1, 0, &result);
		waits[i] = result.max;
	}
	load_stop(&load);
	way_stop(&way);
	load_sort(waits, (size_t)asks);
	eag_timing("nap of 5 ms, asked at any moment; in the middle",
	    waits[asks / 2] / 1000, "us");
	eag_figure("nap/any-moment/p50", waits[asks / 2], "ns");
}
