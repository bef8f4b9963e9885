/* SPDX-License-Identifier: MIT */
/* readable.h: a connection in which a byte waits, and its reader. */
#ifndef READABLE_H
#define READABLE_H

struct loop;

/* The server's end, with these flags; `client` is the other, which sent it. */
int readable(int flags, int *client);

/* For a handle: read a byte, which must be there; `number` is an int *. */
void read_byte(struct loop *loop, void *number);

#endif
