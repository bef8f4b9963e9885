/* SPDX-License-Identifier: MIT */
/* server.c: a listener, its clients, and the limits that one can meet. */
#define _GNU_SOURCE /* accept4() */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "server.h"
#include "tool_output.h"

/* A locked addition only where threads may meet: it is measurable. */
static void
add(const struct server *server, _Atomic unsigned long *count,
    unsigned long number)
{
	if (server->threads)
		atomic_fetch_add_explicit(count, number, memory_order_relaxed);
	else
		atomic_store_explicit(count,
		    atomic_load_explicit(count, memory_order_relaxed) + number,
		    memory_order_relaxed);
}

/* Say which limit turned a client away, not how many clients. */
static void
tell(struct server *server, const char *limit)
{
	struct counts *counts = server->counts;
	char text[128];
	int again;

	snprintf(text, sizeof(text), "room for all clients: %s", limit);
	again = strcmp(counts->limit, text) == 0;
	if (!again)
		memcpy(counts->limit, text, sizeof(text));
	add(server, &counts->limited, 1); /* before its client can see it */
	if (again)
		return;
	snprintf(text, sizeof(text), "turned a client away: %s", limit);
	eag_note(text);
}

static void
raise_limit(int tells)
{
	struct rlimit files;
	char text[96];
	unsigned long before;

	eag_need(getrlimit(RLIMIT_NOFILE, &files) == 0, "getrlimit");
	before = (unsigned long)files.rlim_cur;
	files.rlim_cur = files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files) == -1)
		files.rlim_cur = before;
	if (!tells)
		return;
	snprintf(text, sizeof(text),
	    files.rlim_cur == before ?
		"at most %lu descriptors (ulimit -n)" :
		"at most %lu descriptors (ulimit -n), raised from %lu",
	    (unsigned long)files.rlim_cur, before);
	eag_note(text);
}

/* Is there a descriptor to spare?  One may have come free meanwhile. */
static int
has_spare(struct server *server)
{
	if (server->spare == -1)
		server->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return server->spare != -1;
}

void
server_open(struct server *server, int flags, const struct eag_address *at,
    const char *counts)
{
	const int on = 1;

	memset(server, 0, sizeof(*server));
	server->flags = flags;
	server->highest = INT_MAX;
	server->counts = counts_map(counts);
	errno = pthread_mutex_init(&server->lock, NULL);
	eag_need(errno == 0, "pthread_mutex_init");
	raise_limit(at->length != 0);
	server->spare = -1;
	eag_need(has_spare(server), "open /dev/null");
	if (at->length != 0) {
		eag_step("serve", "serve whoever comes, until Ctrl-C");
		eag_serve();
	}
	flags |= SOCK_CLOEXEC;
	server->listener = at->length != 0 ?
	    eag_listener_at(at, flags, SOMAXCONN) :
	    eag_listener(flags, SOMAXCONN);
	/* Accepted sockets inherit it: an answer does not wait for an ACK. */
	eag_need(setsockopt(server->listener, IPPROTO_TCP, TCP_NODELAY, &on,
		     sizeof(on)) == 0,
	    "setsockopt TCP_NODELAY");
}

int
server_wanted(struct server *server)
{
	return server->next == NULL || server->next(server);
}

void
server_called(struct server *server, long ret, const char *call, ...)
{
	const int error = errno;
	char text[96];
	va_list arguments;

	add(server, &server->counts->calls, 1);
	if (ret == -1 && error == EAGAIN)
		add(server, &server->counts->refused, 1);
	if (server->tell == NULL || (ret == -1 && error == EINTR))
		return;
	va_start(arguments, call);
	vsnprintf(text, sizeof(text), call, arguments);
	va_end(arguments);
	errno = error;
	server->tell(ret, text);
}

int
server_step(struct connection *c)
{
	struct server *server = c->server;
	const struct step step = connection_step(c);

	for (int i = 0; i < step.calls; i++) {
		errno = step.call[i].error;
		server_called(server, step.call[i].ret, "%s(conn, %zu bytes)",
		    step.call[i].name, step.call[i].asked);
	}
	return step.moved;
}

