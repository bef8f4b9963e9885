/* SPDX-License-Identifier: MIT */
/*
 * echo-nap: the polling echo server with a nap in each round, as the tutorial
 * advises. The processor rests, and the clients wait: half a nap on the
 * average, though their data is there.
 */
#include <errno.h>
#include <sys/socket.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"

static const struct eag_demo demo = {
	.name = "echo-nap",
	.title = "an echo server that asks every socket, then takes a nap",
	.class = "wait",
	.calls = "send recv shutdown",
	.errnos = "EAGAIN",
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
	.options = { EAG_OPT_BLOCKING, EAG_OPT_LISTEN, OPT_COUNTS,
	    { "pause", EAG_NUMBER, "MS", "how long a nap is", NULL, 5, 1,
		2000 } },
};

static void
serve(struct server *server)
{
	const struct timespec pause = {
		.tv_sec = server->nap / 1000,
		.tv_nsec = server->nap % 1000 * 1000000,
	};
	struct timespec left;

	for (;;) {
		for (size_t i = server->number; i-- > 0;)
			if (server_step(server->clients[i]) == -1)
				server_close(server->clients[i]);
		while (server_accept(server) != NULL)
			;
		/* A stop (Ctrl-Z) interrupts it: the rest is slept, too. */
		for (left = pause; nanosleep(&left, &left) == -1;)
			eag_need(errno == EINTR, "nanosleep");
		server_called(server, 0);
	}
}

int
main(int argc, char *argv[])
{
	struct server server;
	const char *at;

	eag_start(&demo, argc, argv);
	at = eag_text("listen");
	server_open(&server, eag_flag(SOCK_NONBLOCK), at, eag_text("counts"));
	server.nap = eag_number("pause");
	if (at != NULL)
		serve(&server);
	prove(&server, serve, NAPS);
	return eag_end();
}
