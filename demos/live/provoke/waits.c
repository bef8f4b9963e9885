/* SPDX-License-Identifier: MIT */
/*
 * waits.c: poll() and select() name the descriptors that they wait for.  An
 * epoll set is taken to have them all: whether what it is asked for suffices is
 * seen by what comes of it.
 */
#include "waits.h"

#include "../wait_arguments.h"
#include "history.h"

/* Of a poll() or select() by this thread. */
struct wait {
	struct process *process;
	int limited;
};

/* This descriptor is waited for: to be read, to be written, or both. */
static void
covers(void *with, int fd, int in, int out)
{
	const struct wait *wait = with;
	struct history *history = history_find(wait->process, fd);

	if (history == NULL)
		return;
	if (history->is_epoll && in)
		wait->process->waits++;
	if (in)
		history->in.polled = 1;
	else if (wait->limited)
		history->in.missed = 1;
	if (out)
		history->out.polled = 1;
	else if (wait->limited)
		history->out.missed = 1;
}

void
waits_begin(struct thread *thread)
{
	const enum call_does does = thread->call.type->does;
	struct wait wait = { thread->process, 0 };
	long limit;

	if (does == CALL_NAPS) {
		thread->naps++;
		return;
	}
	limit = waited_limit(thread->tid, &thread->call);
	if (limit == 0) /* that is a question, no wait */
		return;
	thread->looks++;
	wait.limited = limit > 0;
	if (does != CALL_POLLS && does != CALL_SELECTS)
		thread->process->waits++;
	else if (waited_each(thread->tid, &thread->call, covers, &wait) == 0 &&
	    wait.limited)
		thread->naps++;
}
