/* SPDX-License-Identifier: MIT */
/* server.h: what the echo servers share: everything but the way of waiting. */
#ifndef SERVER_H
#define SERVER_H

#include <pthread.h>
#include <stddef.h>
#include <sys/types.h>

#include "arrange.h"
#include "connection.h"
#include "counts.h"

/* clang-format off */
#define OPT_LISTEN(variable) { .name = "listen", \
	.kind = EAG_LISTEN, .address = &(variable), .value = "HOST:PORT", \
	.text = "serve whoever comes there, until Ctrl-C" }
/* clang-format on */

struct server {
	int listener;
	int flags;   /* of accepted sockets: SOCK_NONBLOCK or 0 */
	int highest; /* descriptor that this way of waiting can watch */
	int threads; /* more than one serves, at the same time */
	long nap;    /* ms, of a server that takes naps */
	int spare;   /* given up to turn a client away; or -1 */
	struct counts *counts;
	/* Hooks for [own-calls], else NULL: before a wait, after a call. */
	int (*next)(struct server *server); /* 0: serve no longer */
	void (*tell)(long ret, const char *call);
	pthread_mutex_t lock; /* of the list */
	struct connection **clients;
	size_t number, room;
};

/*
 * Listen, with sockets that have `flags`; raise the limit of descriptors.  `at`
 * is where others come (--listen), if its length is not 0.  Counts are kept in
 * the file `counts`, if that is not NULL.
 */
void server_open(struct server *server, int flags, const struct eag_address *at,
    const char *counts);

/* Ask before each wait whether to go on; always 1 outside [own-calls]. */
int server_wanted(struct server *server);

/*
 * Count a call that returned `ret`, errno set; if calls are shown, report it as
 * eag_call() would.
 */
void server_called(struct server *server, long ret, const char *call, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * One step of a connection, counted.  1: bytes moved, and more may; 0: EAGAIN,
 * wait; -1: it is over, for whatever reason.
 */
int server_step(struct connection *c);

/*
 * Accept a client; NULL if there is none that could be served: that is not
 * a reason to stop.  Where a limit is reached, clients are turned away.
 */
struct connection *server_accept(struct server *server);

/*
 * For a server that accepts by itself: the client for a descriptor, or NULL;
 * after an error, whether to try again now.
 */
struct connection *server_welcome(struct server *server, int sock);
int server_goes_on(struct server *server, int error);

/* How many clients there are; threads may be closing some. */
size_t server_clients(struct server *server);

/* Free the list; it is empty. */
void server_forget(struct server *server);

/* It cannot serve here: 77, in a child as well, whose parent says why. */
_Noreturn void server_skip(struct server *server, const char *missing);

/* The client has left; or `limit` keeps one from being served after all. */
void server_close(struct connection *c);
void server_turn_away(struct connection *c, const char *limit);

#endif
