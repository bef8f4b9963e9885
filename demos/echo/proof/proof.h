/* SPDX-License-Identifier: MIT */
/*
 * proof.h: what every echo server must show, whatever its way of waiting.
 *
 * The server runs in a process of its own; this one plays its clients, says
 * what came of their calls, and makes the claims.
 */
#ifndef PROOF_H
#define PROOF_H

#include "../server.h"

enum idle {
	ASLEEP,  /* in a call that waits */
	THREADS, /* asleep, each in its client's call: the scheduler's order */
	NAPS,    /* for a --pause at a time */
	BUSY     /* going round and round */
};

void prove(struct server *server, void (*serve)(struct server *), enum idle);

#endif
