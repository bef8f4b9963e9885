/* SPDX-License-Identifier: MIT */
/*
 * echo-spin: the tutorial's polling echo server.  It goes round and round:
 * recv() or send() on every client, whether there is something to do or not,
 * and accept() until EAGAIN.
 */
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"

static struct eag_address listen_at;
static const char *counts;
static long blocking;

static const struct eag_demo demo = {
	.name = "echo-spin",
	.title = "an echo server that asks every socket, round and round",
	.class = "wait",
	.calls = "recv accept4 send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "nobody asks it",
	.belief = "A non-blocking socket must be asked round and round.",
	.why = "EAGAIN says that there is nothing now, but not when there will "
	       "be. Asking again at once finds it out soon, and takes a whole "
	       "processor for it, even if nobody speaks for an hour.",
	.react =
	    "Ask the kernel to wake you: echo-poll, echo-epoll. Spinning "
	    "pays where microseconds count and a processor is set aside for "
	    "it.",
	.pages = "accept(2) recv(2) send(2)",
	.next = "echo-nap echo-poll compare-waiting",
	.patience = 60, /* a busy machine takes long for [fair] */
	.options = { EAG_OPT_BLOCKING(blocking), OPT_LISTEN(listen_at),
	    OPT_COUNTS(counts) },
};

static void
serve(struct server *server)
{
	while (server_wanted(server)) {
		for (size_t i = server->number; i-- > 0;)
			if (server_step(server->clients[i]) == -1)
				server_close(server->clients[i]);
		while (server_accept(server) != NULL)
			;
	}
}

int
main(int argc, char *argv[])
{
	struct server server;

	eag_start(&demo, argc, argv);
	server_open(&server, blocking ? 0 : SOCK_NONBLOCK, &listen_at, counts);
	if (listen_at.length != 0)
		serve(&server); /* until a signal */
	prove(&server, serve, BUSY);
	return eag_end();
}
