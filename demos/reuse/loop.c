/* SPDX-License-Identifier: MIT */
/* loop.c: asyncio's _run_once(), its selector's book, and its owner table. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "eagain.h"
#include "epoll_entry.h"
#include "loop.h"

void
loop_open(struct loop *loop, enum underneath underneath)
{
	memset(loop, 0, sizeof(*loop));
	loop->epoll = -1;
	if (underneath == ON_EPOLL) {
		loop->epoll = epoll_create1(EPOLL_CLOEXEC);
		eag_need(loop->epoll != -1, "epoll_create1");
	}
}

void
loop_close(struct loop *loop)
{
	if (loop->epoll != -1)
		close(loop->epoll);
}

static unsigned
mask(const struct entry *entry)
{
	return (entry->reader != NULL ? (unsigned)EPOLLIN : 0) |
	    (entry->writer != NULL ? (unsigned)EPOLLOUT : 0);
}

static const char *
mask_name(unsigned events)
{
	static const char *const names[] = { "nothing", "EPOLLIN", "EPOLLOUT",
		"EPOLLIN|EPOLLOUT" };

	return names[((events & EPOLLIN) != 0) +
	    2 * ((events & EPOLLOUT) != 0)];
}

/* Bring the kernel's set from one mask to another, if there is a difference. */
static int
tell_kernel(struct loop *loop, int fd, unsigned before, unsigned after)
{
	struct epoll_event event = { .events = after, .data.fd = fd };
	const int how = before == 0 ? EPOLL_CTL_ADD :
	    after == 0              ? EPOLL_CTL_DEL :
				      EPOLL_CTL_MOD;
	int ret;

	if (loop->epoll == -1 || before == after)
		return 0; /* the trap: no system call */
	ret = epoll_ctl(loop->epoll, how, fd, &event);
	eag_call("loop", ret, "epoll_ctl(%s, N, %s)",
	    epoll_entry_operation(how), mask_name(after));
	return ret;
}

static struct entry *
entry_of(struct loop *loop, int fd)
{
	const size_t number = (size_t)fd;

	if (number >= LOOP_NUMBERS)
		eag_skip("descriptor numbers below 1024");
	return &loop->entries[number];
}

/* `side` is the reader or the writer of the entry. */
static int
set(struct loop *loop, int fd, struct handle **side, struct handle *handle)
{
	struct entry *entry = entry_of(loop, fd);
	const unsigned before = mask(entry);
	struct handle *old = *side;
	int ret;

	*side = handle;
	if (loop->epoll != -1 && handle != NULL && before == mask(entry))
		eag_note("the book has that mask already: no system call");
	ret = tell_kernel(loop, fd, before, mask(entry));
	if (ret == -1 && handle != NULL) {
		*side = old;
		return -1;
	}
	if (old != NULL)
		old->cancelled = 1;
	return 0;
}

int
loop_add_writer(struct loop *loop, int fd, struct handle *handle)
{
	return set(loop, fd, &entry_of(loop, fd)->writer, handle);
}

int
loop_add_reader(struct loop *loop, int fd, struct handle *handle)
{
	return set(loop, fd, &entry_of(loop, fd)->reader, handle);
}

void
loop_remove_writer(struct loop *loop, int fd)
{
	set(loop, fd, &entry_of(loop, fd)->writer, NULL);
}

void
loop_remove_reader(struct loop *loop, int fd)
{
	set(loop, fd, &entry_of(loop, fd)->reader, NULL);
}

const struct transport *
loop_used_by(struct loop *loop, int fd)
{
	const struct transport *owner = entry_of(loop, fd)->owner;

	return owner != NULL && !owner->closing ? owner : NULL;
}

