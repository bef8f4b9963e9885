/* SPDX-License-Identifier: MIT */
/*
 * descriptors.c: each number in /proc/PID/fd is a link that says what it is
 * open on; fdinfo has the open file's flags and what the kernel keeps for some
 * kinds: proc(5), Documentation/filesystems/proc.rst 3.8.
 */
#define _GNU_SOURCE /* major(), minor() */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../proc_files.h"
#include "descriptors.h"

/* FNV-1a, 64 bits: two names with one number are not to be expected. */
unsigned long long
descriptors_key(const char *link)
{
	unsigned long long key = 14695981039346656037ULL;

	for (; *link != '\0'; link++)
		key = (key ^ (unsigned char)*link) * 1099511628211ULL;
	return key != 0 ? key : 1;
}

unsigned long long
descriptors_socket_key(unsigned long inode)
{
	char link[40];

	snprintf(link, sizeof(link), "socket:[%lu]", inode);
	return descriptors_key(link);
}

static enum kind
kind_of_link(const char *link)
{
	static const struct {
		const char *start;
		enum kind kind;
	} kinds[] = {
		{ "socket:[", KIND_SOCKET },
		{ "pipe:[", KIND_PIPE },
		{ "anon_inode:[eventfd]", KIND_EVENTFD },
		{ "anon_inode:[timerfd]", KIND_TIMERFD },
		{ "anon_inode:[signalfd]", KIND_SIGNALFD },
		{ "anon_inode:[eventpoll]", KIND_EPOLL },
		{ "anon_inode:inotify", KIND_INOTIFY },
		{ "anon_inode:[io_uring]", KIND_URING },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(link, kinds[i].start, strlen(kinds[i].start)) == 0)
			return kinds[i].kind;
	return KIND_OTHER;
}

/* Documentation/admin-guide/devices.txt: 4 and 5 are terminals, 136 on ptys. */
static enum kind
kind_of_device(dev_t device)
{
	if (device == makedev(5, 2))
		return KIND_PTY;
	if (major(device) == 4 || major(device) == 5 ||
	    (major(device) >= 136 && major(device) <= 143))
		return KIND_TERMINAL;
	return KIND_DEVICE;
}

/* What has a path is asked for its kind; nothing is opened. */
static void
look_at_file(struct descriptor *descriptor, const char *path)
{
	struct stat status;

	if (stat(path, &status) == -1)
		return;
	descriptor->inode = (unsigned long)status.st_ino;
	descriptor->device = status.st_dev;
	descriptor->kind = S_ISREG(status.st_mode) ? KIND_FILE :
	    S_ISDIR(status.st_mode)                ? KIND_DIRECTORY :
	    S_ISFIFO(status.st_mode)               ? KIND_PIPE :
	    S_ISCHR(status.st_mode) ? kind_of_device(status.st_rdev) :
	    S_ISBLK(status.st_mode) ? KIND_DEVICE :
				      KIND_OTHER;
}

/* "tfd: 5 events: 19 data: 5 pos:0 ino:1f sdev:8": fs/eventpoll.c */
static void
keep_members(struct descriptors *descriptors, int set, const char *text)
{
	struct member member = { .set = set };
	const char *line = text, *inode;

	while ((line = strstr(line, "tfd:")) != NULL) {
		if (sscanf(line, "tfd: %d events: %x", &member.fd,
			&member.events) == 2) {
			inode = strstr(line, "ino:");
			member.inode = inode != NULL ?
			    strtoul(inode + 4, NULL, 16) :
			    0;
			descriptors->members = proc_grow(descriptors->members,
			    descriptors->member_count,
			    sizeof(*descriptors->members));
			descriptors
			    ->members[descriptors->member_count++] = member;
		}
		line += 4;
	}
}

static void
look_at_info(
    struct descriptors *descriptors, struct descriptor *descriptor, int pid)
{
	char file[32], *text;
	const char *value;

	snprintf(file, sizeof(file), "fdinfo/%d", descriptor->fd);
	text = proc_text(pid, file);
	if (text == NULL)
		return;
	descriptor->flags = (int)proc_number(text, "flags", 8);
	descriptor->flock = strstr(text, "FLOCK") != NULL;
	descriptor->ofd_lock = strstr(text, "OFDLCK") != NULL;
	if (descriptor->kind == KIND_EVENTFD)
		descriptor->count = proc_number(text, "eventfd-count", 16);
	if (descriptor->kind == KIND_TIMERFD) {
		descriptor->count = proc_number(text, "ticks", 10);
		value = strstr(text, "it_value:");
		descriptor->armed = value != NULL &&
		    strncmp(value, "it_value: (0, 0)", 16) != 0;
	}
	if (descriptor->kind == KIND_EPOLL)
		keep_members(descriptors, descriptor->fd, text);
	free(text);
}

