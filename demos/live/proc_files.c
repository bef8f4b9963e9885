/* SPDX-License-Identifier: MIT */
/* proc_files.c: the small files of /proc, read whole: proc(5). */
#define _GNU_SOURCE /* syscall() */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "eagain.h"
#include "proc_files.h"

enum { /* every architecture has these numbers, but not every libc's header */
	PIDFD_OPEN = 434,
	PIDFD_GETFD = 438
};

void *
proc_grow(void *memory, size_t count, size_t size)
{
	/* Room for one more than there are: it is asked for before each. */
	size_t room = 16;

	if (memory != NULL && (count < room || (count & (count - 1)) != 0))
		return memory;
	while (room <= count)
		room *= 2;
	memory = realloc(memory, room * size);
	eag_need(memory != NULL, "realloc");
	return memory;
}

static int
open_file(int pid, const char *file)
{
	char path[PATH_MAX];

	if (file[0] == '/')
		snprintf(path, sizeof(path), "%s", file);
	else if (pid != 0)
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	else
		snprintf(path, sizeof(path), "/proc/%s", file);
	return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

static char *
enlarge(char *text, size_t *room)
{
	char *larger = realloc(text, 2 * *room);

	eag_need(larger != NULL, "realloc");
	*room *= 2;
	return larger;
}

/* A file of /proc has no size: read on until it ends. */
char *
proc_text(int pid, const char *file)
{
	const int fd = open_file(pid, file);
	size_t room = 4096, used = 0;
	char *text = NULL;
	ssize_t n;
	int error;

	if (fd == -1)
		return NULL;
	do {
		if (text == NULL || room - used < 1024)
			text = enlarge(text, &room);
		n = read(fd, text + used, room - used - 1);
		used += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	error = errno;
	close(fd);
	if (n == -1) {
		free(text);
		errno = error;
		return NULL;
	}
	text[used] = '\0';
	return text;
}

long long
proc_number(const char *text, const char *key, int base)
{
	const size_t length = strlen(key);

	while (text != NULL && *text != '\0') {
		if (strncmp(text, key, length) == 0 && text[length] == ':')
			return (long long)strtoull(
			    text + length + 1, NULL, base);
		text = strchr(text, '\n');
		if (text != NULL)
			text++;
	}
	return -1;
}

long long
proc_value(const char *path, const char *key)
{
	char *text = proc_text(0, path);
	const size_t length = strlen(key);
	long long value = -1;

	if (text != NULL && strncmp(text, key, length) == 0)
		value = strncmp(text + length, "max", 3) == 0 ?
		    LLONG_MAX :
		    strtoll(text + length, NULL, 10);
	free(text);
	return value;
}

int
proc_link(const char *path, char *text, size_t size)
{
	const ssize_t n = readlink(path, text, size - 1);

	if (n == -1)
		return -1;
	text[n] = '\0';
	return 0;
}

void
proc_printable(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || (unsigned char)*text > '~')
			*text = '?';
}

int
proc_each(int (*see)(int pid, void *with), void *with)
{
	DIR *all = opendir("/proc");
	struct dirent *entry;

	if (all == NULL)
		return -1;
	while ((entry = readdir(all)) != NULL)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
		    !see(atoi(entry->d_name), with))
			break;
	closedir(all);
	return 0;
}

int
proc_pidfd(int pid)
{
	return (int)syscall(PIDFD_OPEN, pid, 0);
}

int
proc_duplicate(int pidfd, int fd)
{
	return (int)syscall(PIDFD_GETFD, pidfd, fd, 0);
}
