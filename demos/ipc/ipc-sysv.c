/* SPDX-License-Identifier: MIT */
/*
 * ipc-sysv: System V queues and semaphores with IPC_NOWAIT.  A full queue and a
 * semaphore that is 0 say EAGAIN, and an empty queue says ENOMSG: who tests for
 * EAGAIN alone takes that for a failure.  semtimedop() says EAGAIN when its
 * time is up.  All is in an IPC namespace of this program, and gone with it.
 */
#define _GNU_SOURCE /* CLONE_NEWIPC, semtimedop() */
#include <errno.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "ipc-sysv",
	.title = "msgrcv(), msgsnd() and semop() with IPC_NOWAIT",
	.class = "contrast",
	.calls = "msgrcv msgsnd msgctl semop semtimedop",
	.errnos = "ENOMSG EAGAIN",
	.poll = "not pollable: a System V object is no descriptor",
	.belief = "msgrcv() on an empty queue says EAGAIN.",
	.why =
	    "IPC_NOWAIT asks for an answer at once. A queue without room and "
	    "a semaphore that is too low say EAGAIN. msgrcv() looks for a "
	    "message of some type, so its answer is ENOMSG: none of that type.",
	.react =
	    "Test msgrcv() for ENOMSG. To wait, call without IPC_NOWAIT; "
	    "semtimedop() has a time limit, and says EAGAIN when it is over. "
	    "Where poll() has to see it, take a POSIX queue or a socket.",
	.pages = "msgop(2) msgctl(2) semop(2) sysvipc(7)",
	.next = "ipc-mq ipc-semaphore",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct {
		long type;
		char text[16];
	} message = { 1, "a short message" };
	const struct timespec limit = { 0, 50000000 };
	struct msqid_ds limits;
	struct sembuf take = { 0, -1, 0 }, give = { 0, 1, 0 };
	const char *said;
	int queue, set, flag, ret;

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
	eag_need(ret == 0, "msgctl");
	limits.msg_qbytes = 2 * sizeof(message.text);
	ret = msgctl(queue, IPC_SET, &limits);
	/* The queue's group has no number in this user namespace. */
	if (ret == -1 && errno == EINVAL)
		eag_skip("a group of this user's: gid_map");
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

	eag_step("semaphore", "a semaphore that is 0: take one, give one");
	take.sem_flg = (short)flag;
	set = semget(IPC_PRIVATE, 1, 0600);
	eag_need(set != -1, "semget");
	ret = semop(set, &take, 1);
	eag_call("main", ret, "semop(set, -1, %s)", said);
	eag_claim("semaphore-is-eagain", ret == -1 && errno == EAGAIN,
	    "nothing to take: EAGAIN");
	ret = semop(set, &give, 1);
	eag_call("main", ret, "semop(set, +1)");
	ret = semop(set, &take, 1);
	eag_call("main", ret, "semop(set, -1, %s)", said);
	eag_claim("then-taken", ret == 0, "the very same call succeeds");

	eag_step("timed", "0 again: wait for 50 ms, and nobody gives one");
	take.sem_flg = 0;
	ret = semtimedop(set, &take, 1, &limit);
	eag_call("main", ret, "semtimedop(set, -1, 50 ms)");
	eag_claim("timeout-is-eagain", ret == -1 && errno == EAGAIN,
	    "the time is up: EAGAIN here as well, and not ETIMEDOUT");

	return eag_end();
}
