/* SPDX-License-Identifier: MIT */
/*
 * echo-uring: the echo server on io_uring.  One call a round submits what is
 * asked for, and waits for what is done.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "proof/proof.h"
#include "server.h"
#include "tool_output.h"
#include "uring/ring.h"

static struct eag_address listen_at;
static const char *counts;

static const struct eag_demo demo = {
	.name = "echo-uring",
	.title = "an echo server on io_uring: told what is done, not ready",
	.class = "wait",
	.calls = "io_uring_enter accept recv send setsockopt shutdown",
	.errnos = "EAGAIN",
	.poll = "nobody asks it: a completion says what was done",
	.belief = "io_uring tells when a socket is ready.",
	.why =
	    "Readiness says that a call would not wait, and you make it; with "
	    "io_uring the kernel makes it for you, when it can, and says what "
	    "it returned. The buffer is the kernel's until then.",
	.react =
	    "The fewest system calls; many containers refuse it. Keep each "
	    "buffer in place until its result is there.",
	.pages = "io_uring(7) io_uring_enter(2)",
	.next = "echo-epoll compare-waiting",
	.patience = 60, /* a busy machine takes long for [fair] */
	.options = { OPT_LISTEN(listen_at), OPT_COUNTS(counts) },
};

/* Report a request, or with `result` its completion. */
static void
show(const struct server *server, const struct connection *c, const int *result)
{
	char call[48] = "accept(listener) = conn";

	if (server->tell == NULL)
		return;
	if (c != NULL && connection_keeps(c))
		snprintf(call, sizeof(call), "send(conn, %zu bytes)",
		    c->end - c->start);
	else if (c != NULL)
		snprintf(call, sizeof(call), "recv(conn, %zu bytes)",
		    sizeof(c->bytes));
	eag_queued("server", result, call);
}

/* The rest of a client's answer, or its next question; or the next client. */
static void
ask(struct server *server, struct ring *ring, struct connection *c)
{
	show(server, c, NULL);
	if (c == NULL)
		ring_accept(ring, server->listener, NULL);
	else if (connection_keeps(c))
		ring_send(
		    ring, c->sock, c->bytes + c->start, c->end - c->start, c);
	else
		ring_recv(ring, c->sock, c->bytes, sizeof(c->bytes), c);
}

static void
accepted(struct server *server, struct ring *ring, int result)
{
	struct connection *c = NULL;

	if (result >= 0)
		c = server_welcome(server, result);
	else
		server_goes_on(server, -result);
	if (c != NULL)
		ask(server, ring, c);
	ask(server, ring, NULL);
}

/* A request is complete: a send if an answer is kept, else a recv. */
static void
converse(struct connection *c, struct ring *ring, int result)
{
	if (result == 0 || (result < 0 && result != -EINTR)) {
		server_close(c);
		return;
	}
	if (result > 0 && connection_keeps(c))
		connection_sent(c, result);
	else if (result > 0)
		connection_received(c, result);
	ask(c->server, ring, c);
}

/* NULL, or what this machine lacks.  Any other error is a failure. */
static const char *
open_ring(struct ring *ring)
{
	if (ring_open(ring) == 0)
		return NULL;
	if (errno == ENOMEM)
		return "memory that io_uring may lock: ulimit -l";
	eag_need(errno == ENOSYS || errno == EPERM || errno == EACCES,
	    "io_uring_setup");
	return ring_missing();
}

static void
serve(struct server *server)
{
	struct ring ring;
	const char *missing = open_ring(&ring);
	void *client;
	int n, result;

	if (missing != NULL)
		server_skip(server, missing);
	ask(server, &ring, NULL);
	while (server_wanted(server)) {
		n = ring_wait(&ring);
		server_called(server, n, "io_uring_enter(ring)");
		eag_need(n != -1 || errno == EINTR || errno == EBUSY,
		    "io_uring_enter");
		while (ring_next(&ring, &client, &result)) {
			show(server, client, &result);
			if (client == NULL)
				accepted(server, &ring, result);
			else
				converse(client, &ring, result);
		}
	}
	ring_close(&ring);
}

static void
probe_ring(void)
{
	struct ring ring;
	const char *missing = open_ring(&ring);

	if (missing != NULL)
		eag_skip(missing);
	ring_close(&ring);
}

int
main(int argc, char *argv[])
{
	struct server server;

	eag_start(&demo, argc, argv);
	probe_ring();
	server_open(&server, 0, &listen_at, counts);
	if (listen_at.length != 0)
		serve(&server); /* until a signal */
	prove(&server, serve, ASLEEP);
	return eag_end();
}
