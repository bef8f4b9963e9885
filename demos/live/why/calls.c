/* SPDX-License-Identifier: MIT */
/*
 * calls.c: /proc/PID/task/TID/syscall has the number of the call that a thread
 * is in, and its arguments; what they point to is read with
 * process_vm_readv(2).  The thread is not stopped for it.
 */
#define _GNU_SOURCE /* process_vm_readv() */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "calls.h"
#include "proc.h"

enum { MOST_POLLED = 4096 };

/* Not every architecture has each call. */
static const struct known {
	long number;
	const char *name;
	enum call_kind kind;
} known[] = {
	{ SYS_read, "read", CALL_READS },
	{ SYS_readv, "readv", CALL_READS },
	{ SYS_write, "write", CALL_WRITES },
	{ SYS_writev, "writev", CALL_WRITES },
#ifdef SYS_recvfrom
	{ SYS_recvfrom, "recvfrom", CALL_READS },
	{ SYS_recvmsg, "recvmsg", CALL_READS },
	{ SYS_sendto, "sendto", CALL_WRITES },
	{ SYS_sendmsg, "sendmsg", CALL_WRITES },
	{ SYS_connect, "connect", CALL_CONNECTS },
#endif
#ifdef SYS_accept
	{ SYS_accept, "accept", CALL_READS },
#endif
#ifdef SYS_accept4
	{ SYS_accept4, "accept4", CALL_READS },
#endif
#ifdef SYS_recvmmsg
	{ SYS_recvmmsg, "recvmmsg", CALL_READS },
#endif
	{ SYS_sendmmsg, "sendmmsg", CALL_WRITES },
	{ SYS_sendfile, "sendfile", CALL_WRITES },
#ifdef SYS_sendfile64
	{ SYS_sendfile64, "sendfile", CALL_WRITES },
#endif
	{ SYS_splice, "splice", CALL_OTHER },
#ifdef SYS_poll
	{ SYS_poll, "poll", CALL_POLLS },
#endif
#ifdef SYS_ppoll
	{ SYS_ppoll, "ppoll", CALL_POLLS },
#endif
#ifdef SYS_ppoll_time64
	{ SYS_ppoll_time64, "ppoll", CALL_POLLS },
	{ SYS_pselect6_time64, "pselect6", CALL_POLLS },
	{ SYS_futex_time64, "futex", CALL_FUTEX },
	{ SYS_clock_nanosleep_time64, "clock_nanosleep", CALL_SLEEPS },
#endif
#ifdef SYS_socketcall
	{ SYS_socketcall, "socketcall", CALL_OTHER },
#endif
#ifdef SYS_select
	{ SYS_select, "select", CALL_POLLS },
#endif
#ifdef SYS__newselect
	{ SYS__newselect, "select", CALL_POLLS },
#endif
#ifdef SYS_pselect6
	{ SYS_pselect6, "pselect6", CALL_POLLS },
#endif
#ifdef SYS_epoll_wait
	{ SYS_epoll_wait, "epoll_wait", CALL_EPOLLS },
#endif
	{ SYS_epoll_pwait, "epoll_pwait", CALL_EPOLLS },
#ifdef SYS_epoll_pwait2
	{ SYS_epoll_pwait2, "epoll_pwait2", CALL_EPOLLS },
#endif
	{ SYS_flock, "flock", CALL_LOCKS },
#ifdef SYS_fcntl
	{ SYS_fcntl, "fcntl", CALL_LOCKS },
#endif
#ifdef SYS_fcntl64
	{ SYS_fcntl64, "fcntl", CALL_LOCKS },
#endif
#ifdef SYS_futex
	{ SYS_futex, "futex", CALL_FUTEX },
#endif
#ifdef SYS_nanosleep
	{ SYS_nanosleep, "nanosleep", CALL_SLEEPS },
#endif
#ifdef SYS_clock_nanosleep
	{ SYS_clock_nanosleep, "clock_nanosleep", CALL_SLEEPS },
#endif
#ifdef SYS_pause
	{ SYS_pause, "pause", CALL_SLEEPS },
#endif
	{ SYS_rt_sigsuspend, "rt_sigsuspend", CALL_SLEEPS },
#ifdef SYS_rt_sigtimedwait
	{ SYS_rt_sigtimedwait, "rt_sigtimedwait", CALL_OTHER },
#endif
	{ SYS_wait4, "wait4", CALL_OTHER },
	{ SYS_waitid, "waitid", CALL_OTHER },
#ifdef SYS_io_uring_enter
	{ SYS_io_uring_enter, "io_uring_enter", CALL_URING },
#endif
#ifdef SYS_open
	{ SYS_open, "open", CALL_OTHER },
#endif
	{ SYS_openat, "openat", CALL_OTHER },
#ifdef SYS_msgrcv
	{ SYS_msgrcv, "msgrcv", CALL_OTHER },
	{ SYS_msgsnd, "msgsnd", CALL_OTHER },
#endif
#ifdef SYS_semop
	{ SYS_semop, "semop", CALL_OTHER },
#endif
	{ SYS_restart_syscall, "restart_syscall", CALL_OTHER },
	{ SYS_exit_group, "exit_group", CALL_OTHER },
};

