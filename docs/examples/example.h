/* SPDX-License-Identifier: MIT */
/*
 * example.h: what the programs here share.  Each is named after the class whose
 * reaction it shows in docs/handling.md, and runs it: it ends with 0, with 1
 * and a word if something did not do what it should, or with 77 where it
 * cannot.
 */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <eagain.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline void
check(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(
	    stderr, "not so: %s (errno: %s)\n", what, eag_errno_name(errno));
	exit(1);
}

/* Milliseconds until `end`, a time of CLOCK_MONOTONIC; at least 0. */
static inline int
left(const struct timespec *end)
{
	struct timespec now;
	long long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (end->tv_sec - now.tv_sec) * 1000LL +
	    (end->tv_nsec - now.tv_nsec) / 1000000;
	return ms <= 0 ? 0 : ms < INT_MAX ? (int)ms : INT_MAX;
}

static inline struct timespec
in_seconds(int seconds)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	return end;
}

#endif
