/* SPDX-License-Identifier: MIT */
/* libevent-raw: the echo server on libevent's events.  Links: -levent_core */
#define _GNU_SOURCE
#include <err.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "listen.h"

struct client {
	struct event *readable, *writable;
	int sock;
	size_t start, end;
	char bytes[16384];
};

static void
leave(struct client *c)
{
	event_free(c->readable);
	event_free(c->writable);
	close(c->sock);
	free(c);
}

/* Send what is there; read on when it is gone. */
static void
answer(struct client *c)
{
	ssize_t n = send(
	    c->sock, c->bytes + c->start, c->end - c->start, MSG_NOSIGNAL);

	c->start += n > 0 ? (size_t)n : 0;
	if (c->start == c->end)
		return;
	event_del(c->readable);
	event_add(c->writable, NULL);
}

static void
on_writable(evutil_socket_t sock, short what, void *argument)
{
	struct client *c = argument;

	(void)sock, (void)what;
	answer(c);
	if (c->start == c->end)
		event_add(c->readable, NULL);
}

static void
on_readable(evutil_socket_t sock, short what, void *argument)
{
	struct client *c = argument;
	ssize_t n = recv(sock, c->bytes, sizeof(c->bytes), 0);

	(void)what;
	if (n <= 0) {
		leave(c);
		return;
	}
	upper(c->bytes, (size_t)n);
	c->start = 0;
	c->end = (size_t)n;
	answer(c);
}

static void
on_client(evutil_socket_t listener, short what, void *argument)
{
	struct event_base *base = argument;
	struct client *c;
	int sock;

	(void)what;
	while ((sock = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) != -1) {
		c = malloc(sizeof(*c));
		if (c == NULL)
			errx(99, "malloc");
		c->sock = sock;
		c->readable = event_new(
		    base, sock, EV_READ | EV_PERSIST, on_readable, c);
		c->writable = event_new(base, sock, EV_WRITE, on_writable, c);
		event_add(c->readable, NULL);
	}
}

int
main(void)
{
	struct event_base *base = event_base_new();

	event_add(event_new(base, listen_somewhere(SOCK_NONBLOCK),
		      EV_READ | EV_PERSIST, on_client, base),
	    NULL);
	return event_base_dispatch(base);
}
