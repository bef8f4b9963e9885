/* SPDX-License-Identifier: MIT */
/*
 * waits.c: poll() and select() name the descriptors that they wait for.  An
 * epoll set is taken to have them all: whether what it is asked for suffices is
 * seen by what comes of it.
 */
#include "waits.h"

#include <poll.h>
#include <string.h>

#include "history.h"
#include "memory.h"

enum { MOST = 4096, SETS = 1024 / 8 };

/* A timespec or timeval in memory: no address is no limit. */
static enum limit
limit_at(pid_t tid, uint64_t address, size_t size)
{
	static const unsigned char zero[16];
	unsigned char time[16] = { 0 };

	if (address == 0)
		return LIMIT_NONE;
	if (memory_read(tid, address, time, size) != (ssize_t)size)
		return LIMIT_SOME;
	return memcmp(time, zero, size) == 0 ? LIMIT_ZERO : LIMIT_SOME;
}

static enum limit
limit_in_ms(int ms)
{
	return ms < 0 ? LIMIT_NONE : ms == 0 ? LIMIT_ZERO : LIMIT_SOME;
}

enum limit
waits_limit(const struct thread *thread)
{
	const struct call *call = &thread->call;
	const char *name = call->type->name;
	const size_t size = call->narrow && strstr(name, "64") == NULL ? 8 : 16;

	if (strcmp(name, "poll") == 0)
		return limit_in_ms(call_int(call, 2));
	if (strcmp(name, "epoll_wait") == 0 || strcmp(name, "epoll_pwait") == 0)
		return limit_in_ms(call_int(call, 3));
	if (strcmp(name, "epoll_pwait2") == 0)
		return limit_at(thread->tid, call->args[3], 16);
	if (call->type->does == CALL_SELECTS)
		return limit_at(thread->tid, call->args[4], size);
	if (call->type->does == CALL_POLLS || name[0] == 'r')
		return limit_at(thread->tid, call->args[2], size);
	if (strcmp(name, "io_uring_enter") == 0)
		return call->args[2] > 0 ? LIMIT_NONE : LIMIT_ZERO;
	return LIMIT_NONE;
}

/* This descriptor is waited for: to be read, to be written, or both. */
static void
covers(struct process *process, int fd, int in, int out, enum limit limit)
{
	struct history *history = history_find(process, fd);

	if (history == NULL)
		return;
	if (history->is_epoll && in)
		process->waits++;
	if (in)
		history->in.polled = 1;
	else if (out && limit == LIMIT_SOME)
		history->in.missed = 1;
	if (out)
		history->out.polled = 1;
	else if (in && limit == LIMIT_SOME)
		history->out.missed = 1;
}

static void
begin_poll(struct thread *thread, enum limit limit)
{
	struct pollfd polled[64];
	uint64_t at = thread->call.args[0], left = thread->call.args[1];
	size_t take;
	int named = 0;

	if (left > MOST)
		left = MOST;
	for (; left > 0; left -= take, at += take * sizeof(polled[0])) {
		take = left < 64 ? (size_t)left : 64;
		if (memory_read(
			thread->tid, at, polled, take * sizeof(polled[0])) !=
		    (ssize_t)(take * sizeof(polled[0])))
			break;
		for (size_t i = 0; i < take; i++) {
			named += polled[i].fd >= 0;
			covers(thread->process, polled[i].fd,
			    (polled[i].events & (POLLIN | POLLRDNORM)) != 0,
			    (polled[i].events & (POLLOUT | POLLWRNORM)) != 0,
			    limit);
		}
	}
	if (named == 0 && limit == LIMIT_SOME)
		thread->naps++;
}

/* A set is an array of longs: the lowest bit of the first is descriptor 0. */
static int
is_in(const unsigned char *set, int fd, int narrow)
{
	const int bits = narrow ? 32 : 64;
	unsigned long long wide;
	unsigned half;

	if (narrow) {
		memcpy(&half, set + fd / bits * 4, sizeof(half));
		return (int)(half >> fd % bits & 1);
	}
	memcpy(&wide, set + fd / bits * 8, sizeof(wide));
	return (int)(wide >> fd % bits & 1);
}

static void
begin_select(struct thread *thread, enum limit limit)
{
	const struct call *call = &thread->call;
	unsigned char in[SETS] = { 0 }, out[SETS] = { 0 };
	int count = call_int(call, 0);
	size_t size;

	if (count <= 0) {
		thread->naps += limit == LIMIT_SOME;
		return;
	}
	if (count > SETS * 8)
		count = SETS * 8;
	size = ((size_t)count + 63) / 64 * 8;
	if (call->narrow)
		size = ((size_t)count + 31) / 32 * 4;
	memory_read(thread->tid, call->args[1], in, size);
	memory_read(thread->tid, call->args[2], out, size);
	for (int fd = 0; fd < count; fd++)
		covers(thread->process, fd, is_in(in, fd, call->narrow),
		    is_in(out, fd, call->narrow), limit);
}

void
waits_begin(struct thread *thread)
{
	const enum call_does does = thread->call.type->does;
	enum limit limit;

	if (does == CALL_NAPS) {
		thread->naps++;
		return;
	}
	limit = waits_limit(thread);
	if (limit == LIMIT_ZERO) /* that is a question, no wait */
		return;
	thread->looks++;
	if (does == CALL_POLLS)
		begin_poll(thread, limit);
	else if (does == CALL_SELECTS)
		begin_select(thread, limit);
	else
		thread->process->waits++;
}
