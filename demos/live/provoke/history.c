/* SPDX-License-Identifier: MIT */
/* history.c: histories are kept by process and descriptor. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "eagain.h"

enum { MOST = 1 << 20 }; /* descriptors: fs.nr_open's preset */

struct history *
history_find(const struct process *process, int fd)
{
	return fd >= 0 && fd < process->room ? process->histories[fd] : NULL;
}

static void
make_room(struct process *process, int fd)
{
	int room = process->room > 0 ? process->room : 64;
	struct history **histories;

	while (room <= fd)
		room *= 2;
	histories = realloc(
	    process->histories, (size_t)room * sizeof(*histories));
	eag_need(histories != NULL, "realloc");
	memset(histories + process->room, 0,
	    (size_t)(room - process->room) * sizeof(*histories));
	process->histories = histories;
	process->room = room;
}

struct history *
history_of(struct process *process, int fd)
{
	if (fd < 0 || fd >= MOST)
		return NULL;
	if (fd >= process->room)
		make_room(process, fd);
	if (process->histories[fd] == NULL) {
		process->histories[fd] = calloc(1, sizeof(struct history));
		eag_need(process->histories[fd] != NULL, "calloc");
	}
	return process->histories[fd];
}

void
history_forget(struct process *process, int fd)
{
	if (history_find(process, fd) == NULL)
		return;
	free(process->histories[fd]);
	process->histories[fd] = NULL;
}

/* O_NONBLOCK may be set at any time, by anybody; that it is cleared is rare. */
void
history_learn(struct process *process, int fd, struct history *history)
{
	if (history->kind == KIND_UNKNOWN || !history->nonblocking)
		history->kind = descriptor_kind(
		    process, fd, &history->nonblocking);
}

enum between
history_between(const struct thread *thread, const struct side *side)
{
	if (side->polled || thread->process->waits != side->waits)
		return WAITED;
	if (side->missed ||
	    (thread->tid == side->tid && thread->naps != side->naps))
		return NAPPED;
	/* What another thread does meanwhile is not known well enough. */
	if (thread->tid != side->tid || thread->looks != side->looks)
		return ELSEWHERE;
	return AT_ONCE;
}
