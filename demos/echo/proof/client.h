/* SPDX-License-Identifier: MIT */
/* client.h: one client of the server under proof. */
#ifndef CLIENT_H
#define CLIENT_H

#include <sys/types.h>

#include "../server.h"
#include "arrange.h"

/* SO_SNDBUF and SO_RCVBUF to ask for: small, so that they fill soon. */
enum { CLIENT_BUFFER = 32768 };

/* Set them; a listener's clients inherit them. */
void client_buffers(int sock, int bytes);

/* Connect to the server; close so that it sees a reset. */
int client_connect(const struct server *server);
void client_reset(int sock);

/* Send `text`, and report it; did exactly `expected` come within 5 s? */
void client_ask(const char *who, int sock, const char *text);
int client_answered(const char *who, int sock, const char *expected);

/* recv() with a deadline: -1 and ETIMEDOUT after 5 s. */
ssize_t client_receive(int sock, char *bytes, size_t length);

#endif
