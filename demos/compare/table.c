/* SPDX-License-Identifier: MIT */
/* table.c: rows of measurement, and the same as figures for scripts. */
#include <stdio.h>
#include <string.h>

#include "arrange.h"
#include "eagain.h"
#include "table.h"
#include "tool_output.h"

#define CELLS 8 /* of a bar */

long long
table_cost(const struct cell *cell)
{
	return cell->result.requests > 0 ? cell->cpu / cell->result.requests :
					   0;
}

static double
per_request(unsigned long count, const struct cell *cell)
{
	return (double)count / (double)cell->result.requests;
}

static double
per_second(const struct cell *cell)
{
	return (double)cell->result.requests * 1e9 /
	    (double)cell->result.nanoseconds;
}

void
table_figure(const char *name, long value, const char *unit)
{
	const struct eag_field fields[] = { { "name", name, 0 },
		{ "value", NULL, value }, { "unit", unit, 0 },
		{ NULL, NULL, 0 } };

	eag_record("measure", fields);
}

static void
figure(const char *way, size_t connections, const char *name, double value,
    const char *unit)
{
	char full[64];

	snprintf(full, sizeof(full), "%s/%zu/%s", way, connections, name);
	table_figure(full, (long)value, unit);
}

static void
figures(const char *way, size_t connections, const struct cell *cell)
{
	const struct load_result *r = &cell->result;

	figure(way, connections, "requests", per_second(cell), "1/s");
	figure(way, connections, "p50", (double)r->p50, "ns");
	figure(way, connections, "p99", (double)r->p99, "ns");
	figure(way, connections, "max", (double)r->max, "ns");
	figure(way, connections, "cpu", (double)table_cost(cell),
	    "us per 1000 requests");
	if (cell->request > 0)
		figure(
		    way, connections, "request", (double)cell->request, "ns");
	figure(way, connections, "calls", 1000 * per_request(cell->calls, cell),
	    "per 1000 requests");
	figure(way, connections, "eagain",
	    1000 * per_request(cell->refused, cell), "per 1000 requests");
}

static void
bar(char *text, double part)
{
	int full = (int)(part * CELLS + 0.5);

	text[0] = '[';
	memset(text + 1, '.', CELLS);
	memset(text + 1, '#', (size_t)(full > CELLS ? CELLS : full));
	memcpy(text + 1 + CELLS, "]", 2);
}

void
table_heading(size_t connections, size_t active)
{
	char text[96];

	if (connections == 1)
		snprintf(text, sizeof(text), "one connection, which asks:");
	else
		snprintf(text, sizeof(text),
		    "%zu connections, %zu of them ask%s:", connections, active,
		    active == 1 ? "s" : "");
	eag_row(text);
	if (eag_accessible())
		return;
	eag_row("        requests  latency, us:           for each request:");
	eag_row("way     a second    p50    p99    max   calls  EAGAIN  cpu us"
		" of most");
}

/* A number in its column, or its power of ten where it does not fit. */
static void
number(char *text, double value, int width, int decimals)
{
	if (snprintf(text, 24, "%*.*f", width, decimals, value) > width)
		snprintf(text, 24, "%*.0e", width, value);
}

void
table_row(const char *way, size_t connections, const struct cell *cell,
    long long worst)
{
	const struct load_result *r = &cell->result;
	const double cost = (double)table_cost(cell) / 1000;
	char text[256], columns[7][24], cells[CELLS + 3];

	if (r->requests == 0) {
		snprintf(text, sizeof(text), "%-8s cannot have so many", way);
		eag_row(text);
		return;
	}
	bar(cells, worst > 0 ? (double)table_cost(cell) / (double)worst : 0);
	if (eag_accessible()) {
		snprintf(text, sizeof(text),
		    "%s: %.0f requests a second; latency %.0f us in the "
		    "middle, %.0f at 99 percent, %.0f at most; each request "
		    "costs %.1f calls, %.1f of them EAGAIN, and %.1f us of "
		    "processor time",
		    way, per_second(cell), (double)r->p50 / 1000,
		    (double)r->p99 / 1000, (double)r->max / 1000,
		    per_request(cell->calls, cell),
		    per_request(cell->refused, cell), cost);
	} else {
		number(columns[0], per_second(cell), 8, 0);
		number(columns[1], (double)r->p50 / 1000, 6, 0);
		number(columns[2], (double)r->p99 / 1000, 6, 0);
		number(columns[3], (double)r->max / 1000, 6, 0);
		number(columns[4], per_request(cell->calls, cell), 7, 1);
		number(columns[5], per_request(cell->refused, cell), 7, 1);
		number(columns[6], cost, 7, 1);
		snprintf(text, sizeof(text), "%-7s %s %s %s %s %s %s %s %s",
		    way, columns[0], columns[1], columns[2], columns[3],
		    columns[4], columns[5], columns[6], cells);
	}
	eag_row(text);
	figures(way, connections, cell);
}

void
table_idle_heading(void)
{
	if (!eag_accessible())
		eag_row("way      calls a second    processor");
}

void
table_idle(const char *way, long long cpu, long long time, unsigned long calls)
{
	const double part = (double)cpu / (double)time;
	const double rate = (double)calls * 1e9 / (double)time;
	char text[128], cells[CELLS + 3], name[64];

	bar(cells, part);
	snprintf(text, sizeof(text),
	    eag_accessible() ?
		"%s: %.0f calls a second, %.1f percent of a processor" :
		"%-8s %14.0f %10.1f %%  %s",
	    way, rate, 100 * part, cells);
	eag_row(text);
	snprintf(name, sizeof(name), "%s/idle/cpu", way);
	table_figure(name, (long)(1e6 * part), "us per second");
	snprintf(name, sizeof(name), "%s/idle/calls", way);
	table_figure(name, (long)rate, "1/s");
}