/* 0: it was closed meanwhile. */
static int
look_at(struct descriptors *descriptors, struct descriptor *descriptor, int pid)
{
	char path[64], link[PATH_MAX];
	const char *inode;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, descriptor->fd);
	if (proc_link(path, link, sizeof(link)) == -1)
		return 0;
	descriptor->key = descriptors_key(link);
	descriptor->kind = kind_of_link(link);
	inode = strchr(link, '[');
	if (descriptor->kind == KIND_SOCKET || descriptor->kind == KIND_PIPE)
		descriptor->inode = inode != NULL ?
		    strtoul(inode + 1, NULL, 10) :
		    0;
	else if (link[0] == '/')
		look_at_file(descriptor, path);
	look_at_info(descriptors, descriptor, pid);
	snprintf(descriptor->what, sizeof(descriptor->what), "%.92s%s", link,
	    strlen(link) > 92 ? "..." : "");
	proc_printable(descriptor->what);
	return 1;
}

struct descriptor *
descriptors_add(struct descriptors *descriptors, int fd)
{
	struct descriptor *descriptor;

	descriptors->all = proc_grow(
	    descriptors->all, descriptors->count, sizeof(*descriptors->all));
	descriptor = &descriptors->all[descriptors->count];
	memset(descriptor, 0, sizeof(*descriptor));
	descriptor->fd = fd;
	descriptor->flags = descriptor->twin = -1;
	descriptor->count = -1;
	descriptor->receive_timeout = descriptor->send_timeout = -1;
	descriptor->wait_limit = -1;
	descriptor->pipe.size = descriptor->pipe.data = -1;
	return descriptor;
}

static int
by_number(const void *left, const void *right)
{
	const struct descriptor *a = left, *b = right;

	return a->fd - b->fd;
}

static void
mark_members(struct descriptors *descriptors)
{
	for (size_t i = 0; i < descriptors->member_count; i++) {
		const struct member *member = &descriptors->members[i];
		struct descriptor *descriptor = descriptors_find(
		    descriptors, member->fd);

		if (descriptor != NULL)
			descriptor->watched |= member->events | EPOLLERR;
	}
}

void
descriptors_read(struct descriptors *descriptors, int pid)
{
	char path[32];
	struct dirent *entry;
	DIR *all;

	memset(descriptors, 0, sizeof(*descriptors));
	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	all = opendir(path);
	if (all == NULL) {
		descriptors->error = errno;
		return;
	}
	while ((entry = readdir(all)) != NULL)
		if (entry->d_name[0] != '.')
			descriptors->count += (size_t)look_at(descriptors,
			    descriptors_add(descriptors, atoi(entry->d_name)),
			    pid);
	closedir(all);
	if (descriptors->count > 0)
		qsort(descriptors->all, descriptors->count,
		    sizeof(*descriptors->all), by_number);
	mark_members(descriptors);
}

void
descriptors_free(struct descriptors *descriptors)
{
	for (size_t i = 0; i < descriptors->count; i++)
		if (descriptors->all[i].own_socket)
			free(descriptors->all[i].socket);
	free(descriptors->all);
	free(descriptors->members);
}

struct descriptor *
descriptors_find(const struct descriptors *descriptors, int fd)
{
	const struct descriptor key = { .fd = fd };

	if (descriptors->count == 0)
		return NULL;
	return bsearch(&key, descriptors->all, descriptors->count,
	    sizeof(*descriptors->all), by_number);
}

int
descriptor_reads(const struct descriptor *descriptor)
{
	return descriptor->flags != -1 &&
	    (descriptor->flags & O_ACCMODE) != O_WRONLY;
}

int
descriptor_writes(const struct descriptor *descriptor)
{
	return descriptor->flags != -1 &&
	    (descriptor->flags & O_ACCMODE) != O_RDONLY;
}

int
descriptor_nonblocking(const struct descriptor *descriptor)
{
	return descriptor->flags != -1 && (descriptor->flags & O_NONBLOCK) != 0;
}

void
descriptor_text(const struct descriptor *descriptor, char *text, size_t size)
{
	static const char *const words[] = {
		[KIND_TERMINAL] = "terminal ",
		[KIND_DIRECTORY] = "directory ",
		[KIND_FILE] = "file ",
		[KIND_DEVICE] = "device ",
	};

	if (descriptor->socket != NULL)
		socket_text(descriptor->socket, text, size);
	else if (descriptor->kind == KIND_PIPE)
		snprintf(text, size, "%s%s%s",
		    descriptor->what[0] == '/' ? "FIFO " : "pipe",
		    descriptor->what[0] == '/' ? descriptor->what : "",
		    !descriptor_writes(descriptor)    ? ", to read" :
			!descriptor_reads(descriptor) ? ", to write" :
							", both ways");
	else if (descriptor->kind == KIND_PTY)
		snprintf(text, size, "master of a pseudo-terminal");
	else if (descriptor->kind <= KIND_TERMINAL &&
	    words[descriptor->kind] != NULL)
		snprintf(text, size, "%s%s", words[descriptor->kind],
		    descriptor->what);
	else if (strncmp(descriptor->what, "anon_inode:[", 12) == 0)
		snprintf(text, size, "%.*s",
		    (int)strcspn(descriptor->what + 12, "]"),
		    descriptor->what + 12);
	else
		snprintf(text, size, "%s", descriptor->what);
}
