/* SPDX-License-Identifier: MIT */
/*
 * ipc-sysv-semaphore: a System V semaphore that is 0.  semop() with IPC_NOWAIT
 * says EAGAIN, and so does semtimedop() when its time is up: the number alone
 * does not tell which.  It is in an IPC namespace of this program.
 */
#define _GNU_SOURCE /* CLONE_NEWIPC, semtimedop() */
#include <errno.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "ipc-sysv-semaphore",
	.title = "semop() and semtimedop(): EAGAIN for two things",
	.class = "owned",
	.calls = "semop semtimedop",
	.errnos = "EAGAIN",
	.poll = "not pollable: a System V object is not a descriptor",
	.belief = "When the time is up, semtimedop() says ETIMEDOUT.",
	.why = "A semaphore counts what is free, and it is 0: others have all "
	       "of it. With IPC_NOWAIT semop() does not wait: EAGAIN. "
	       "semtimedop() waits, and has no other errno for the end of its "
	       "time. sem_timedwait() says ETIMEDOUT there.",
	.react =
	    "Know which of the two you have called. After semop() do something "
	    "else first, or call without IPC_NOWAIT; after semtimedop() "
	    "decide: again, or give up.",
	.pages = "semop(2) sysvipc(7)",
	.next = "ipc-semaphore ipc-sysv",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const struct timespec limit = { 0, 50000000 };
	struct sembuf take = { 0, -1, 0 }, give = { 0, 1, 0 };
	const char *said;
	int set, ret;

	eag_start(&demo, argc, argv);
	take.sem_flg = blocking ? 0 : IPC_NOWAIT;
	said = blocking ? "0" : "IPC_NOWAIT";
	eag_private(CLONE_NEWIPC);

	eag_step("semaphore", "a semaphore that is 0: take one, give one");
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

	eag_step("timed", "0 again: wait for a while, and nobody gives one");
	take.sem_flg = 0;
	ret = semtimedop(set, &take, 1, &limit);
	eag_call("main", ret, "semtimedop(set, -1, %ld ms)",
	    limit.tv_nsec / 1000000);
	eag_claim("timeout-is-eagain", ret == -1 && errno == EAGAIN,
	    "the time is up: EAGAIN here as well, and not ETIMEDOUT");

	eag_step("again", "somebody gives one; the very same call again");
	ret = semop(set, &give, 1);
	eag_call("main", ret, "semop(set, +1)");
	ret = semtimedop(set, &take, 1, &limit);
	eag_call("main", ret, "semtimedop(set, -1, %ld ms)",
	    limit.tv_nsec / 1000000);
	eag_claim("then-in-time", ret == 0, "it succeeds, and need not wait");

	return eag_end();
}
