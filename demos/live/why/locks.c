/* SPDX-License-Identifier: MIT */
/*
 * locks.c: a line for each lock, and below it one with "->" for each process
 * that waits for it: proc(5); fs/locks.c lock_get_status().
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../proc_files.h"
#include "locks.h"

/* "1: POSIX  ADVISORY  WRITE 3234 fd:00:1234 0 EOF", "1: -> FLOCK ..." */
static int
read_line(const char *line, struct lock *lock)
{
	int used = 0;

	memset(lock, 0, sizeof(*lock));
	if (sscanf(line, "%ld: %n", &lock->number, &used) != 1)
		return 0;
	line += used;
	lock->waits = strncmp(line, "->", 2) == 0;
	line += lock->waits ? 2 : 0;
	return sscanf(line, " %7s %*s %7s %d %x:%x:%lu", lock->kind, lock->mode,
		   &lock->pid, &lock->device_major, &lock->device_minor,
		   &lock->inode) == 6;
}

void
locks_read(struct locks *locks)
{
	char *text = proc_text(0, "locks");
	struct lock lock;

	memset(locks, 0, sizeof(*locks));
	if (text == NULL) {
		locks->error = errno;
		return;
	}
	for (char *line = text; line != NULL && *line != '\0';) {
		char *end = strchr(line, '\n');

		if (end != NULL)
			*end++ = '\0';
		if (read_line(line, &lock)) {
			locks->all = proc_grow(
			    locks->all, locks->count, sizeof(*locks->all));
			locks->all[locks->count++] = lock;
		}
		line = end;
	}
	free(text);
}

void
locks_free(struct locks *locks)
{
	free(locks->all);
}

const struct lock *
locks_holder(const struct locks *locks, const struct lock *waiting)
{
	for (size_t i = 0; i < locks->count; i++)
		if (!locks->all[i].waits &&
		    locks->all[i].number == waiting->number)
			return &locks->all[i];
	return NULL;
}
