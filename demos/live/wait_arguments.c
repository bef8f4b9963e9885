/* SPDX-License-Identifier: MIT */
/* wait_arguments.c: what poll(), select() and the like were asked. */
#include "wait_arguments.h"

#include <poll.h>
#include <string.h>

#include "memory.h"

enum { MOST = 4096, SETS = 1024 / 8 };

/* A timespec or a timeval: the second part is less than a second. */
static long
limit_at(pid_t tid, const struct call *call)
{
	const uint64_t at = call->args[call->type->argument];
	const int narrow = call->narrow && call->type->form == FORM_TIME;
	const int nanoseconds = call->type->name[0] != 's'; /* select(2) */
	const uint64_t part = nanoseconds ? 1000000 : 1000;
	uint64_t seconds, rest;

	if (at == 0)
		return -1;
	seconds = memory_word(tid, at, narrow);
	rest = memory_word(tid, at + (narrow ? 4 : 8), narrow);
	if (seconds > 1000000000)
		return 1000000000L; /* that is 11 days */
	return (long)(seconds * 1000 + (rest + part - 1) / part);
}

long
waited_limit(pid_t tid, const struct call *call)
{
	int limit;

	switch (call->type->form) {
	case FORM_MS:
		limit = call_int(call, call->type->argument);
		return limit < 0 ? -1 : limit;
	case FORM_TIME:
	case FORM_TIME64:
		return limit_at(tid, call);
	default:
		break;
	}
	/* It waits for so many results. */
	if (strcmp(call->type->name, "io_uring_enter") == 0)
		return call->args[2] > 0 ? -1 : 0;
	return -1;
}

static int
each_polled(pid_t tid, const struct call *call,
    void (*see)(void *with, int fd, int in, int out), void *with)
{
	struct pollfd polled[64];
	uint64_t at = call->args[0], left = call->args[1];
	size_t take;
	int named = 0;

	if (left > MOST)
		left = MOST;
	for (; left > 0; left -= take, at += take * sizeof(polled[0])) {
		take = left < 64 ? (size_t)left : 64;
		if (memory_read(tid, at, polled, take * sizeof(polled[0])) !=
		    (ssize_t)(take * sizeof(polled[0])))
			break;
		for (size_t i = 0; i < take; i++) {
			if (polled[i].fd < 0)
				continue;
			named++;
			see(with, polled[i].fd,
			    (polled[i].events & (POLLIN | POLLRDNORM)) != 0,
			    (polled[i].events & (POLLOUT | POLLWRNORM)) != 0);
		}
	}
	return named;
}

/* A set is an array of longs: the lowest bit of the first is descriptor 0. */
static int
is_in(const unsigned char *set, int fd, int narrow)
{
	const int bits = narrow ? 32 : 64;

	return (int)(memory_number(set + fd / bits * (bits / 8), narrow) >>
		fd % bits &
	    1);
}

static int
each_selected(pid_t tid, const struct call *call,
    void (*see)(void *with, int fd, int in, int out), void *with)
{
	unsigned char sets[2][SETS] = { { 0 }, { 0 } };
	const int narrow = call->narrow, bits = narrow ? 32 : 64;
	int count = call_int(call, 0), named = 0;

	if (count > SETS * 8)
		count = SETS * 8;
	for (int i = 0; i < 2 && count > 0; i++)
		memory_read(tid, call->args[1 + i], sets[i],
		    (size_t)((count + bits - 1) / bits * (bits / 8)));
	for (int fd = 0; fd < count; fd++) {
		const int in = is_in(sets[0], fd, narrow),
			  out = is_in(sets[1], fd, narrow);

		named += in || out;
		if (in || out)
			see(with, fd, in, out);
	}
	return named;
}

int
waited_each(pid_t tid, const struct call *call,
    void (*see)(void *with, int fd, int in, int out), void *with)
{
	return call->type->does == CALL_POLLS ?
	    each_polled(tid, call, see, with) :
	    each_selected(tid, call, see, with);
}
