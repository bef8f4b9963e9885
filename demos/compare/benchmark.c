/* SPDX-License-Identifier: MIT */
/* benchmark.c: one server on the work that all get. */
#define _GNU_SOURCE /* cpu_set_t, in server_program.h */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "benchmark.h"
#include "eagain.h"
#include "load.h"
#include "tool_output.h"

size_t
benchmark_active(const struct plan *plan, size_t connections)
{
	return plan->active < connections ? plan->active : connections;
}

/* Progress, on a terminal only. */
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

enum { TICKS = 30 }; /* ms: several of them */

/* One run of so many questions; what the server did meanwhile. */
static void
measure(const struct program *program, struct load *load,
    const struct plan *plan, size_t connections, struct cell *cell)
{
	const struct counts *counts = program->counts;
	unsigned long calls, refused;
	long long cpu;

	if (program->sleeps)
		process_settle(program->pid);
	calls = counts->calls;
	refused = counts->refused;
	cpu = process_cpu(program->pid);
	/* The clock of one that never sleeps moves with the tick alone. */
	load_run(load, benchmark_active(plan, connections),
	    program->burns && plan->milliseconds < TICKS ? TICKS :
							   plan->milliseconds,
	    &cell->result);
	/* The kernel's count is complete only when the server sleeps. */
	if (program->sleeps)
		process_settle(program->pid);
	cell->calls = counts->calls - calls;
	cell->refused = counts->refused - refused;
	cell->cpu = process_cpu(program->pid) - cpu;
}

enum { ALONE = 9 }; /* requests */

/*
 * What one request costs, from sleep to sleep.  On a busy machine some are
 * dearer than that, and of some the kernel tells a tenth of the time: seen on a
 * virtual machine, for a reason that is not known.  The median is neither.
 */
static long long
measure_requests(const struct program *program, struct load *load)
{
	long costs[ALONE];
	struct load_result one;
	long long cpu;

	for (int i = 0; i < ALONE; i++) {
		process_settle(program->pid);
		cpu = process_cpu(program->pid);
		load_run(load, 1, 0, &one);
		process_settle(program->pid);
		costs[i] = (long)(process_cpu(program->pid) - cpu);
	}
	load_sort(costs, ALONE);
	return costs[ALONE / 2];
}

/* Several runs; the one in which a request cost least was disturbed least. */
static void
measure_level(const struct program *program, struct load *load,
    const struct plan *plan, size_t level, struct outcome *o)
{
	const size_t connections = plan->connections[level];
	struct cell *best = &o->cells[level], cell = { 0 };
	struct load_result first;
	long requests = 0;

	progress(program->name, connections);
	load_open(load, connections);
	/* Accepting is not counted. */
	load_run(load, connections, 0, &first);
	if (first.lost > 0) {
		/* Turned away, by a limit: or not served as it should be. */
		o->lost |= first.lost != (long)program->counts->limited;
		best->result.requests = 0;
		return;
	}
	/* On a busy machine a run has few requests: then more runs. */
	for (int run = 0; run < (program->burns ? 1 : plan->runs) ||
	     (!program->burns && run < 4 * plan->runs &&
		 requests < plan->requests);
	     run++) {
		measure(program, load, plan, connections, &cell);
		o->lost |= cell.result.lost > 0;
		requests += cell.result.requests;
		if (run == 0 || table_cost(&cell) < table_cost(best))
			*best = cell;
	}
	if (program->sleeps && plan->active == 1 &&
	    (level == 0 || level == plan->levels - 1))
		best->request = measure_requests(program, load);
}

void
benchmark_run(
    struct program *program, const struct plan *plan, struct outcome *o)
{
	struct load load;

	if (!program_start(program)) {
		o->missing = 1;
		return;
	}
	load_start(&load, &program->address);
	load_open(&load, 1);
	introduce(load.socks[0]);
	for (size_t level = 0; level < plan->levels; level++)
		measure_level(program, &load, plan, level, o);
	if (program->sleeps)
		process_settle(program->pid);
	o->traced = process_is_traced(program->pid);
	process_idle(program->pid, program->counts,
	    (int)plan->idle_milliseconds, program->sleeps ? 0 : 1000,
	    program->burns ? 50000000 : 0, &o->idle);
	load_stop(&load);
	program_stop(program);
	progress(NULL, 0);
}
