/* SPDX-License-Identifier: MIT */
/*
 * ipc-mq-timed: mq_timedsend() to a full queue, with an hour to wait.  With
 * O_NONBLOCK no time passes, and the answer is EAGAIN.  Without it the call
 * waits, and when its time is up the answer is ETIMEDOUT.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <stddef.h>
#include <time.h>

#include "eagain.h"
#include "queue.h"
#include "time_limit.h"

static const struct eag_demo demo = {
	.name = "ipc-mq-timed",
	.title = "mq_timedsend() with O_NONBLOCK does not wait",
	.class = "wait",
	.calls = "mq_timedsend mq_send mq_receive mq_setattr mq_open "
		 "poll",
	.errnos = "EAGAIN ETIMEDOUT",
	.poll = "nothing, until a message has been taken out",
	.belief = "mq_timedsend() waits, whatever flag the queue has.",
	.why = "O_NONBLOCK says not to wait, so no time limit counts. Each "
	       "call that finds the queue full looks at the flag first.",
	.react = "After EAGAIN wait for POLLOUT, then the same call again. To "
		 "wait with a time limit clear O_NONBLOCK with mq_setattr(), "
		 "and take ETIMEDOUT for the end of your time.",
	.pages = "mq_send(3) mq_setattr(3) mq_overview(7)",
	.next = "ipc-mq ipc-semaphore",
};

int
main(int argc, char *argv[])
{
	const struct mq_attr waiting = { .mq_flags = 0 };
	struct mq_attr size = { .mq_maxmsg = 1, .mq_msgsize = 16 };
	char message[16] = "a short message";
	struct timespec until;
	mqd_t queue;
	const int hour = 3600000, moment = 50;
	int ret;

	eag_start(&demo, argc, argv);

	eag_step("flag", "a full queue that has O_NONBLOCK, and an hour");
	queue = new_queue(O_NONBLOCK, &size);
	eag_call("main", queue, "mq_open(O_NONBLOCK, 1 message of 16) = queue");
	ret = mq_send(queue, message, sizeof(message), 0);
	eag_call("main", ret, "mq_send(queue, message)");
	until = in_ms(hour);
	ret = mq_timedsend(queue, message, sizeof(message), 0, &until);
	eag_call("main", ret, "mq_timedsend(queue, message, %d ms)", hour);
	eag_claim("no-hour-passes", ret == -1 && errno == EAGAIN,
	    "with O_NONBLOCK no time limit counts: EAGAIN at once");
	eag_claim("poll-agrees", eag_poll("main", queue, POLLOUT, "queue") == 0,
	    "poll() agrees: no room");

	eag_step("timed", "full still; and now without O_NONBLOCK");
	ret = mq_setattr(queue, &waiting, NULL);
	eag_call("main", ret, "mq_setattr(queue, 0)");
	until = in_ms(moment);
	ret = mq_timedsend(queue, message, sizeof(message), 0, &until);
	eag_call("main", ret, "mq_timedsend(queue, message, %d ms)", moment);
	eag_claim("timeout-is-etimedout", ret == -1 && errno == ETIMEDOUT,
	    "the time is up: ETIMEDOUT, and not EAGAIN");

	eag_step("room", "the message is taken out; the very same call again");
	ret = (int)mq_receive(queue, message, sizeof(message), NULL);
	eag_call("main", ret, "mq_receive(queue, message)");
	until = in_ms(hour);
	ret = mq_timedsend(queue, message, sizeof(message), 0, &until);
	eag_call("main", ret, "mq_timedsend(queue, message, %d ms)", hour);
	eag_claim("then-sent", ret == 0, "there is room, and it succeeds");

	return eag_end();
}
