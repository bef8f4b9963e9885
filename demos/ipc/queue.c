/* SPDX-License-Identifier: MIT */
/* queue.c: a POSIX message queue that nobody has to remove. */
#include "queue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

mqd_t
new_queue(int flag, struct mq_attr *size)
{
	char name[64];
	mqd_t queue;

	snprintf(name, sizeof(name), "/eagain-%ld-%lld", (long)getpid(),
	    eag_time(CLOCK_MONOTONIC));
	queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL | flag, 0600, size);
	if (queue == -1 &&
	    (errno == ENOSYS || errno == EMFILE || errno == ENOSPC ||
		errno == EINVAL))
		eag_skip("a POSIX message queue: mq_open()");
	eag_need(queue != -1 && mq_unlink(name) == 0, "mq_open");
	return queue;
}
