/* SPDX-License-Identifier: MIT */
/*
 * ipc-semaphore: a semaphore that is 0.  sem_trywait() answers EAGAIN, and
 * sem_timedwait() waits and answers ETIMEDOUT: here "not now" and "the time is
 * up" have two names, as they do not for a socket.  Then another process posts.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include <errno.h>
#include <semaphore.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "time_limit.h"

static const struct eag_demo demo = {
	.name = "ipc-semaphore",
	.title = "sem_trywait() on a semaphore that is 0",
	.class = "owned",
	.calls = "sem_trywait sem_timedwait sem_post",
	.errnos = "EAGAIN ETIMEDOUT",
	.poll = "not pollable: a semaphore has no descriptor",
	.belief = "What sem_trywait() refuses I can wait for with poll().",
	.why =
	    "A semaphore counts what is free, and it is 0: others have all of "
	    "it. sem_trywait() does not wait, so it answers EAGAIN. Only "
	    "sem_post() changes that.",
	.react =
	    "Do something else first, or wait with sem_wait() or "
	    "sem_timedwait(). Where a loop of poll() has to see it, take an "
	    "eventfd with EFD_SEMAPHORE.",
	.pages = "sem_wait(3) sem_post(3) sem_overview(7) eventfd(2)",
	.next = "ipc-trylock ipc-futex",
};

int
main(int argc, char *argv[])
{
	struct timespec until;
	sem_t *semaphore;
	const int limit = 50;
	int other, ret;

	eag_start(&demo, argc, argv);

	eag_step("empty", "a semaphore that is 0");
	semaphore = mmap(NULL, sizeof(*semaphore), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	eag_need(semaphore != MAP_FAILED, "mmap");
	eag_need(sem_init(semaphore, 1, 0) == 0, "sem_init");
	ret = sem_trywait(semaphore);
	eag_call("main", ret, "sem_trywait(semaphore)");
	eag_claim("empty-is-eagain", ret == -1 && errno == EAGAIN,
	    "nothing is free: EAGAIN");

	eag_step("timed", "wait for a while, and nobody posts");
	until = in_ms(limit);
	ret = sem_timedwait(semaphore, &until);
	eag_call("main", ret, "sem_timedwait(semaphore, %d ms)", limit);
	eag_claim("timeout-is-etimedout", ret == -1 && errno == ETIMEDOUT,
	    "the time is up: ETIMEDOUT, and not EAGAIN");

	eag_step("posted", "another process posts");
	other = eag_child();
	if (other == 0)
		_exit(sem_post(semaphore) == -1 ? errno : 0);
	ret = eag_wait_child(other);
	eag_call("child", ret, "sem_post(semaphore)");
	eag_need(ret == 0, "sem_post in a child");
	ret = sem_trywait(semaphore);
	eag_call("main", ret, "sem_trywait(semaphore)");
	eag_claim("then-taken", ret == 0, "the very same call succeeds");
	ret = sem_trywait(semaphore);
	eag_call("main", ret, "sem_trywait(semaphore)");
	eag_claim("one-each", ret == -1 && errno == EAGAIN,
	    "a post is for one taker: EAGAIN again");

	return eag_end();
}
