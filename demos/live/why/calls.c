/* SPDX-License-Identifier: MIT */
/*
 * calls.c: /proc/PID/task/TID/syscall has the number of the call that a thread
 * is in, and its arguments.  The thread is not stopped for it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../memory.h"
#include "../proc_files.h"
#include "../wait_arguments.h"
#include "calls.h"

enum {
	OFD_SETLKW = 38,
	NESTED = 5, /* epoll sets: fs/eventpoll.c */
	DEEP = 20   /* children of children */
};

/*
 * 32 or 64 bits: the numbers of the calls differ.  ELF's EI_CLASS, elf(5).  -1:
 * they are not known.
 */
static int
abi_of(int pid)
{
	unsigned char start[5] = "";
	char path[32];
	int fd, narrow;

	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	narrow = read(fd, start, sizeof(start)) == (ssize_t)sizeof(start) ?
	    start[4] == 1 :
	    calls_narrow(0);
	close(fd);
	for (int abi = 0; abi < ABIS; abi++)
		if (calls_arch(abi) != 0 && calls_narrow(abi) == narrow)
			return abi;
	return -1;
}

/* A call that was stopped goes on as restart_syscall(2): wchan knows. */
static const struct call_type *
restarted(const struct doing *doing)
{
	static const char *const names[] = { "poll", "nanosleep", "futex" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strstr(doing->wchan, names[i]) != NULL)
			return calls_called(names[i]);
	return doing->call.type;
}

/* What a descriptor is named by, and may be waited for. */
static int
is_about_one(const struct doing *doing)
{
	const struct call *call = &doing->call;

	if (call->type->does == CALL_LOCKS && call->type->name[1] == 'c')
		return call_int(call, 1) == F_SETLKW ||
		    call_int(call, 1) == OFD_SETLKW;
	return call->type->does <= CALL_CONNECTS ||
	    call->type->does == CALL_EPOLLS || call->type->does == CALL_LOCKS ||
	    strncmp(call->type->name, "mq_", 3) == 0 ||
	    strcmp(call->type->name, "io_uring_enter") == 0;
}

static void
name_call(struct doing *doing, int pid, int abi)
{
	struct call *call = &doing->call;

	call->type = calls_find(abi, (uint64_t)doing->number);
	call->narrow = calls_narrow(abi);
	if (call->type == NULL)
		return;
	if (strcmp(call->type->name, "restart_syscall") == 0)
		call->type = restarted(doing);
	doing->name = call->type->name;
	call->type = calls_decode(pid, call);
	if (call->type == NULL)
		return;
	doing->name = call->type->name;
	if (is_about_one(doing))
		doing->fd = call_to(call);
}

/* "0 0x3 0x7ffc... 0x400 0x0 0x0 0x0 SP PC", "running", or "-1 SP PC". */
static void
read_call(struct doing *doing, int pid, int abi, int *error)
{
	unsigned long long a[6];
	char file[48], *text;

	snprintf(file, sizeof(file), "task/%d/wchan", doing->tid);
	text = proc_text(pid, file);
	if (text != NULL && text[0] != '0')
		snprintf(doing->wchan, sizeof(doing->wchan), "%s", text);
	free(text);
	snprintf(file, sizeof(file), "task/%d/syscall", doing->tid);
	text = proc_text(pid, file);
	doing->unseen = text == NULL;
	if (text == NULL) {
		if (errno != ENOENT && errno != ESRCH)
			*error = errno;
		return;
	}
	doing->runs = strncmp(text, "running", 7) == 0;
	if (sscanf(text, "%ld %llx %llx %llx %llx %llx %llx", &doing->number,
		&a[0], &a[1], &a[2], &a[3], &a[4], &a[5]) == 7 &&
	    abi != -1) {
		for (int i = 0; i < 6; i++)
			doing->call.args[i] = a[i];
		name_call(doing, pid, abi);
	}
	free(text);
}

