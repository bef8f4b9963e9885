/* SPDX-License-Identifier: MIT */
/*
 * echo-threads: the echo server that has a thread for each client.  Nothing is
 * non-blocking: each thread sleeps in recv() or send() of its own client.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"

static struct eag_address listen_at;
static const char *counts;

static const struct eag_demo demo = {
	.name = "echo-threads",
	.title = "an echo server with a blocking thread for each client",
	.class = "wait",
	.calls = "recv accept4 send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "nobody asks it: each thread waits in recv()",
	.belief = "Blocking sockets can serve one client at a time only.",
	.why = "A blocking call waits for one descriptor, so that many take "
	       "many threads. The kernel wakes the very thread that has "
	       "something to do; each costs memory, and a switch for each "
	       "message.",
	.react =
	    "Simple and fast for some hundreds of clients. A limit of "
	    "threads is EAGAIN from pthread_create(): that one is a quota.",
	.pages = "pthread_create(3) pthreads(7)",
	.next = "echo-epoll compare-waiting",
	.patience = 60, /* a busy machine takes long for [fair] */
	.options = { OPT_LISTEN(listen_at), OPT_COUNTS(counts) },
};

/* One client's thread: the calls wait as long as it takes. */
static void *
converse(void *client)
{
	struct connection *c = client;

	while (server_step(c) != -1)
		;
	server_close(c);
	return NULL;
}

static void
serve(struct server *server)
{
	pthread_attr_t detached;
	pthread_t thread;
	struct connection *c;
	char limit[64];
	int error;

	errno = pthread_attr_init(&detached);
	eag_need(errno == 0, "pthread_attr_init");
	errno = pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	eag_need(errno == 0, "pthread_attr_setdetachstate");
	errno = pthread_attr_setstacksize(&detached, 256 * 1024);
	eag_need(errno == 0, "pthread_attr_setstacksize");
	while (server_wanted(server)) {
		c = server_accept(server);
		error = c == NULL ?
		    0 :
		    pthread_create(&thread, &detached, converse, c);
		snprintf(limit, sizeof(limit), "no more threads: %s",
		    eag_errno_name(error));
		if (error != 0)
			server_turn_away(c, limit);
	}
}

int
main(int argc, char *argv[])
{
	struct server server;

	eag_start(&demo, argc, argv);
	server_open(&server, 0, &listen_at, counts);
	server.threads = 1;
	if (listen_at.length != 0)
		serve(&server); /* until a signal */
	prove(&server, serve, THREADS);
	return eag_end();
}
