/* SPDX-License-Identifier: MIT */
/*
 * echo-select: the echo server that waits in select(), which the tutorial
 * recommends.  The answer overwrites the sets, so they are made anew each time.
 */
#include <errno.h>
#include <sys/select.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"

static struct eag_address listen_at;
static const char *counts;
static long blocking;

static const struct eag_demo demo = {
	.name = "echo-select",
	.title = "an echo server that waits in select()",
	.class = "wait",
	.calls = "select accept4 recv send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "select() says the same, up to descriptor 1023",
	.belief = "select() can watch any descriptor.",
	.why = "select() sleeps until a descriptor of its sets is ready. A set "
	       "is a row of bits, 1024 of them, and the kernel and the program "
	       "walk along it each time, up to the highest number.",
	.react = "Use poll(), which has no such end. Where select() must be: "
		 "refuse descriptors from FD_SETSIZE on, as here.",
	.pages = "select(2)",
	.next = "echo-poll echo-epoll compare-waiting",
	.patience = 60, /* a busy machine takes long for [fair] */
	.options = { EAG_OPT_BLOCKING(blocking), OPT_LISTEN(listen_at),
	    OPT_COUNTS(counts) },
};

/* Count the call, and tell it where it is on show. */
static void
waited(struct server *server, int n)
{
	const int out = server->number > 0 &&
	    connection_keeps(server->clients[0]);

	server_called(server, n, "select([%slistener], [%s])",
	    server->number > 0 && !out ? "conn " : "", out ? "conn" : "");
}

static void
serve(struct server *server)
{
	struct connection *c;
	fd_set readable, writable;
	int n, highest;

	while (server_wanted(server)) {
		FD_ZERO(&readable);
		FD_ZERO(&writable);
		/* Unsigned, as musl's macros divide it by a sizeof. */
		FD_SET((unsigned)server->listener, &readable);
		highest = server->listener;
		for (size_t i = 0; i < server->number; i++) {
			c = server->clients[i];
			FD_SET((unsigned)c->sock,
			    connection_keeps(c) ? &writable : &readable);
			if (c->sock > highest)
				highest = c->sock;
		}
		n = select(highest + 1, &readable, &writable, NULL, NULL);
		waited(server, n);
		if (n == -1) {
			eag_need(errno == EINTR, "select");
			continue; /* the sets say nothing */
		}
		for (size_t i = server->number; i-- > 0;) {
			c = server->clients[i];
			if ((FD_ISSET((unsigned)c->sock, &readable) ||
				FD_ISSET((unsigned)c->sock, &writable)) &&
			    server_step(c) == -1)
				server_close(c);
		}
		while (FD_ISSET((unsigned)server->listener, &readable) &&
		    server_accept(server) != NULL)
			;
	}
}

int
main(int argc, char *argv[])
{
	struct server server;

	eag_start(&demo, argc, argv);
	server_open(&server, blocking ? 0 : SOCK_NONBLOCK, &listen_at, counts);
	server.highest = FD_SETSIZE - 1;
	if (server.listener >= FD_SETSIZE)
		eag_skip("a descriptor below FD_SETSIZE for the listener");
	if (listen_at.length != 0)
		serve(&server); /* until a signal */
	prove(&server, serve, ASLEEP);
	return eag_end();
}