/* A place in the list; 0: no memory. */
static int
enlist(struct connection *c)
{
	struct server *server = c->server;
	size_t room = server->room != 0 ? 2 * server->room : 64;
	struct connection **more = server->clients;

	pthread_mutex_lock(&server->lock);
	if (server->number == server->room) {
		more = realloc(server->clients, room * sizeof(*more));
		if (more != NULL) {
			server->clients = more;
			server->room = room;
		}
	}
	if (more != NULL) {
		c->place = server->number++;
		server->clients[c->place] = c;
	}
	pthread_mutex_unlock(&server->lock);
	return more != NULL;
}

size_t
server_clients(struct server *server)
{
	size_t number;

	pthread_mutex_lock(&server->lock);
	number = server->number;
	pthread_mutex_unlock(&server->lock);
	return number;
}

void
server_forget(struct server *server)
{
	free(server->clients);
	server->clients = NULL;
	server->room = 0;
}

void
server_close(struct connection *c)
{
	struct server *server = c->server;
	struct connection *last;

	pthread_mutex_lock(&server->lock);
	last = server->clients[--server->number];
	server->clients[c->place] = last;
	last->place = c->place;
	pthread_mutex_unlock(&server->lock);
	/* An open socket would report events for a freed connection. */
	eag_need(close(c->sock) == 0, "close");
	free(c);
	add(server, &server->counts->closed, 1);
}

void
server_turn_away(struct connection *c, const char *limit)
{
	struct server *server = c->server;

	tell(server, limit);
	server_close(c);
}

/* Turn away a client that cannot be served. */
static void
refuse(struct server *server, int sock, const char *limit)
{
	tell(server, limit);
	close(sock);
	add(server, &server->counts->turned_away, 1);
}

void
server_skip(struct server *server, const char *missing)
{
	char *limit = server->counts->limit;

	snprintf(limit, sizeof(server->counts->limit), "%s", missing);
	eag_skip(missing);
}

int
server_goes_on(struct server *server, int error)
{
	switch (error) {
	case EAGAIN:
		has_spare(server);
		return 0;
	case EMFILE:
		/*
		 * A client that stays in the queue would keep the listener
		 * readable, and the server in a loop that does nothing.  With
		 * the spare's descriptor it can be told to go.
		 */
		if (server->spare != -1) {
			close(server->spare);
			server->spare = -1;
			return 1;
		}
		/* fall through */
	case ENFILE:
	case ENOBUFS:
	case ENOMEM:
		/* Only time helps; the listener stays readable meanwhile. */
		tell(server, strerror(error));
		eag_tick(10);
		return 0;
	case EINTR:
	case ECONNABORTED:
	case EPROTO:
	case ENETDOWN:
	case ENOPROTOOPT:
	case EHOSTDOWN:
	case ENONET:
	case EHOSTUNREACH:
	case EOPNOTSUPP:
	case ENETUNREACH:
		/* The client is gone, or its network is: accept(2). */
		return 1;
	default:
		errno = error;
		eag_need(0, "accept");
		return 0;
	}
}

struct connection *
server_welcome(struct server *server, int sock)
{
	struct connection *c;

	if (!has_spare(server)) {
		refuse(server, sock, "no descriptor left: ulimit -n");
		has_spare(server);
		return NULL;
	}
	if (sock > server->highest) {
		refuse(server, sock,
		    "select() cannot watch descriptors from FD_SETSIZE on");
		return NULL;
	}
	c = malloc(sizeof(*c));
	if (c != NULL) {
		c->server = server;
		c->sock = sock;
		c->start = c->end = 0;
		c->drained = 0;
	}
	if (c == NULL || !enlist(c)) {
		free(c);
		refuse(server, sock, "no memory left");
		return NULL;
	}
	add(server, &server->counts->accepted, 1);
	return c;
}

struct connection *
server_accept(struct server *server)
{
	struct connection *c = NULL;
	int sock;

	do {
		sock = accept4(
		    server->listener, NULL, NULL, server->flags | SOCK_CLOEXEC);
		server_called(server, sock, "accept4(listener) = conn");
		if (sock != -1)
			c = server_welcome(server, sock);
		else if (!server_goes_on(server, errno))
			return NULL;
	} while (c == NULL && !server->threads); /* with threads it waits */
	return c;
}