/* 32 or 64 bits: the numbers of the calls differ.  ELF's EI_CLASS, elf(5). */
static int
is_foreign(int pid)
{
	const int ours = sizeof(long) == 8 ? 2 : 1;
	unsigned char start[5] = "";
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	if (read(fd, start, sizeof(start)) != (ssize_t)sizeof(start))
		start[4] = (unsigned char)ours;
	close(fd);
	return start[4] != ours;
}

/* Bytes of its memory; 0: they cannot be read. */
static size_t
memory(int pid, unsigned long long from, void *to, size_t size)
{
	struct iovec here = { .iov_base = to, .iov_len = size };
	struct iovec there = { .iov_base = (void *)(size_t)from,
		.iov_len = size };
	ssize_t n;

	if (from == 0)
		return 0;
	n = process_vm_readv(pid, &here, 1, &there, 1, 0);
	return n > 0 ? (size_t)n : 0;
}

#ifdef SYS_socketcall
/*
 * One call for all of sockets, on some 32-bit machines: its number, and where
 * its arguments are.  socketcall(2), linux/net.h.
 */
static void
open_socketcall(struct call *call, int pid)
{
	static const struct known calls[] = {
		{ 3, "connect", CALL_CONNECTS },
		{ 5, "accept", CALL_READS },
		{ 9, "send", CALL_WRITES },
		{ 10, "recv", CALL_READS },
		{ 11, "sendto", CALL_WRITES },
		{ 12, "recvfrom", CALL_READS },
		{ 16, "sendmsg", CALL_WRITES },
		{ 17, "recvmsg", CALL_READS },
		{ 18, "accept4", CALL_READS },
		{ 19, "recvmmsg", CALL_READS },
		{ 20, "sendmmsg", CALL_WRITES },
	};
	unsigned long words[3] = { 0, 0, 0 };

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if ((unsigned long long)calls[i].number == call->arguments[0] &&
		    memory(pid, call->arguments[1], words, sizeof(words)) ==
			sizeof(words)) {
			call->name = calls[i].name;
			call->kind = calls[i].kind;
			for (int j = 0; j < 3; j++)
				call->arguments[j] = words[j];
			return;
		}
}
#endif

/* A poll() that was stopped goes on as restart_syscall(2): wchan knows. */
static void
name_restarted(struct call *call)
{
	if (strstr(call->wchan, "poll") != NULL) {
		call->name = "poll";
		call->kind = CALL_POLLS;
	} else if (strstr(call->wchan, "nanosleep") != NULL) {
		call->name = "nanosleep";
		call->kind = CALL_SLEEPS;
	} else if (strstr(call->wchan, "futex") != NULL) {
		call->name = "futex";
		call->kind = CALL_FUTEX;
	}
}

