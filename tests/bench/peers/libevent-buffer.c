/* SPDX-License-Identifier: MIT */
/* libevent-buffer: the echo server on bufferevents.  Links: -levent_core */
#define _GNU_SOURCE
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <sys/socket.h>

#include "listen.h"

static void
on_read(struct bufferevent *client, void *argument)
{
	struct evbuffer *in = bufferevent_get_input(client);
	size_t n = evbuffer_get_length(in);

	(void)argument;
	upper((char *)evbuffer_pullup(in, -1), n);
	bufferevent_write_buffer(client, in);
}

static void
on_event(struct bufferevent *client, short what, void *argument)
{
	(void)what, (void)argument;
	bufferevent_free(client);
}

static void
on_client(evutil_socket_t listener, short what, void *argument)
{
	struct event_base *base = argument;
	struct bufferevent *client;
	int sock;

	(void)what;
	while ((sock = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) != -1) {
		client = bufferevent_socket_new(
		    base, sock, BEV_OPT_CLOSE_ON_FREE);
		bufferevent_setcb(client, on_read, NULL, on_event, NULL);
		bufferevent_enable(client, EV_READ | EV_WRITE);
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
