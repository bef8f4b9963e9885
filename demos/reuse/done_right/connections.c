/* SPDX-License-Identifier: MIT */
/* connections.c: what each step does, with real descriptors. */
#define _GNU_SOURCE /* SOCK_NONBLOCK */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "connections.h"
#include "eagain.h"
#include "oracle.h"

void
connections_begin(struct connections *all)
{
	struct rlimit files;

	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	memset(all, 0, sizeof(*all));
	all->high = files.rlim_cur > 200 ? 100 : 10;
	all->epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(all->epoll != -1, "epoll_create1");
	all->last.fd = -1;
}

void
connections_end(struct connections *all)
{
	for (int i = 0; i < PLACES; i++) {
		if (!all->places[i].used)
			continue;
		/* One that is closing is still open: its close() would come
		 * last. */
		close(all->places[i].handle.fd);
		close(all->places[i].peer);
	}
	close(all->epoll);
}

/* The oldest that is open: the one with the lowest id. */
static struct connection *
oldest(struct connections *all)
{
	struct connection *found = NULL;

	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &all->places[i];

		if (c->used && !c->closing &&
		    (found == NULL || c->handle.id < found->handle.id))
			found = c;
	}
	return found;
}

/* The loop's trap: a number that the book has makes no system call. */
static void
watch(struct connections *all, int fd, int place)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (all->book[fd] == 0)
		eag_need(epoll_ctl(all->epoll, EPOLL_CTL_ADD, fd, &event) == 0,
		    "epoll_ctl");
	all->book[fd] = place + 1;
}

static int
open_one(struct connections *all)
{
	int place = 0, pair[2];
	struct connection *c;

	while (place < PLACES && all->places[place].used)
		place++;
	if (place == PLACES || all->next_id == 255)
		return 0;
	eag_need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0,
	    "socketpair");
	c = &all->places[place];
	*c = (struct connection){ .used = 1 };
	/* High: the low numbers are for the connections. */
	c->peer = fcntl(pair[1], F_DUPFD_CLOEXEC, all->high);
	if (c->peer == -1 || pair[0] >= NUMBERS)
		eag_skip("a few dozen free descriptors, with low numbers");
	close(pair[1]);
	c->handle = (struct deferred){ .what = WRITE,
		.fd = pair[0],
		.generation = ++all->generations[pair[0]],
		.id = ++all->next_id };
	watch(all, pair[0], place);
	return 1;
}

static void
defer(struct connections *all, struct deferred call)
{
	errno = ENOBUFS;
	eag_need(all->queued < WAITING, "defer");
	all->queue[all->queued++] = call;
}

/* Deregister now; close() is deferred, behind all that was deferred before. */
static int
close_one(struct connections *all)
{
	struct connection *c = oldest(all);
	struct deferred call;

	if (c == NULL)
		return 0;
	c->closing = 1;
	all->last = call = c->handle;
	eag_need(epoll_ctl(all->epoll, EPOLL_CTL_DEL, call.fd, NULL) == 0,
	    "epoll_ctl");
	all->book[call.fd] = 0;
	call.what = CLOSE_IT;
	defer(all, call);
	return 1;
}

static int
send_one(struct connections *all)
{
	struct connection *c = oldest(all);

	if (c == NULL || c->unread > 0)
		return 0;
	eag_need(send(c->peer, &c->handle.id, 1, MSG_NOSIGNAL) == 1, "send");
	c->unread++;
	return 1;
}

static int
defer_one(struct connections *all)
{
	struct connection *c = oldest(all);

	if (c == NULL || all->queued > WAITING / 2)
		return 0;
	defer(all, c->handle);
	c->promised++;
	return 1;
}

/* A call that is deferred too late: its connection is already being closed. */
static int
late_one(struct connections *all)
{
	if (all->last.fd == -1 || all->queued > WAITING / 2)
		return 0;
	defer(all, all->last);
	return 1;
}

static void
run(struct connections *all, const struct deferred *call)
{
	if (call->what == CLOSE_IT) {
		close(call->fd);
		all->generations[call->fd]++; /* the number is free from here */
		return;
	}
	if (all->generations[call->fd] != call->generation)
		return; /* it has come too late */
	if (send(call->fd, &call->id, 1, MSG_NOSIGNAL) != 1)
		all->fault = "a deferred call found nobody";
}

static int
turn(struct connections *all)
{
	struct epoll_event events[PLACES * 2];
	struct deferred now[WAITING];
	int n = epoll_wait(all->epoll, events, PLACES * 2, 0);
	int queued = all->queued;

	eag_need(n != -1, "epoll_wait");
	for (int i = 0; i < n; i++)
		oracle_deliver(all, events[i].data.fd);
	/* What these put into the queue is for the next turn. */
	memcpy(now, all->queue, sizeof(now));
	all->queued = 0;
	for (int i = 0; i < queued; i++)
		run(all, &now[i]);
	oracle_judge(all);
	return 1;
}

int
connections_step(struct connections *all, enum step step)
{
	static int (*const steps[])(struct connections *) = { open_one,
		close_one, send_one, defer_one, late_one, turn };

	return steps[step](all);
}
