/* SPDX-License-Identifier: MIT */
/*
 * echo-epoll: the echo server that waits in epoll_wait(), level-triggered.  A
 * descriptor is registered for one direction, and changed when that changes.
 */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"

static struct eag_address listen_at;
static const char *counts;
static long blocking;

static const struct eag_demo demo = {
	.name = "echo-epoll",
	.title = "an echo server that waits in epoll_wait()",
	.class = "wait",
	.calls = "epoll_wait epoll_ctl accept4 recv send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "epoll_wait() reports what is ready, again and again",
	.belief =
	    "A socket that epoll reports can be read until I have enough.",
	.why = "epoll keeps the list in the kernel, and a socket that becomes "
	       "ready puts itself on the list of ready ones. A thousand silent "
	       "clients cost nothing: only the ready ones are looked at.",
	.react = "The way to go for many descriptors on Linux. Change what is "
		 "watched only when it changes: each epoll_ctl() is a call.",
	.pages = "epoll(7) epoll_ctl(2) epoll_wait(2)",
	.next = "echo-edge echo-poll echo-threads compare-waiting",
	.patience = 60, /* a busy machine takes long for [fair] */
	.options = { EAG_OPT_BLOCKING(blocking), OPT_LISTEN(listen_at),
	    OPT_COUNTS(counts) },
};

/* The name of the event; only these two are asked for. */
static const char *
name(unsigned events)
{
	return (events & EPOLLOUT) != 0 ? "EPOLLOUT" : "EPOLLIN";
}

/* Returns 0 if the kernel refuses.  For the listener c is NULL. */
static int
watch(struct server *server, int epoll, int how, struct connection *c,
    unsigned events)
{
	struct epoll_event event = { .events = events, .data.ptr = c };
	int fd = c != NULL ? c->sock : server->listener;
	int ret = epoll_ctl(epoll, how, fd, &event);

	server_called(server, ret, "epoll_ctl(epoll, %s, %s, %s)",
	    how == EPOLL_CTL_ADD ? "ADD" : "MOD",
	    c != NULL ? "conn" : "listener", name(events));
	return ret == 0;
}

static void
accept_all(struct server *server, int epoll)
{
	struct connection *c;

	while ((c = server_accept(server)) != NULL)
		if (!watch(server, epoll, EPOLL_CTL_ADD, c, EPOLLIN))
			server_turn_away(c, "no more epoll watches");
}

/* Level-triggered: one step, and what is left will be told again. */
static void
converse(struct connection *c, int epoll)
{
	int kept = connection_keeps(c);

	if (server_step(c) == -1)
		server_close(c);
	else if (connection_keeps(c) != kept)
		watch(c->server, epoll, EPOLL_CTL_MOD, c,
		    kept ? EPOLLIN : EPOLLOUT);
}

/* Count the call, and tell it where it is on show: then one is ready. */
static void
waited(struct server *server, const struct epoll_event *events, int n)
{
	server_called(server, n, "epoll_wait(epoll, %s %s)",
	    events->data.ptr != NULL ? "conn" : "listener",
	    name(events->events));
}

static void
serve(struct server *server)
{
	struct epoll_event events[256] = { 0 };
	struct connection *c;
	int epoll = epoll_create1(EPOLL_CLOEXEC), n;

	eag_need(epoll != -1, "epoll_create1");
	eag_need(
	    watch(server, epoll, EPOLL_CTL_ADD, NULL, EPOLLIN), "epoll_ctl");
	while (server_wanted(server)) {
		n = epoll_wait(epoll, events, 256, -1);
		waited(server, events, n);
		eag_need(n != -1 || errno == EINTR, "epoll_wait");
		for (int i = 0; i < n; i++) {
			c = events[i].data.ptr;
			if (c == NULL)
				accept_all(server, epoll);
			else
				converse(c, epoll);
		}
	}
	close(epoll);
}

int
main(int argc, char *argv[])
{
	struct server server;

	eag_start(&demo, argc, argv);
	server_open(&server, blocking ? 0 : SOCK_NONBLOCK, &listen_at, counts);
	if (listen_at.length != 0)
		serve(&server); /* until a signal */
	prove(&server, serve, ASLEEP);
	return eag_end();
}