void
calls_read(struct calls *calls, int pid)
{
	const int abi = abi_of(pid);
	struct dirent *entry;
	char path[32];
	DIR *all;

	memset(calls, 0, sizeof(*calls));
	calls->foreign = abi == -1;
	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	all = opendir(path);
	if (all == NULL)
		return;
	while ((entry = readdir(all)) != NULL) {
		struct doing doing = { .fd = -1, .name = "", .number = -1 };

		if (entry->d_name[0] == '.')
			continue;
		doing.tid = atoi(entry->d_name);
		read_call(&doing, pid, abi, &calls->error);
		calls->all = proc_grow(
		    calls->all, calls->count, sizeof(*calls->all));
		calls->all[calls->count++] = doing;
	}
	closedir(all);
}

void
calls_free(struct calls *calls)
{
	free(calls->all);
}

int
doing_is(const struct doing *doing, enum call_does does)
{
	return doing->call.type != NULL && doing->call.type->does == does;
}

static void
mark_one(
    struct descriptors *descriptors, int fd, int in, int out, enum waiting how)
{
	struct descriptor *descriptor = descriptors_find(descriptors, fd);

	if (descriptor == NULL)
		return;
	if (in && descriptor->waits_in < how)
		descriptor->waits_in = how;
	if (out && descriptor->waits_out < how)
		descriptor->waits_out = how;
}

static void
mark_polled(void *with, int fd, int in, int out)
{
	mark_one(with, fd, in, out, WAITS_POLL);
}

/* Whoever is polled alone is told of the limit. */
static void
mark_limit(const struct call *call, int pid, struct descriptors *descriptors)
{
	const uint32_t fd = (uint32_t)memory_word(pid, call->args[0], 1);
	struct descriptor *only = descriptors_find(descriptors, (int)fd);

	if (call->type->does == CALL_POLLS && only != NULL)
		only->wait_limit = waited_limit(pid, call);
}

/* How many members it has; these may be sets again. */
static int
mark_set(int set, struct descriptors *descriptors, int depth)
{
	int members = 0;

	for (size_t i = 0; i < descriptors->member_count; i++) {
		const struct member *member = &descriptors->members[i];
		const struct descriptor *to = descriptors_find(
		    descriptors, member->fd);

		if (member->set != set)
			continue;
		members++;
		/* EPOLLIN and EPOLLOUT are POLLIN and POLLOUT. */
		mark_one(descriptors, member->fd,
		    (member->events & POLLIN) != 0,
		    (member->events & POLLOUT) != 0, WAITS_EPOLL);
		if (to != NULL && to->kind == KIND_EPOLL && depth < NESTED)
			mark_set(member->fd, descriptors, depth + 1);
	}
	return members;
}

static void
mark(struct doing *doing, int pid, enum waiting in_call,
    struct descriptors *descriptors)
{
	const struct call *call = &doing->call;

	switch (call->type->does) {
	case CALL_READS:
	case CALL_ACCEPTS:
		mark_one(descriptors, doing->fd, 1, 0, in_call);
		break;
	case CALL_WRITES:
	case CALL_CONNECTS:
		mark_one(descriptors, doing->fd, 0, 1, in_call);
		break;
	case CALL_MOVES: /* for one of the two */
		mark_one(descriptors, call_from(call), 1, 0, WAITS_POLL);
		mark_one(descriptors, call_to(call), 0, 1, WAITS_POLL);
		break;
	case CALL_EPOLLS:
		doing->waited = mark_set(doing->fd, descriptors, 0);
		break;
	case CALL_POLLS:
	case CALL_SELECTS:
		doing->waited = waited_each(
		    pid, call, mark_polled, descriptors);
		if (doing->waited == 1)
			mark_limit(call, pid, descriptors);
		break;
	default:
		break;
	}
}

