/* SPDX-License-Identifier: MIT */
/*
 * holders.c: nothing but /proc/PID/fd of every process tells who holds the
 * other end.  It is gone through once, for all that is wanted.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../proc_files.h"
#include "eagain.h"
#include "holders.h"

static size_t
slot(const struct holders *holders, unsigned long long key)
{
	size_t i = (size_t)key & (holders->room - 1);

	while (holders->wanted[i] != 0 && holders->wanted[i] != key)
		i = (i + 1) & (holders->room - 1);
	return i;
}

static void
make_room(struct holders *holders)
{
	struct holders larger = *holders;

	larger.room = holders->room == 0 ? 64 : 2 * holders->room;
	larger.wanted = calloc(larger.room, sizeof(*larger.wanted));
	eag_need(larger.wanted != NULL, "calloc");
	for (size_t i = 0; i < holders->room; i++)
		if (holders->wanted[i] != 0)
			larger.wanted[slot(
			    &larger, holders->wanted[i])] = holders->wanted[i];
	free(holders->wanted);
	*holders = larger;
}

void
holders_want(struct holders *holders, unsigned long long key)
{
	size_t i;

	if (2 * (holders->wanted_count + 1) > holders->room)
		make_room(holders);
	i = slot(holders, key);
	if (holders->wanted[i] == key)
		return;
	holders->wanted[i] = key;
	holders->wanted_count++;
}

static void
look_at(struct holders *holders, int pid, const char *path, int fd)
{
	char link[PATH_MAX];
	unsigned long long key;

	if (proc_link(path, link, sizeof(link)) == -1)
		return;
	key = descriptors_key(link);
	if (holders->wanted[slot(holders, key)] != key)
		return;
	holders->all = proc_grow(
	    holders->all, holders->count, sizeof(*holders->all));
	holders->all[holders->count++] = (struct holder){ key, pid, fd };
}

static int
look_into(int pid, void *with)
{
	struct holders *holders = with;
	struct dirent *entry;
	char path[64];
	size_t length;
	DIR *all;

	if (pid == getpid())
		return 1;
	length = (size_t)snprintf(path, sizeof(path), "/proc/%d/fd/", pid);
	all = opendir(path);
	if (all == NULL) {
		holders->unseen += errno == EACCES || errno == EPERM;
		return 1;
	}
	while ((entry = readdir(all)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path + length, sizeof(path) - length, "%.20s",
		    entry->d_name);
		look_at(holders, pid, path, atoi(entry->d_name));
	}
	closedir(all);
	return 1;
}

static int
by_key(const void *left, const void *right)
{
	const struct holder *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->pid != b->pid ? a->pid - b->pid : a->fd - b->fd;
}

void
holders_look(struct holders *holders)
{
	if (holders->room == 0)
		make_room(holders);
	proc_each(look_into, holders);
	if (holders->count > 0)
		qsort(holders->all, holders->count, sizeof(*holders->all),
		    by_key);
}

void
holders_free(struct holders *holders)
{
	free(holders->wanted);
	free(holders->all);
}

const struct holder *
holders_first(const struct holders *holders, unsigned long long key)
{
	size_t low = 0, high = holders->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (holders->all[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < holders->count && holders->all[low].key == key ?
	    &holders->all[low] :
	    NULL;
}

const struct holder *
holders_next(const struct holders *holders, const struct holder *holder)
{
	const struct holder *next = holder + 1;

	return next < holders->all + holders->count &&
		next->key == holder->key ?
	    next :
	    NULL;
}
