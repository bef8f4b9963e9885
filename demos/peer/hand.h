/* SPDX-License-Identifier: MIT */
/* hand.h: a socket in your hand, and the calls that can be made on it. */
#ifndef HAND_H
#define HAND_H

#include <limits.h>
#include <stddef.h>

/* A call is made on the connection; before there is one, on the listener. */
struct hand {
	const char *actor;
	int listener, conn; /* -1: none, or closed */
	size_t sent;        /* of the stream of eag_bytes() */
};

enum {
	HAND_BUFFER = INT_MAX / 2, /* bytes at most: it is doubled, socket(7) */
	HAND_TIMEOUT = 3600 * 1000 /* ms at most */
};

int hand_is_empty(const struct hand *hand);
void hand_drop(struct hand *hand); /* close what is open */

/*
 * Each makes its calls and reports them.  0: the argument is not one that it
 * takes, and nothing was done.
 */
int hand_accept(struct hand *hand, const char *none);
int hand_recv(struct hand *hand, const char *bytes);
int hand_send(struct hand *hand, const char *bytes_or_text);
int hand_fill(struct hand *hand, const char *none);
int hand_drain(struct hand *hand, const char *none);
int hand_poll(struct hand *hand, const char *none);
int hand_wait(struct hand *hand, const char *in_or_out);
int hand_buffers(struct hand *hand, const char *none);
int hand_state(struct hand *hand, const char *none);
int hand_nonblock(struct hand *hand, const char *on_or_off);
int hand_sndbuf(struct hand *hand, const char *bytes);
int hand_rcvbuf(struct hand *hand, const char *bytes);
int hand_timeout(struct hand *hand, const char *milliseconds);
int hand_error(struct hand *hand, const char *none);
int hand_shutdown(struct hand *hand, const char *none);
int hand_reset(struct hand *hand, const char *none);
int hand_close(struct hand *hand, const char *none);

#endif
