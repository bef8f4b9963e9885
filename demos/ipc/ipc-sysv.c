/* SPDX-License-Identifier: MIT */
/*
 * ipc-sysv: a System V queue with IPC_NOWAIT.  A full one says EAGAIN, and an
 * empty one says ENOMSG: who tests for EAGAIN alone takes that for a failure.
 */
#define _GNU_SOURCE /* CLONE_NEWIPC */
#include <errno.h>
#include <sched.h>
#include <sys/msg.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "ipc-sysv",
	.title = "msgrcv() and msgsnd() with IPC_NOWAIT: two errnos",
	.class = "contrast",
	.calls = "msgrcv msgsnd msgctl",
	.errnos = "ENOMSG EAGAIN",
	.poll = "not pollable: a System V object is not a descriptor",
	.belief = "msgrcv() on an empty queue says EAGAIN.",
	.why = "A queue without room says EAGAIN. msgrcv() looks for a message "
	       "of some type, and ENOMSG says: there is none of that type.",
	.react = "Test msgrcv() for ENOMSG. To wait, call without IPC_NOWAIT. "
		 "Where poll() has to see it, take a POSIX queue or a socket.",
	.pages = "msgop(2) msgctl(2) sysvipc(7)",
	.next = "ipc-sysv-semaphore ipc-mq",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct {
		long type;
		char text[16];
	} message = { 1, "a short message" };
	struct msqid_ds limits;
	const char *said;
	int queue, flag, ret;

	eag_start(&demo, argc, argv);
	flag = blocking ? 0 : IPC_NOWAIT;
	said = blocking ? "0" : "IPC_NOWAIT";
	eag_private(CLONE_NEWIPC);

	eag_step("empty", "a queue without a message");
	queue = msgget(IPC_PRIVATE, 0600);
	eag_need(queue != -1, "msgget");
	ret = (int)msgrcv(queue, &message, sizeof(message.text), 0, flag);
	eag_call("main", ret, "msgrcv(queue, message, %s)", said);
	eag_claim("empty-is-enomsg", ret == -1 && errno == ENOMSG,
	    "nothing to give: ENOMSG, and not EAGAIN");

	eag_step("full", "the queue holds 32 bytes: two messages of 16");
	ret = msgctl(queue, IPC_STAT, &limits);
	eag_call("main", ret, "msgctl(queue, IPC_STAT)");
	limits.msg_qbytes = 2 * sizeof(message.text);
	ret = msgctl(queue, IPC_SET, &limits);
	if (ret == -1 && errno == EINVAL)
		eag_skip("the queue's group in this user namespace: gid_map");
	eag_call("main", ret, "msgctl(queue, IPC_SET, msg_qbytes %zu)",
	    2 * sizeof(message.text));
	ret = msgsnd(queue, &message, sizeof(message.text), flag);
	eag_call("main", ret, "msgsnd(queue, message, %s)", said);
	ret = msgsnd(queue, &message, sizeof(message.text), flag);
	eag_call("main", ret, "msgsnd(queue, message, %s)", said);
	ret = msgsnd(queue, &message, sizeof(message.text), flag);
	eag_call("main", ret, "msgsnd(queue, message, %s)", said);
	eag_claim("full-is-eagain", ret == -1 && errno == EAGAIN,
	    "no room for a third: EAGAIN");

	eag_step("room", "one message is taken out");
	ret = (int)msgrcv(queue, &message, sizeof(message.text), 0, flag);
	eag_call("main", ret, "msgrcv(queue, message, %s)", said);
	eag_claim("then-received", ret == sizeof(message.text),
	    "the call of the first step gives a message");
	ret = msgsnd(queue, &message, sizeof(message.text), flag);
	eag_call("main", ret, "msgsnd(queue, message, %s)", said);
	eag_claim("then-sent", ret == 0, "and the very same send succeeds");

	return eag_end();
}