int
loop_adopt(
    struct loop *loop, struct transport *transport, int fd, enum adoption how)
{
	if (how == IF_UNUSED && loop_used_by(loop, fd) != NULL) {
		eag_note("File descriptor <socket.socket fd=N ...> is used by "
			 "transport");
		errno = EEXIST;
		return -1;
	}
	transport->number = fd;
	entry_of(loop, fd)->owner = transport;
	return loop_add_reader(loop, fd, transport->reader);
}

void
loop_tear_down(struct loop *loop, const struct transport *transport)
{
	loop_remove_reader(loop, transport->number);
	loop_remove_writer(loop, transport->number);
	if (entry_of(loop, transport->number)->owner == transport)
		entry_of(loop, transport->number)->owner = NULL;
}

void
loop_soon(struct loop *loop, struct handle *handle)
{
	errno = ENOBUFS;
	eag_need(loop->queued < LOOP_QUEUE, "call_soon");
	loop->queue[(loop->first + loop->queued++) % LOOP_QUEUE] = handle;
}

/* As in asyncio, the handler of an event goes to the end of the queue. */
static void
ready(struct loop *loop, int fd, unsigned events)
{
	const struct entry *entry = entry_of(loop, fd);

	/* An error or a hang-up is for the reader and for the writer. */
	if ((events & ~(unsigned)EPOLLOUT) != 0 && entry->reader != NULL)
		loop_soon(loop, entry->reader);
	if ((events & ~(unsigned)EPOLLIN) != 0 && entry->writer != NULL)
		loop_soon(loop, entry->writer);
}

static void
ask_epoll(struct loop *loop)
{
	struct epoll_event events[64];
	int n = epoll_wait(loop->epoll, events, 64, 0);

	eag_need(n != -1, "epoll_wait");
	for (int i = 0; i < n; i++)
		ready(loop, events[i].data.fd, events[i].events);
}

static void
ask_poll(struct loop *loop)
{
	struct pollfd set[LOOP_NUMBERS];
	nfds_t number = 0;

	for (int fd = 0; fd < LOOP_NUMBERS; fd++) {
		unsigned events = mask(&loop->entries[fd]);

		if (events == 0)
			continue;
		set[number].fd = fd;
		set[number++].events = (short)events; /* EPOLLIN is POLLIN */
	}
	while (poll(set, number, 0) == -1)
		eag_need(errno == EINTR, "poll");
	for (nfds_t i = 0; i < number; i++)
		if (set[i].revents != 0)
			ready(loop, set[i].fd, (unsigned)set[i].revents);
}

void
loop_turn(struct loop *loop)
{
	struct handle *handle;

	if (loop->epoll != -1)
		ask_epoll(loop);
	else
		ask_poll(loop);
	/* What these calls put into the queue is for the next turn. */
	for (size_t n = loop->queued; n > 0; n--) {
		handle = loop->queue[loop->first];
		loop->first = (loop->first + 1) % LOOP_QUEUE;
		loop->queued--;
		if (handle->cancelled)
			continue;
		handle->called++;
		handle->call(loop, handle->argument);
	}
}

int
loop_kernel_has(const struct loop *loop, int fd)
{
	char path[48], line[256];
	int number, count = 0;
	FILE *info;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", loop->epoll);
	info = fopen(path, "r");
	eag_need_proc(info != NULL, "open /proc/self/fdinfo");
	while (fgets(line, sizeof(line), info) != NULL)
		count += sscanf(line, "tfd: %d", &number) == 1 && number == fd;
	eag_need(!ferror(info), "read /proc/self/fdinfo");
	fclose(info);
	return count;
}

void
loop_show(struct loop *loop, int fd)
{
	const struct entry *entry = entry_of(loop, fd);
	char text[128];

	snprintf(text, sizeof(text), "N in the books: %s, owner %s; kernel: %s",
	    mask_name(mask(entry)),
	    entry->owner == NULL ? "none" : entry->owner->name,
	    loop->epoll == -1                 ? "has no set" :
		loop_kernel_has(loop, fd) > 0 ? "an entry" :
						"no entry");
	eag_note(text);
}
