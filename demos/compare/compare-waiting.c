/* SPDX-License-Identifier: MIT */
/*
 * compare-waiting: the echo servers, each as a program of its own, on the same
 * work: many connections are open, and some of them ask.  It claims counts and
 * ratios of processor time.  Clock times are only printed.
 */
#define _GNU_SOURCE /* sched_getaffinity() */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>

#include "benchmark.h"
#include "eagain.h"
#include "server_program.h"
#include "table.h"
#include "tool_output.h"

static long full, active = 1;

static const struct eag_demo demo = {
	.name = "compare-waiting",
	.title = "eight ways to wait for many clients, on the same work",
	.class = "wait",
	.calls = "send recv",
	.errnos = "",
	.belief = "How a server waits makes no difference to what it costs.",
	.why =
	    "Asking every socket costs a call for each, and says most often "
	    "that there is nothing. select() and poll() ask once for all, but "
	    "look at all each time. epoll and io_uring bring the ready ones.",
	.react =
	    "Few descriptors: poll(). Many: epoll. See --full for what a "
	    "thousand silent clients cost, --active for busy ones.",
	.pages = "poll(2) epoll(7) clock_getcpuclockid(3)",
	.next = "compare-nap compare-select echo-poll echo-epoll echo-uring",
	.patience = 180,
	.options = {
	    { .name = "full",
		.kind = EAG_SWITCH,
		.number = &full,
		.text = "up to 10000 connections, half a minute" },
	    { .name = "active",
		.kind = EAG_NUMBER,
		.number = &active,
		.value = "N",
		.text = "how many of the clients ask",
		.min = 1,
		.max = 10000 },
	},
};

enum { WAYS = 8, ROOM = 14 /* descriptors for all but clients */ };

/* How many connections the limit of descriptors allows; the soft one rises. */
static size_t
most_connections(void)
{
	struct rlimit files;

	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	files.rlim_cur = files.rlim_max;
	eag_need(setrlimit(RLIMIT_NOFILE, &files) == 0, "setrlimit");
	if (files.rlim_cur <= ROOM)
		eag_skip("more descriptors than 14: ulimit -n");
	return files.rlim_cur > 100000 ? 100000 : (size_t)files.rlim_cur - ROOM;
}

static void
make_plan(struct plan *plan, size_t most)
{
	static const size_t few[] = { 1, 100, 1000 },
			    many[] = { 1, 10, 100, 1000, 10000 };
	const size_t *wanted = full ? many : few;
	char text[80];

	plan->active = (size_t)active;
	plan->runs = full ? 1 : 3;
	plan->requests = full ? 0 : 20;
	plan->milliseconds = full ? 500 : 2;
	plan->idle_milliseconds = full ? 1000 : 20;
	for (plan->levels = 0; plan->levels < (full ? 5 : 3); plan->levels++) {
		plan->connections[plan->levels] = wanted[plan->levels];
		if (wanted[plan->levels] <= most)
			continue;
		plan->connections[plan->levels++] = most;
		snprintf(text, sizeof(text),
		    "the limit of descriptors, ulimit -n, allows %zu "
		    "connections",
		    most);
		eag_note(text);
		return;
	}
}

/* One asks, and a thousand are silent. */
static int
costs_count(const struct plan *plan)
{
	return plan->active == 1 && plan->connections[plan->levels - 1] >= 1000;
}

/*
 * A look at a descriptor costs the kernel a tenth of a microsecond and more, a
 * request some ten; with a thousand silent clients the looks are most of it.
 */
static void
compare_costs(const struct program *ways, const struct outcome *outcomes,
    size_t last, int *grows, int *stays)
{
	long long few, many, least = LLONG_MAX;

	*grows = *stays = 1;
	for (int i = 0; i < WAYS; i++) {
		few = outcomes[i].cells[0].request;
		many = outcomes[i].cells[last].request;
		/* A server that never sleeps has no cost per single request. */
		if (many == 0 || !ways[i].scans)
			continue;
		*grows = *grows && many > 3 * few;
		least = many < least ? many : least;
	}
	for (int i = 0; i < WAYS; i++)
		if (!ways[i].scans)
			*stays = *stays &&
			    3 * outcomes[i].cells[last].request < 2 * least;
}

/*
 * Each server in turn.  A busy machine may spoil even a median: while the costs
 * are against the claims, those that sleep are measured again.
 */
static void
run_all(struct program *ways, const struct plan *plan, struct outcome *outcomes)
{
	int grows, stays;

	for (int i = 0; i < WAYS; i++) {
		benchmark_run(&ways[i], plan, &outcomes[i]);
		if (outcomes[i].missing)
			eag_note(
			    "left out: echo-uring, which cannot be shown here");
	}
	for (int again = 0; again < 4 && costs_count(plan); again++) {
		compare_costs(ways, outcomes, plan->levels - 1, &grows, &stays);
		if (grows && stays)
			return;
		for (int i = 0; i < WAYS; i++)
			if (ways[i].sleeps && !outcomes[i].missing)
				benchmark_run(&ways[i], plan, &outcomes[i]);
	}
}

