/* SPDX-License-Identifier: MIT */
/* queue.h: a POSIX message queue that nobody has to remove. */
#ifndef QUEUE_H
#define QUEUE_H

#include <mqueue.h>

/*
 * A new queue of that size, to send to and to receive from; `flag` is
 * O_NONBLOCK or 0.  It has lost its name, and is gone when it is closed:
 * mq_overview(7).  Ends with 77 where none can be made.
 */
mqd_t new_queue(int flag, struct mq_attr *size);

#endif
