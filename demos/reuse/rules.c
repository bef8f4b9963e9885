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
rules_begin(struct rules *rules, unsigned kept)
{
	struct rlimit files;

	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	memset(rules, 0, sizeof(*rules));
	rules->kept = kept;
	rules->high = files.rlim_cur > 200 ? 100 : 10;
	rules->epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(rules->epoll != -1, "epoll_create1");
	rules->last.fd = -1;
}

void
rules_end(struct rules *rules)
{
	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &rules->places[i];

		if (c->used && !c->closing)
			close(c->fd);
		if (c->used)
			close(c->peer);
	}
	for (int i = 0; i < rules->queued; i++)
		if (rules->queue[i].what == CLOSE_IT)
			close(rules->queue[i].fd);
	close(rules->epoll);
}

/* The oldest that is open: the one with the lowest id. */
static struct connection *
oldest(struct rules *rules)
{
	struct connection *found = NULL;

	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &rules->places[i];

		if (c->used && !c->closing &&
		    (found == NULL || c->id < found->id))
			found = c;
	}
	return found;
}

static int
open_one(struct rules *rules)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct connection *c = NULL;
	int pair[2];

	for (int i = 0; i < PLACES && c == NULL; i++)
		if (!rules->places[i].used)
			c = &rules->places[i];
	if (c == NULL || rules->next_id == 255)
		return 0;
	eag_need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0,
	    "socketpair");
	*c = (struct connection){ .used = 1, .fd = pair[0] };
	/* High: the low numbers are for the connections. */
	c->peer = fcntl(pair[1], F_DUPFD_CLOEXEC, rules->high);
	if (c->peer == -1 || c->fd >= NUMBERS)
		eag_skip("a few dozen free descriptors, with low numbers");
	close(pair[1]);
	c->id = ++rules->next_id;
	c->generation = ++rules->generations[c->fd];
	event.data.fd = c->fd;
	/* The loop's trap: a number that the book has makes no system call. */
	if (rules->book[c->fd] == 0)
		eag_need(
		    epoll_ctl(rules->epoll, EPOLL_CTL_ADD, c->fd, &event) == 0,
		    "epoll_ctl");
	rules->book[c->fd] = (int)(c - rules->places) + 1;
	return 1;
}

static void
defer(struct rules *rules, struct deferred what)
{
	errno = ENOBUFS;
	eag_need(rules->queued < WAITING, "defer");
	rules->queue[rules->queued++] = what;
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
close_now(struct rules *rules, struct deferred handle)
{
	close(handle.fd);
	rules->generations[handle.fd]++;
	handle.what = CLOSE_AGAIN;
	if ((rules->kept & ONE_OWNER) == 0)
		defer(rules, handle);
}

static int
close_one(struct rules *rules)
{
	struct connection *c = oldest(rules);
	struct deferred handle;

	if (c == NULL)
		return 0;
	rules->last = handle = handle_of(c);
	c->closing = 1;
	if ((rules->kept & DEREGISTER) != 0) {
		/* ENOENT and EBADF: if a rule is left out, it may be gone. */
		eag_need(
		    epoll_ctl(rules->epoll, EPOLL_CTL_DEL, c->fd, NULL) == 0 ||
			errno == ENOENT || errno == EBADF,
		    "epoll_ctl");
		rules->book[c->fd] = 0;
	}
	handle.what = CLOSE_IT;
	if ((rules->kept & CLOSE_LAST) != 0)
		defer(rules, handle);
	else
		close_now(rules, handle);
	return 1;
}

static int
send_one(struct rules *rules)
{
	struct connection *c = oldest(rules);

	if (c == NULL || c->unread > 0)
		return 0;
	eag_need(send(c->peer, &c->id, 1, MSG_NOSIGNAL) == 1, "send");
	c->unread++;
	return 1;
}

static int
defer_one(struct rules *rules)
{
	struct connection *c = oldest(rules);

	if (c == NULL || rules->queued > WAITING / 2)
		return 0;
	defer(rules, handle_of(c));
	c->promised++;
	return 1;
}

/* A call that is deferred too late: its connection is already being closed. */
static int
late_one(struct rules *rules)
{
	if (rules->last.fd == -1 || rules->queued > WAITING / 2)
		return 0;
	defer(rules, rules->last);
	return 1;
}

static void
run(struct rules *rules, const struct deferred *d)
{
	switch (d->what) {
	case WRITE:
		if ((rules->kept & GENERATION) != 0 &&
		    rules->generations[d->fd] != d->generation)
			break;
		/* If nobody has the number, this is EBADF and does no harm. */
		eag_need(
		    send(d->fd, &d->id, 1, MSG_NOSIGNAL | MSG_DONTWAIT) != -1 ||
			errno == EBADF || errno == EPIPE ||
			errno == ECONNRESET || errno == ENOTSOCK,
		    "send");
		break;
	case CLOSE_IT:
		close_now(rules, *d);
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
deliver(struct rules *rules, int fd)
{
	int place = rules->book[fd] - 1;
	struct connection *c = &rules->places[place < 0 ? 0 : place];
	unsigned char byte;

	while (place >= 0 && takes_byte(fd, &byte))
		if (byte == c->id)
			c->unread--;
		else
			rules->fault = "a byte was delivered to a stranger";
}

/* What must hold after each turn. */
static void
judge(struct rules *rules)
{
	unsigned char byte;

	for (int i = 0; i < PLACES; i++) {
		struct connection *c = &rules->places[i];

		if (!c->used)
			continue;
		while (takes_byte(c->peer, &byte))
			if (byte == c->id)
				c->promised--;
			else
				rules->fault =
				    "a stranger's byte arrived at a peer";
		if (!c->closing && fcntl(c->fd, F_GETFD) == -1)
			rules->fault = "a connection was closed by a stranger";
		else if (!c->closing && c->unread > 0)
			rules->fault = "a connection is deaf";
		if (c->promised > 0)
			rules->fault = "a byte that was promised is lost";
		if (c->closing && rules->generations[c->fd] != c->generation) {
			close(c->peer);
			c->used = 0;
		}
	}
}

static int
turn(struct rules *rules)
{
	struct epoll_event events[PLACES * 2];
	struct deferred now[WAITING];
	int n = epoll_wait(rules->epoll, events, PLACES * 2, 0);
	int queued = rules->queued;

	eag_need(n != -1, "epoll_wait");
	for (int i = 0; i < n; i++)
		deliver(rules, events[i].data.fd);
	/* What these put into the queue is for the next turn. */
	memcpy(now, rules->queue, sizeof(now));
	rules->queued = 0;
	for (int i = 0; i < queued; i++)
		run(rules, &now[i]);
	judge(rules);
	return 1;
}

int
rules_step(struct rules *rules, enum step step)
{
	static int (*const steps[])(struct rules *) = { open_one, close_one,
		send_one, defer_one, late_one, turn };

	return steps[step](rules);
}