static void
claim_costs(const struct program *ways, const struct outcome *outcomes,
    const struct plan *plan)
{
	int grows, stays;

	if (!costs_count(plan)) {
		eag_note("left out: the cost of a thousand silent clients");
		return;
	}
	compare_costs(ways, outcomes, plan->levels - 1, &grows, &stays);
	eag_claim("cost-grows", grows,
	    "select and poll: a thousand silent clients cost a multiple");
	eag_claim("cost-stays", stays,
	    "the others look at what is ready, and cost less than two thirds");
}

static void
show_tables(const struct program *ways, const struct outcome *outcomes,
    const struct plan *plan)
{
	long long worst, cost;
	long wrong = 0;

	for (size_t level = 0; level < plan->levels; level++) {
		worst = 0;
		for (int i = 0; i < WAYS; i++) {
			cost = table_cost(&outcomes[i].cells[level]);
			worst = cost > worst ? cost : worst;
			wrong += outcomes[i].cells[level].result.wrong +
			    outcomes[i].lost;
		}
		table_heading(plan->connections[level],
		    benchmark_active(plan, plan->connections[level]));
		for (int i = 0; i < WAYS; i++)
			if (!outcomes[i].missing)
				table_row(ways[i].name,
				    plan->connections[level],
				    &outcomes[i].cells[level], worst);
	}
	eag_claim(
	    "answers", wrong == 0, "every question was answered, and rightly");
	claim_costs(ways, outcomes, plan);
}

static void
show_idle(const struct program *ways, const struct outcome *outcomes)
{
	int burns = 0, sleeps = 1, traced = 0;

	eag_step("idle", "the same connections, and nobody asks");
	table_idle_heading();
	for (int i = 0; i < WAYS; i++) {
		const struct outcome *o = &outcomes[i];

		if (o->missing)
			continue;
		table_idle(
		    ways[i].name, o->idle.cpu, o->idle.time, o->idle.calls);
		if (ways[i].sleeps)
			sleeps = sleeps && o->idle.calls < 10 &&
			    o->idle.sleeps < 10 &&
			    20 * o->idle.cpu < o->idle.time;
		if (ways[i].burns)
			burns = o->idle.calls >= 1000 && o->idle.sleeps <= 1;
		traced = traced || o->traced;
	}
	if (traced)
		eag_note("left out: whether spinning sleeps; it is traced");
	else
		eag_claim("idle-burns", burns,
		    "spinning never sleeps: it takes all the time there is");
	eag_claim("idle-sleeps", sleeps,
	    "those that wait for readiness or completion call nothing");
}

/* What it was measured on. */
static void
machine(int processors, int runs)
{
	struct utsname system;
	char text[sizeof(system.release) + 96];

	eag_need(uname(&system) == 0, "uname");
	snprintf(text, sizeof(text), "Linux %.40s, %.20s", system.release,
	    system.machine);
	eag_row(text);
	if (runs > 1) {
		snprintf(text, sizeof(text),
		    "each row: of %d or more runs the one that cost least",
		    runs);
		eag_row(text);
	}
	eag_row(processors > 1 ? "client and server on a processor each" :
				 "client and server on one processor");
}

int
main(int argc, char *argv[])
{
	struct program ways[WAYS] = {
		{ .name = "spin", .scans = 1, .burns = 1 },
		{ .name = "nap", .scans = 1 },
		{ .name = "select", .scans = 1, .sleeps = 1 },
		{ .name = "poll", .scans = 1, .sleeps = 1 },
		{ .name = "epoll", .sleeps = 1 },
		{ .name = "edge", .sleeps = 1 },
		{ .name = "threads", .sleeps = 1 },
		{ .name = "uring", .sleeps = 1 },
	};
	static struct outcome outcomes[WAYS];
	struct plan plan;
	cpu_set_t processors;
	int count;

	eag_start(&demo, argc, argv);
	if (eag_sysctl("net/core/somaxconn") != -1 &&
	    eag_sysctl("net/core/somaxconn") < 100)
		eag_skip("an accept queue for a hundred: net.core.somaxconn");
	eag_step("work", "each server in turn: ask, and wait for the answer");
	make_plan(&plan, most_connections());
	count = program_processors(&processors);
	for (int i = 0; i < WAYS; i++)
		ways[i].processors = &processors;
	run_all(ways, &plan, outcomes);
	machine(count, plan.runs);
	show_tables(ways, outcomes, &plan);
	show_idle(ways, outcomes);
	return eag_end();
}
