/* SPDX-License-Identifier: MIT */
/* rules.c: what each step does, with real descriptors, and what must hold. */
#define _GNU_SOURCE /* SOCK_NONBLOCK */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eagain.h"
#include "rules.h"

void
rules_begin(struct world *world, unsigned rules)
{
	struct rlimit files;

	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	memset(world, 0, sizeof(*world));
	world->rules = rules;
	world->high = files.rlim_cur > 200 ? 100 : 10;
	world->epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(world->epoll != -1, "epoll_create1");
	world->last.fd = -1;
}

void
rules_end(struct world *world)
{
	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &world->places[i];

		if (c->used && !c->closing)
			close(c->fd);
		if (c->used)
			close(c->peer);
	}
	for (int i = 0; i < world->queued; i++)
		if (world->queue[i].what == CLOSE_IT)
			close(world->queue[i].fd);
	close(world->epoll);
}

/* The oldest that is open: the one with the lowest id. */
static struct connection *
oldest(struct world *world)
{
	struct connection *found = NULL;

	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &world->places[i];

		if (c->used && !c->closing &&
		    (found == NULL || c->id < found->id))
			found = c;
	}
	return found;
}

static int
open_one(struct world *world)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct connection *c = NULL;
	int pair[2];

	for (int i = 0; i < PLACES && c == NULL; i++)
		if (!world->places[i].used)
			c = &world->places[i];
	if (c == NULL || world->next_id == 255)
		return 0;
	eag_need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0,
	    "socketpair");
	*c = (struct connection){ .used = 1, .fd = pair[0] };
	/* High: the low numbers are for the connections. */
	c->peer = fcntl(pair[1], F_DUPFD_CLOEXEC, world->high);
	if (c->peer == -1 || c->fd >= NUMBERS)
		eag_skip("a few dozen free descriptors, with low numbers");
	close(pair[1]);
	c->id = ++world->next_id;
	c->generation = ++world->generations[c->fd];
	event.data.fd = c->fd;
	/* The loop's trap: a number that the book has makes no system call. */
	if (world->book[c->fd] == 0)
		eag_need(
		    epoll_ctl(world->epoll, EPOLL_CTL_ADD, c->fd, &event) == 0,
		    "epoll_ctl");
	world->book[c->fd] = (int)(c - world->places) + 1;
	return 1;
}

static void
defer(struct world *world, struct deferred what)
{
	errno = ENOBUFS;
	eag_need(world->queued < WAITING, "defer");
	world->queue[world->queued++] = what;
}

static struct deferred
handle_of(const struct connection *c)
{
	return (struct deferred){ .what = WRITE,
		.fd = c->fd,
		.id = c->id,
		.generation = c->generation };
}

/* The number is free from here on. */
static void
close_now(struct world *world, struct deferred handle)
{
	close(handle.fd);
	world->generations[handle.fd]++;
	handle.what = CLOSE_AGAIN;
	if ((world->rules & ONE_OWNER) == 0)
		defer(world, handle);
}

static int
close_one(struct world *world)
{
	struct connection *c = oldest(world);
	struct deferred handle;

	if (c == NULL)
		return 0;
	world->last = handle = handle_of(c);
	c->closing = 1;
	if ((world->rules & DEREGISTER) != 0) {
		/* ENOENT and EBADF: if a rule is left out, it may be gone. */
		eag_need(
		    epoll_ctl(world->epoll, EPOLL_CTL_DEL, c->fd, NULL) == 0 ||
			errno == ENOENT || errno == EBADF,
		    "epoll_ctl");
		world->book[c->fd] = 0;
	}
	handle.what = CLOSE_IT;
	if ((world->rules & CLOSE_LAST) != 0)
		defer(world, handle);
	else
		close_now(world, handle);
	return 1;
}

static int
send_one(struct world *world)
{
	struct connection *c = oldest(world);

	if (c == NULL || c->unread > 0)
		return 0;
	eag_need(send(c->peer, &c->id, 1, MSG_NOSIGNAL) == 1, "send");
	c->unread++;
	return 1;
}

static int
defer_one(struct world *world)
{
	struct connection *c = oldest(world);

	if (c == NULL || world->queued > WAITING / 2)
		return 0;
	defer(world, handle_of(c));
	c->promised++;
	return 1;
}

/* A call that is deferred too late: its connection is already being closed. */
static int
late_one(struct world *world)
{
	if (world->last.fd == -1 || world->queued > WAITING / 2)
		return 0;
	defer(world, world->last);
	return 1;
}

static void
run(struct world *world, const struct deferred *d)
{
	switch (d->what) {
	case WRITE:
		if ((world->rules & GENERATION) != 0 &&
		    world->generations[d->fd] != d->generation)
			break;
		/* If nobody has the number, this is EBADF and does no harm. */
		eag_need(
		    send(d->fd, &d->id, 1, MSG_NOSIGNAL | MSG_DONTWAIT) != -1 ||
			errno == EBADF || errno == EPIPE ||
			errno == ECONNRESET || errno == ENOTSOCK,
		    "send");
		break;
	case CLOSE_IT:
		close_now(world, *d);
		break;
	case CLOSE_AGAIN:
		close(d->fd);
		break;
	}
}

/* 0: none is there; or a rule is left out, and this is not a connection. */
static int
takes_byte(int fd, unsigned char *byte)
{
	ssize_t n = recv(fd, byte, 1, MSG_DONTWAIT);

	eag_need(n != -1 || errno == EAGAIN || errno == ECONNRESET ||
		errno == EBADF || errno == ENOTSOCK,
	    "recv");
	return n == 1;
}

/* A reader is found by its number: are these its own bytes? */
static void
deliver(struct world *world, int fd)
{
	int place = world->book[fd] - 1;
	struct connection *c = &world->places[place < 0 ? 0 : place];
	unsigned char byte;

	while (place >= 0 && takes_byte(fd, &byte))
		if (byte == c->id)
			c->unread--;
		else
			world->fault = "a byte was delivered to a stranger";
}

/* What must hold after each turn. */
static void
judge(struct world *world)
{
	unsigned char byte;

	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &world->places[i];

		if (!c->used)
			continue;
		while (takes_byte(c->peer, &byte))
			if (byte == c->id)
				c->promised--;
			else
				world->fault =
				    "a stranger's byte arrived at a peer";
		if (!c->closing && fcntl(c->fd, F_GETFD) == -1)
			world->fault = "a connection was closed by a stranger";
		else if (!c->closing && c->unread > 0)
			world->fault = "a connection is deaf";
		if (c->promised > 0)
			world->fault = "a byte that was promised is lost";
		if (c->closing && world->generations[c->fd] != c->generation) {
			close(c->peer);
			c->used = 0;
		}
	}
}

static int
turn(struct world *world)
{
	struct epoll_event events[PLACES * 2];
	struct deferred now[WAITING];
	int n = epoll_wait(world->epoll, events, PLACES * 2, 0);
	int queued = world->queued;

	eag_need(n != -1, "epoll_wait");
	for (int i = 0; i < n; i++)
		deliver(world, events[i].data.fd);
	/* What these put into the queue is for the next turn. */
	memcpy(now, world->queue, sizeof(now));
	world->queued = 0;
	for (int i = 0; i < queued; i++)
		run(world, &now[i]);
	judge(world);
	return 1;
}

int
rules_step(struct world *world, enum step step)
{
	static int (*const steps[])(struct world *) = { open_one, close_one,
		send_one, defer_one, late_one, turn };

	return steps[step](world);
}
