/* SPDX-License-Identifier: MIT */
/*
 * echo-poll: the echo server that waits in poll().  Its list of descriptors is
 * made anew each time.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"

static struct eag_address listen_at;
static const char *counts;
static long blocking;

static const struct eag_demo demo = {
	.name = "echo-poll",
	.title = "an echo server that waits in poll()",
	.class = "wait",
	.calls = "poll accept4 recv send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT say what is ready",
	.belief = "A server without threads can serve one client at a time.",
	.why = "poll() takes the list of descriptors with each call and looks "
	       "at every one of them: idle it costs nothing, but each answer "
	       "costs more the more clients there are, the silent ones "
	       "included.",
	.react = "Good for some dozens of descriptors, and portable. Ask for "
		 "POLLOUT only while an answer is kept, or it never sleeps.",
	.pages = "poll(2)",
	.next = "echo-select echo-epoll compare-waiting",
	.patience = 60, /* a busy machine takes long for [fair] */
	.options = { EAG_OPT_BLOCKING(blocking), OPT_LISTEN(listen_at),
	    OPT_COUNTS(counts) },
};

/* Count the call, and tell it where it is on show. */
static void
waited(struct server *server, const struct pollfd *set, int n)
{
	const int out = server->number > 0 && set[0].events == POLLOUT;

	server_called(server, n, "poll(%slistener POLLIN)",
	    server->number == 0 ? "" :
		out             ? "conn POLLOUT, " :
				  "conn POLLIN, ");
}

static void
serve(struct server *server)
{
	struct pollfd *set = NULL;
	struct connection *c;
	size_t room = 0;
	int n, arrived;

	while (server_wanted(server)) {
		if (room < server->number + 1) {
			room = 2 * (server->number + 1);
			free(set);
			set = malloc(room * sizeof(*set));
			eag_need(set != NULL, "malloc");
		}
		for (size_t i = 0; i < server->number; i++) {
			c = server->clients[i];
			set[i].fd = c->sock;
			set[i].events = connection_keeps(c) ? POLLOUT : POLLIN;
		}
		set[server->number].fd = server->listener;
		set[server->number].events = POLLIN;
		n = poll(set, server->number + 1, -1);
		waited(server, set, n);
		if (n == -1) {
			eag_need(errno == EINTR, "poll");
			continue;
		}
		arrived = set[server->number].revents != 0;
		for (size_t i = server->number; i-- > 0;)
			if (set[i].revents != 0 &&
			    server_step(server->clients[i]) == -1)
				server_close(server->clients[i]);
		while (arrived && server_accept(server) != NULL)
			;
	}
	free(set);
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
