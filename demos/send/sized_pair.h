/* SPDX-License-Identifier: MIT */
/* sized_pair.h: a connection with small buffers in both directions. */
#ifndef SIZED_PAIR_H
#define SIZED_PAIR_H

/*
 * Connected TCP sockets, both blocking, with SO_SNDBUF and SO_RCVBUF of so many
 * bytes at each end.  It reports each setsockopt(2).
 */
void sized_pair(int bytes, int *sock, int *conn);

#endif
