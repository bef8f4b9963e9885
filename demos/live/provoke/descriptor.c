/* SPDX-License-Identifier: MIT */
/* descriptor.c: another process's descriptors, asked through copies. */
#define _GNU_SOURCE /* SO_DOMAIN */
#include "descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../proc_files.h"

const char *
kind_name(enum kind kind)
{
	static const char *const names[] = {
		[KIND_UNKNOWN] = "unknown",
		[KIND_TCP] = "TCP",
		[KIND_UNIX] = "AF_UNIX",
		[KIND_PIPE] = "pipe",
		[KIND_TERMINAL] = "terminal",
		[KIND_PACKETS] = "datagrams",
		[KIND_OTHER] = "other",
	};

	return names[kind];
}

int
kind_is_stream(enum kind kind)
{
	return kind == KIND_TCP || kind == KIND_UNIX || kind == KIND_PIPE ||
	    kind == KIND_TERMINAL;
}

int
descriptor_copy(struct process *process, int fd)
{
	if (process->pidfd == -1)
		process->pidfd = proc_pidfd(process->pid);
	if (process->pidfd == -1)
		return -1;
	return proc_duplicate(process->pidfd, fd);
}

static enum kind
kind_of_socket(int sock)
{
	int domain = 0, type = 0;
	socklen_t size = sizeof(int);

	if (getsockopt(sock, SOL_SOCKET, SO_DOMAIN, &domain, &size) == -1 ||
	    getsockopt(sock, SOL_SOCKET, SO_TYPE, &type, &size) == -1)
		return KIND_OTHER;
	if (type != SOCK_STREAM)
		return KIND_PACKETS;
	return domain == AF_UNIX                    ? KIND_UNIX :
	    domain == AF_INET || domain == AF_INET6 ? KIND_TCP :
						      KIND_OTHER;
}

enum kind
descriptor_kind(struct process *process, int fd, int *nonblocking)
{
	int copy = descriptor_copy(process, fd), flags;
	enum kind kind = KIND_OTHER;
	struct stat status;

	*nonblocking = 0;
	if (copy == -1)
		return KIND_UNKNOWN;
	flags = fcntl(copy, F_GETFL);
	*nonblocking = flags != -1 && (flags & O_NONBLOCK) != 0;
	if (fstat(copy, &status) == -1)
		kind = KIND_UNKNOWN;
	else if (S_ISSOCK(status.st_mode))
		kind = kind_of_socket(copy);
	else if (S_ISFIFO(status.st_mode))
		kind = KIND_PIPE;
	else if (S_ISCHR(status.st_mode) && isatty(copy))
		kind = KIND_TERMINAL;
	close(copy);
	return kind;
}

short
descriptor_events(struct process *process, int fd, short events)
{
	struct pollfd p = { .events = events };

	p.fd = descriptor_copy(process, fd);
	if (p.fd == -1)
		return 0;
	if (poll(&p, 1, 0) != 1)
		p.revents = 0;
	close(p.fd);
	return p.revents;
}

int
descriptor_is_open(const struct process *process, int fd)
{
	char path[64], target[8];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)process->pid, fd);
	return readlink(path, target, sizeof(target)) != -1;
}

const char *
descriptor_missing(void)
{
	struct process us = { .pid = getpid(), .pidfd = -1 };
	int copy = descriptor_copy(&us, STDERR_FILENO);
	const char *missing = NULL;

	if (copy == -1)
		missing = errno == ENOSYS ?
		    "pidfd_getfd(), which Linux has since 5.6" :
		    "pidfd_getfd() is refused here";
	else
		close(copy);
	if (us.pidfd != -1)
		close(us.pidfd);
	return missing;
}
