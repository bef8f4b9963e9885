/* SPDX-License-Identifier: MIT */
/* readable.h: a connection in which a byte waits. */
#ifndef READABLE_H
#define READABLE_H

/* The server's end, non-blocking; `client` is the other, which has sent it. */
int readable(int *client);

#endif
