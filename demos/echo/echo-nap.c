/* SPDX-License-Identifier: MIT */
/*
 * echo-nap: the polling echo server with a nap in each round, as the tutorial
 * advises.
 */
#include <errno.h>
#include <sys/socket.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"

static struct eag_address listen_at;
static const char *counts;
static long blocking, nap = 5;

static const struct eag_demo demo = {
	.name = "echo-nap",
	.title = "an echo server that asks every socket, then takes a nap",
	.class = "wait",
	.calls = "nanosleep accept4 recv send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "nobody asks it",
	.belief = "A short nap between two looks costs nothing.",
	.why = "A nap ends when its time is over, not when data comes: an "
	       "answer waits for half a nap in the middle, and no client gets "
	       "more than one buffer a nap. Idle it still asks every socket, "
	       "each time.",
	.react =
	    "Let the kernel end the wait: echo-poll is as simple, and wakes "
	    "at once. Nap only where nothing can be waited for.",
	.pages = "nanosleep(2) recv(2)",
	.next = "echo-spin echo-poll compare-waiting",
	.patience = 600, /* a --pause may be long */
	.options = { EAG_OPT_BLOCKING(blocking), OPT_LISTEN(listen_at),
	    OPT_COUNTS(counts),
	    { .name = "pause",
		.kind = EAG_NUMBER,
		.number = &nap,
		.value = "MS",
		.text = "how long a nap is",
		.min = 1,
		.max = 2000 } },
};

static void
serve(struct server *server)
{
	const struct timespec pause = {
		.tv_sec = server->nap / 1000,
		.tv_nsec = server->nap % 1000 * 1000000,
	};
	struct timespec left;
	int ret = 0;

	while (server_wanted(server)) {
		for (size_t i = server->number; i-- > 0;)
			if (server_step(server->clients[i]) == -1)
				server_close(server->clients[i]);
		while (server_accept(server) != NULL)
			;
		/* A stop (Ctrl-Z) interrupts it: the rest is slept, too. */
		for (left = pause; (ret = nanosleep(&left, &left)) == -1;)
			eag_need(errno == EINTR, "nanosleep");
		server_called(server, ret, "nanosleep(%ld ms)", server->nap);
	}
}

int
main(int argc, char *argv[])
{
	struct server server;

	eag_start(&demo, argc, argv);
	server_open(&server, blocking ? 0 : SOCK_NONBLOCK, &listen_at, counts);
	server.nap = nap;
	if (listen_at.length != 0)
		serve(&server); /* until a signal */
	prove(&server, serve, NAPS);
	return eag_end();
}
