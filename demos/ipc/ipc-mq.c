/* SPDX-License-Identifier: MIT */
/*
 * ipc-mq: a POSIX message queue that is empty, and then full: EAGAIN both ways.
 * On Linux its descriptor can be polled.  The queue is tiny, and loses its
 * name before it is used: it is gone when the program is.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "ipc-mq",
	.title = "a POSIX message queue, empty and full",
	.class = "wait",
	.calls = "mq_send mq_receive mq_timedsend mq_open mq_setattr poll",
	.errnos = "EAGAIN ETIMEDOUT",
	.poll = "nothing; then POLLIN or POLLOUT",
	.belief = "mq_timedsend() waits, whatever flag the queue has.",
	.why = "The queue holds as many messages as mq_open() asked for. With "
	       "O_NONBLOCK an empty queue has nothing to give and a full one "
	       "takes nothing: EAGAIN, also from the calls with a time-out.",
	.react = "Wait for POLLIN or POLLOUT, then the same call again. POSIX "
		 "does not promise poll() for queues: elsewhere use a blocking "
		 "call. A message is taken whole or not at all.",
	.pages = "mq_overview(7) mq_open(3) mq_receive(3) mq_send(3) "
		 "mq_setattr(3)",
	.next = "ipc-sysv ipc-semaphore",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* The time in so many seconds and nanoseconds, less than a second of those. */
static struct timespec
in(time_t seconds, long nanoseconds)
{
	struct timespec time;

	eag_need(clock_gettime(CLOCK_REALTIME, &time) == 0, "clock_gettime");
	time.tv_nsec += nanoseconds;
	time.tv_sec += seconds + time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	return time;
}

int
main(int argc, char *argv[])
{
	const struct mq_attr waiting = { .mq_flags = 0 };
	struct mq_attr size = { .mq_maxmsg = 2, .mq_msgsize = 16 };
	char name[64], message[16] = "a short message";
	struct timespec until;
	mqd_t queue;
	int ret;

	eag_start(&demo, argc, argv);

	eag_step("empty", "a queue for 2 messages of 16 bytes; it is empty");
	snprintf(name, sizeof(name), "/eagain-%ld-%lld", (long)getpid(),
	    eag_time(CLOCK_MONOTONIC));
	queue = mq_open(name,
	    O_RDWR | O_CREAT | O_EXCL | (blocking ? 0 : O_NONBLOCK), 0600,
	    &size);
	if (queue == -1 &&
	    (errno == ENOSYS || errno == EMFILE || errno == ENOSPC ||
		errno == EINVAL))
		eag_skip("a POSIX message queue: mq_open()");
	eag_need(queue != -1 && mq_unlink(name) == 0, "mq_open");
	eag_call("main", queue, "mq_open(%s, 2 messages of 16) = queue",
	    blocking ? "0" : "O_NONBLOCK");
	ret = (int)mq_receive(queue, message, sizeof(message), NULL);
	eag_call("main", ret, "mq_receive(queue, message)");
	eag_claim("empty-is-eagain", ret == -1 && errno == EAGAIN,
	    "an empty queue has nothing to give: EAGAIN");
	eag_claim("poll-agrees", eag_poll("main", queue, POLLIN, "queue") == 0,
	    "poll() agrees: nothing to receive");

	eag_step("full", "three messages for a queue that holds two");
	ret = mq_send(queue, message, sizeof(message), 0);
	eag_call("main", ret, "mq_send(queue, message)");
	ret = mq_send(queue, message, sizeof(message), 0);
	eag_call("main", ret, "mq_send(queue, message)");
	ret = mq_send(queue, message, sizeof(message), 0);
	eag_call("main", ret, "mq_send(queue, message)");
	eag_claim("full-is-eagain", ret == -1 && errno == EAGAIN,
	    "a full queue takes nothing: EAGAIN");
	eag_claim("poll-agrees-again",
	    eag_poll("main", queue, POLLIN | POLLOUT, "queue") == POLLIN,
	    "poll() agrees: to be read, and not to be written");
	until = in(3600, 0);
	ret = mq_timedsend(queue, message, sizeof(message), 0, &until);
	eag_call("main", ret, "mq_timedsend(queue, message, an hour)");
	eag_claim("no-hour-passes", ret == -1 && errno == EAGAIN,
	    "with O_NONBLOCK no time limit counts: EAGAIN at once");

	eag_step("room", "one message is taken out; the very same send again");
	ret = (int)mq_receive(queue, message, sizeof(message), NULL);
	eag_call("main", ret, "mq_receive(queue, message)");
	eag_wait("main", queue, POLLOUT, "queue");
	ret = mq_send(queue, message, sizeof(message), 0);
	eag_call("main", ret, "mq_send(queue, message)");
	eag_claim("then-sent", ret == 0, "there is room, and it succeeds");

	eag_step("timed", "full again; and now without O_NONBLOCK");
	ret = mq_setattr(queue, &waiting, NULL);
	eag_call("main", ret, "mq_setattr(queue, 0)");
	until = in(0, 50000000);
	ret = mq_timedsend(queue, message, sizeof(message), 0, &until);
	eag_call("main", ret, "mq_timedsend(queue, message, 50 ms)");
	eag_claim("timeout-is-etimedout", ret == -1 && errno == ETIMEDOUT,
	    "the time is up: ETIMEDOUT, and not EAGAIN");

	return eag_end();
}