static void
name_call(struct call *call, int pid)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].number == call->number) {
			call->name = known[i].name;
			call->kind = known[i].kind;
			break;
		}
	if (call->number == SYS_restart_syscall)
		name_restarted(call);
#ifdef SYS_socketcall
	if (call->number == SYS_socketcall)
		open_socketcall(call, pid);
#else
	(void)pid;
#endif
	if (call->kind == CALL_LOCKS && strcmp(call->name, "fcntl") == 0 &&
	    call->arguments[1] != F_SETLKW && call->arguments[1] != 38)
		call->kind = CALL_OTHER; /* 38: F_OFD_SETLKW */
	if (call->kind >= CALL_READS && call->kind <= CALL_LOCKS &&
	    call->kind != CALL_POLLS)
		call->fd = (int)call->arguments[0];
}

/* "0 0x3 0x7ffc... 0x400 0x0 0x0 0x0 SP PC", "running", or "-1 SP PC". */
static void
read_call(struct call *call, int pid, int foreign, int *error)
{
	char file[48], *text;
	unsigned long long *a = call->arguments;

	snprintf(file, sizeof(file), "task/%d/wchan", call->tid);
	text = proc_text(pid, file);
	if (text != NULL && text[0] != '0')
		snprintf(call->wchan, sizeof(call->wchan), "%s", text);
	free(text);
	snprintf(file, sizeof(file), "task/%d/syscall", call->tid);
	text = proc_text(pid, file);
	if (text == NULL) {
		call->kind = CALL_UNSEEN;
		if (errno != ENOENT && errno != ESRCH)
			*error = errno;
		return;
	}
	if (strncmp(text, "running", 7) == 0) {
		call->kind = CALL_RUNS;
	} else if (sscanf(text, "%ld %llx %llx %llx %llx %llx %llx",
		       &call->number, &a[0], &a[1], &a[2], &a[3], &a[4],
		       &a[5]) == 7 &&
	    !foreign) {
		name_call(call, pid);
	}
	free(text);
}

void
calls_read(struct calls *calls, int pid)
{
	struct dirent *entry;
	char path[32];
	DIR *all;

	memset(calls, 0, sizeof(*calls));
	calls->foreign = is_foreign(pid);
	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	all = opendir(path);
	if (all == NULL)
		return;
	while ((entry = readdir(all)) != NULL) {
		struct call call = { .fd = -1, .name = "", .number = -1 };

		if (entry->d_name[0] == '.')
			continue;
		call.tid = atoi(entry->d_name);
		read_call(&call, pid, calls->foreign, &calls->error);
		calls->all = proc_grow(
		    calls->all, calls->count, sizeof(*calls->all));
		calls->all[calls->count++] = call;
	}
	closedir(all);
}

void
calls_free(struct calls *calls)
{
	free(calls->all);
}

static void
at_least(enum waiting *waiting, enum waiting to)
{
	if (*waiting < to)
		*waiting = to;
}

static void
mark_one(
    struct descriptors *descriptors, int fd, int in, int out, enum waiting how)
{
	struct descriptor *descriptor = descriptors_find(descriptors, fd);

	if (descriptor == NULL)
		return;
	if (in)
		at_least(&descriptor->waits_in, how);
	if (out)
		at_least(&descriptor->waits_out, how);
}

/* Milliseconds that a poll() waits; -1: for ever, or that is not told. */
static long
limit_of(const struct call *call, int pid)
{
	const int is_poll = strcmp(call->name, "poll") == 0;
	struct timespec limit;

	if (is_poll)
		return (int)call->arguments[2];
#ifdef SYS_ppoll_time64
	if (call->number == SYS_ppoll_time64)
		return -1; /* not this program's own struct timespec */
#endif
	if (memory(pid, call->arguments[2], &limit, sizeof(limit)) <
	    sizeof(limit))
		return -1;
	return (long)limit.tv_sec * 1000 + limit.tv_nsec / 1000000;
}

