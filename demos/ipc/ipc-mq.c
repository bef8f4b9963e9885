/* SPDX-License-Identifier: MIT */
/*
 * ipc-mq: a POSIX message queue that is empty, and then full: EAGAIN both ways.
 * On Linux its descriptor can be polled.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <stddef.h>

#include "eagain.h"
#include "queue.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "ipc-mq",
	.title = "a POSIX message queue, empty and full",
	.class = "wait",
	.calls = "mq_send mq_receive mq_open poll",
	.errnos = "EAGAIN",
	.poll = "nothing; then POLLIN or POLLOUT",
	.belief = "A queue takes messages as long as there is memory.",
	.why = "The queue holds as many messages as mq_open() asked for. With "
	       "O_NONBLOCK an empty queue has nothing to give and a full one "
	       "takes nothing: EAGAIN.",
	.react = "Wait for POLLIN or POLLOUT, then the same call again. POSIX "
		 "does not promise poll() for queues: on other systems use a "
		 "blocking call. A message is taken whole or not at all.",
	.pages = "mq_overview(7) mq_open(3) mq_receive(3) mq_send(3)",
	.next = "ipc-mq-timed ipc-sysv",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct mq_attr size = { .mq_maxmsg = 2, .mq_msgsize = 16 };
	char message[16] = "a short message";
	mqd_t queue;
	int ret;

	eag_start(&demo, argc, argv);

	eag_step("empty", "a queue for 2 messages of 16 bytes; it is empty");
	queue = new_queue(blocking ? 0 : O_NONBLOCK, &size);
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

	eag_step("room", "one message is taken out; the very same send again");
	ret = (int)mq_receive(queue, message, sizeof(message), NULL);
	eag_call("main", ret, "mq_receive(queue, message)");
	eag_wait("main", queue, POLLOUT, "queue");
	ret = mq_send(queue, message, sizeof(message), 0);
	eag_call("main", ret, "mq_send(queue, message)");
	eag_claim("then-sent", ret == 0, "there is room, and it succeeds");

	return eag_end();
}
