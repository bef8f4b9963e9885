/* SPDX-License-Identifier: MIT */
/*
 * sharing.c: dup(2), fork(2) and descriptors sent over AF_UNIX make two numbers
 * for one open file description, whose flags are common; open(2) makes another.
 * kcmp(2) tells the two cases apart: it puts open files in an order, so many
 * are sorted, and others looked up.  A socket needs no kcmp: it is one open
 * file as long as it lives.
 */
#define _GNU_SOURCE /* syscall() */
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "eagain.h"
#include "process.h"
#include "sharing.h"

enum { OF_FILES = 0 /* KCMP_FILE */ };

/* What the comparison function of qsort(3) cannot be handed. */
static int owner, refused;

/* -1, 0, 1; without an answer the numbers decide, so that none are the same. */
static int
compare(int pid, int fd, const struct descriptor *ours)
{
	long order;

	if (pid == owner && fd == ours->fd)
		return 0;
	order = syscall(SYS_kcmp, pid, owner, OF_FILES, fd, ours->fd);
	if (order == -1) {
		/* EBADF, ESRCH: it is gone already. */
		if (errno != EBADF && errno != ESRCH && refused == 0)
			refused = errno;
		return fd < ours->fd ? -1 : 1;
	}
	return order == 0 ? 0 : order == 1 ? -1 : 1;
}

static int
by_open_file(const void *left, const void *right)
{
	const struct descriptor *a = *(struct descriptor *const *)left,
				*b = *(struct descriptor *const *)right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->kind == KIND_SOCKET)
		return 0;
	return compare(owner, a->fd, b);
}

static void
find_twins(struct descriptor *const *sorted, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct descriptor *a = sorted[i - 1], *b = sorted[i];

		if (by_open_file(&a, &b) != 0)
			continue;
		a->twin = b->fd;
		b->twin = a->fd;
	}
}

/* A process is counted once, whatever it has of it. */
static void
add_sharer(struct descriptor *descriptor, int pid)
{
	/* Holders come process by process. */
	if (descriptor->last_sharer == pid)
		return;
	descriptor->last_sharer = pid;
	if (descriptor->sharers < SHARERS)
		descriptor->sharer[descriptor->sharers] = pid;
	descriptor->sharers++;
}

/* The order of another's open file and one of ours. */
static int
order_of(const struct holder *holder, const struct descriptor *ours)
{
	if (ours->key != holder->key)
		return holder->key < ours->key ? -1 : 1;
	if (ours->kind == KIND_SOCKET)
		return 0;
	return compare(holder->pid, holder->fd, ours);
}

/* Is that one of ours?  Those that are the same stand side by side. */
static void
look_up(
    struct descriptor *const *sorted, size_t count, const struct holder *holder)
{
	size_t low = 0, high = count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (order_of(holder, sorted[middle]) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && order_of(holder, sorted[low]) == 0; low++)
		add_sharer(sorted[low], holder->pid);
}

int
sharing_find(
    struct descriptors *descriptors, int pid, const struct holders *holders)
{
	struct descriptor **sorted;

	if (descriptors->count == 0)
		return 0;
	sorted = malloc(descriptors->count * sizeof(*sorted));
	eag_need(sorted != NULL, "malloc");
	owner = pid;
	refused = 0;
	for (size_t i = 0; i < descriptors->count; i++)
		sorted[i] = &descriptors->all[i];
	qsort(sorted, descriptors->count, sizeof(*sorted), by_open_file);
	find_twins(sorted, descriptors->count);
	for (size_t i = 0; i < holders->count; i++)
		if (holders->all[i].pid != pid)
			look_up(sorted, descriptors->count, &holders->all[i]);
	free(sorted);
	return refused;
}