static void
mark_polled(const struct call *call, int pid, struct descriptors *descriptors)
{
	static struct pollfd polled[MOST_POLLED];
	size_t count = (size_t)call->arguments[1];
	struct descriptor *only;

	if (count > MOST_POLLED)
		count = MOST_POLLED;
	count = memory(pid, call->arguments[0], polled,
		    count * sizeof(polled[0])) /
	    sizeof(polled[0]);
	for (size_t i = 0; i < count; i++)
		mark_one(descriptors, polled[i].fd,
		    (polled[i].events & POLLIN) != 0,
		    (polled[i].events & POLLOUT) != 0, WAITS_POLL);
	only = count == 1 && call->arguments[1] == 1 ?
	    descriptors_find(descriptors, polled[0].fd) :
	    NULL;
	if (only != NULL)
		only->wait_limit = limit_of(call, pid);
}

static void
mark_selected(const struct call *call, int pid, struct descriptors *descriptors)
{
	fd_set in, out;
	const size_t count = (size_t)call->arguments[0];

	FD_ZERO(&in);
	FD_ZERO(&out);
	memory(pid, call->arguments[1], &in, sizeof(in));
	memory(pid, call->arguments[2], &out, sizeof(out));
	for (size_t fd = 0; fd < count && fd < FD_SETSIZE; fd++)
		mark_one(descriptors, (int)fd, FD_ISSET(fd, &in),
		    FD_ISSET(fd, &out), WAITS_POLL);
}

static void
mark_set(int set, struct descriptors *descriptors)
{
	for (size_t i = 0; i < descriptors->member_count; i++) {
		const struct member *member = &descriptors->members[i];

		/* EPOLLIN and EPOLLOUT are POLLIN and POLLOUT. */
		if (member->set == set)
			mark_one(descriptors, member->fd,
			    (member->events & POLLIN) != 0,
			    (member->events & POLLOUT) != 0, WAITS_EPOLL);
	}
}

void
calls_mark(const struct calls *calls, int pid, struct descriptors *descriptors)
{
	for (size_t i = 0; i < calls->count; i++) {
		const struct call *call = &calls->all[i];

		if (call->kind == CALL_READS)
			mark_one(descriptors, call->fd, 1, 0, WAITS_CALL);
		else if (call->kind == CALL_WRITES ||
		    call->kind == CALL_CONNECTS)
			mark_one(descriptors, call->fd, 0, 1, WAITS_CALL);
		else if (call->kind == CALL_EPOLLS)
			mark_set(call->fd, descriptors);
		else if (call->kind == CALL_POLLS &&
		    strstr(call->name, "select") != NULL)
			mark_selected(call, pid, descriptors);
		else if (call->kind == CALL_POLLS)
			mark_polled(call, pid, descriptors);
	}
}

int
calls_doing(int pid, char *text, size_t size)
{
	struct call call = { .tid = pid, .fd = -1, .name = "", .number = -1 };
	int error = 0;

	read_call(&call, pid, is_foreign(pid), &error);
	snprintf(text, size, "%s", call.name);
	return call.name[0] != '\0';
}

int
calls_connects_to(const struct call *call, int pid, char *path, size_t size)
{
	struct sockaddr_un address;
	const size_t most = call->arguments[2] < sizeof(address) ?
	    (size_t)call->arguments[2] :
	    sizeof(address);
	const size_t start = offsetof(struct sockaddr_un, sun_path);

	memset(&address, 0, sizeof(address));
	if (most <= start ||
	    memory(pid, call->arguments[1], &address, most) < most ||
	    address.sun_family != AF_UNIX)
		return 0;
	if (address.sun_path[0] == '\0')
		address.sun_path[0] = '@';
	snprintf(path, size, "%.*s", (int)(most - start), address.sun_path);
	proc_printable(path);
	return 1;
}