void
calls_mark(struct calls *calls, const struct process *process,
    struct descriptors *descriptors)
{
	/* A stopped thread's call may have ended: a signal stops it last. */
	const enum waiting in_call = process->state == 'T' ||
		process->state == 't' ?
	    WAITS_POLL :
	    WAITS_CALL;

	for (size_t i = 0; i < calls->count; i++)
		if (calls->all[i].call.type != NULL)
			mark(
			    &calls->all[i], process->pid, in_call, descriptors);
}

static struct doing
doing_of(int pid)
{
	struct doing doing = { .tid = pid, .fd = -1, .name = "", .number = -1 };
	int error = 0;

	read_call(&doing, pid, abi_of(pid), &error);
	return doing;
}

int
calls_doing(int pid, char *text, size_t size)
{
	const struct doing doing = doing_of(pid);

	snprintf(text, size, "%s", doing.name);
	return doing.name[0] != '\0';
}

int
calls_waits(int pid)
{
	const struct doing doing = doing_of(pid);

	if (strcmp(doing.name, "futex") == 0 ||
	    strncmp(doing.name, "open", 4) == 0)
		return 1;
	return doing.call.type != NULL && doing.fd != -1 &&
	    doing.call.type->does != CALL_EPOLLS;
}

int
calls_reads(int pid, unsigned long long key)
{
	const struct doing doing = doing_of(pid);
	char path[64], link[PATH_MAX];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, doing.fd);
	return doing_is(&doing, CALL_READS) &&
	    proc_link(path, link, sizeof(link)) == 0 &&
	    descriptors_key(link) == key;
}

/* Its first child, or its only one: proc(5), children. */
static int
first_child(int tid, int only)
{
	char file[48], *children;
	int child = 0, next;

	snprintf(file, sizeof(file), "task/%d/children", tid);
	children = proc_text(tid, file);
	if (children != NULL && sscanf(children, "%d %d", &child, &next) == 2 &&
	    only)
		child = 0;
	free(children);
	return child;
}

static int
awaited(const struct doing *doing, int only)
{
	int named = 0;

	if (strcmp(doing->name, "wait4") == 0 ||
	    strcmp(doing->name, "waitpid") == 0)
		named = call_int(&doing->call, 0);
	else if (strcmp(doing->name, "waitid") == 0)
		named = call_int(&doing->call, 0) == P_PID ?
		    call_int(&doing->call, 1) :
		    0;
	else if (strcmp(doing->name, "rt_sigsuspend") != 0)
		return 0;
	return named > 0 ? named : first_child(doing->tid, only);
}

int
calls_child(const struct doing *doing)
{
	return awaited(doing, 0);
}

int
calls_child_of(int pid)
{
	const struct doing doing = doing_of(pid);

	return calls_child(&doing);
}

int
calls_last_child(int pid)
{
	for (int i = 0, next; i < DEEP && (next = calls_child_of(pid)) != 0;
	     i++)
		pid = next;
	return pid;
}

int
calls_waits_for(int pid, int child)
{
	for (int i = 0; i < DEEP && pid != 0; i++) {
		const struct doing doing = doing_of(pid);

		pid = awaited(&doing, 1);
		if (pid == child)
			return 1;
	}
	return 0;
}

int
calls_connects_to(const struct call *call, int pid, char *path, size_t size)
{
	struct sockaddr_un address;
	const size_t most = call->args[2] < sizeof(address) ?
	    (size_t)call->args[2] :
	    sizeof(address);
	const size_t start = offsetof(struct sockaddr_un, sun_path);

	memset(&address, 0, sizeof(address));
	if (most <= start ||
	    memory_read(pid, call->args[1], &address, most) < (ssize_t)most ||
	    address.sun_family != AF_UNIX)
		return 0;
	if (address.sun_path[0] == '\0')
		address.sun_path[0] = '@';
	snprintf(path, size, "%.*s", (int)(most - start), address.sun_path);
	proc_printable(path);
	return 1;
}
