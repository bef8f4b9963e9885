/* SPDX-License-Identifier: MIT */
/* guest.h: one client of an echo server that proves itself. */
#ifndef GUEST_H
#define GUEST_H

#include <sys/types.h>

#include "arrange.h"
#include "server.h"

/* SO_SNDBUF and SO_RCVBUF to ask for: small, so that they fill soon. */
enum { GUEST_BUFFER = 32768 };

/* Set them; a listener's clients inherit them. */
void guest_buffers(int sock, int bytes);

/* Connect to the server; close so that it sees a reset. */
int guest_call(const struct server *server);
void guest_reset(int sock);

/* Send `text`, and report it; did exactly `expected` come within 5 s? */
void guest_ask(const char *who, int sock, const char *text);
int guest_answered(const char *who, int sock, const char *expected);

/* recv() with a deadline: -1 and ETIMEDOUT after 5 s. */
ssize_t guest_receive(int sock, char *bytes, size_t length);

#endif
