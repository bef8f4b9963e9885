/* SPDX-License-Identifier: MIT */
/*
 * roundtrip.h: a client that sends the stream of arrange.h's eag_bytes(), and
 * checks that it comes back in upper case, each byte at its place.
 */
#ifndef ROUNDTRIP_H
#define ROUNDTRIP_H

#include <stddef.h>
#include <sys/types.h>

struct roundtrip {
	int sock;
	size_t sent, right; /* bytes sent; bytes that came back, all right */
};

/* Send, without reading, until the kernel refuses or `to` is reached. */
ssize_t roundtrip_push(struct roundtrip *s, size_t to);

/* Receive what is there, without sending.  0: a wrong byte, or the end. */
int roundtrip_pull(struct roundtrip *s);

/*
 * Send up to `to`, at most `part` bytes at a time, reading what comes, until so
 * many are back.  0: a wrong byte, an error, or 5 s without progress.
 */
int roundtrip_talk(struct roundtrip *s, size_t to, size_t part);

#endif
