/* SPDX-License-Identifier: MIT */
/*
 * echo-edge: the echo server that waits in epoll_wait(), edge-triggered.  A
 * descriptor is registered once, for both directions, and never changed.
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
	.name = "echo-edge",
	.title = "an echo server on edge-triggered epoll",
	.class = "wait",
	.calls = "epoll_wait epoll_ctl accept4 recv send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "epoll_wait() reports what is new, once",
	.belief = "Edge-triggered epoll reminds me of bytes that I left.",
	.why =
	    "An edge is told once. What was left unread then is not told again "
	    "until more comes, and that may be never: go on until EAGAIN, or "
	    "until a read is short and the edge told of plain input alone.",
	.react =
	    "Read and write until EAGAIN, but let others have their turn: "
	    "after so many steps re-arm it with EPOLL_CTL_MOD, which looks "
	    "again.",
	.pages = "epoll(7) epoll_ctl(2) epoll_wait(2)",
	.next = "echo-epoll echo-poll compare-waiting",
	.patience = 60, /* a busy machine takes long for [fair] */
	.options = { EAG_OPT_BLOCKING(blocking), OPT_LISTEN(listen_at),
	    OPT_COUNTS(counts) },
};

static const unsigned edges = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP |
    EPOLLET;

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
	    c != NULL ? "conn" : "listener",
	    c != NULL ? "EPOLLET|IN|OUT|PRI|RDHUP" : "EPOLLIN");
	return ret == 0;
}

static void
accept_all(struct server *server, int epoll)
{
	struct connection *c;

	while ((c = server_accept(server)) != NULL)
		if (!watch(server, epoll, EPOLL_CTL_ADD, c, edges))
			server_turn_away(c, "no more epoll watches");
}

/*
 * Go on until EAGAIN: this edge is not reported again.  A read that did not
 * fill its buffer is as good as EAGAIN, and saves a call, but only if the edge
 * told of plain input: at an urgent mark, or before the end, there is more.
 */
static void
converse(struct connection *c, int epoll, unsigned events)
{
	const int plain = (events & ~(unsigned)(EPOLLIN | EPOLLOUT)) == 0;
	const int most = 4; /* times 16 KiB: then it is another's turn */
	int moved, steps = 0;

	do
		moved = server_step(c);
	while (moved == 1 && ++steps < most &&
	    (connection_keeps(c) || !c->drained || !plain));
	if (moved == -1)
		server_close(c);
	else if (steps == most) /* others want their turn: look again later */
		watch(c->server, epoll, EPOLL_CTL_MOD, c, edges);
}

/*
 * Count the call, and report it if calls are shown; then only one descriptor is
 * ready.
 */
static void
waited(struct server *server, const struct epoll_event *events, int n)
{
	const unsigned came = events->events;

	server_called(server, n, "epoll_wait(epoll, %s %s%s%s)",
	    events->data.ptr != NULL ? "conn" : "listener",
	    (came & EPOLLIN) != 0 ? "EPOLLIN" : "",
	    (came & EPOLLOUT) == 0    ? "" :
		(came & EPOLLIN) != 0 ? "|EPOLLOUT" :
					"EPOLLOUT",
	    (came & EPOLLRDHUP) != 0 ? "|EPOLLRDHUP" : "");
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
				converse(c, epoll, events[i].events);
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
