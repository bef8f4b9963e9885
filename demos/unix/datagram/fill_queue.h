/* SPDX-License-Identifier: MIT */
/* fill_queue.h: other senders, who leave no room. */
#ifndef FILL_QUEUE_H
#define FILL_QUEUE_H

#include "../bound.h"

/*
 * Others send messages of one byte to a datagram socket until its queue is
 * full, and it is reported how many are in it: unix(7),
 * net.unix.max_dgram_qlen.  Ends with 77 if the queue is very long.
 */
void fill_queue(const struct bound_name *to);

#endif
