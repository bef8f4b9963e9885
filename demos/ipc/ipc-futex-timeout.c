/* SPDX-License-Identifier: MIT */
/*
 * ipc-futex-timeout: FUTEX_WAIT on a word that is what the caller says it is.
 * Now it sleeps.  When its time is up it says ETIMEDOUT, and when somebody
 * wakes it 0: EAGAIN is neither, see ipc-futex.
 */
#define _GNU_SOURCE /* syscall() */
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "ipc-futex-timeout",
	.title = "FUTEX_WAIT whose time is up: ETIMEDOUT",
	.class = "contrast",
	.calls = "futex",
	.errnos = "ETIMEDOUT",
	.poll = "not pollable: a word in memory has no descriptor",
	.belief = "The end of a time limit is EAGAIN, as with SO_RCVTIMEO.",
	.why = "The word is still what the caller has seen, so the kernel puts "
	       "it to sleep. It sleeps until it is woken or its time is up, "
	       "and each has an answer of its own.",
	.react = "After ETIMEDOUT give up, or wait anew. After 0 look at the "
		 "word: it may have been taken by another meanwhile.",
	.pages = "futex(2) futex(7)",
	.next = "ipc-futex ipc-semaphore recv-timeout",
};

/* FUTEX_WAIT and FUTEX_WAKE of <linux/futex.h>, which not every libc brings. */
enum { WAIT = 0, WAKE = 1 };
enum { FREE, TAKEN, AWAITED }; /* what the lock's word says */

/* Wake whoever waits, when somebody does. */
static int
wakes_one(atomic_uint *lock)
{
	const long long deadline = eag_deadline(5000);
	long woken;

	do
		woken = syscall(SYS_futex, lock, WAKE, 1);
	while (woken == 0 && eag_time_left(deadline));
	return woken == 1;
}

int
main(int argc, char *argv[])
{
	/* Seconds and nanoseconds, as SYS_futex takes them everywhere. */
	const long hour[] = { 3600, 0 }, moment[] = { 0, 50000000 };
	atomic_uint *lock;
	int owner;
	long ret;

	eag_start(&demo, argc, argv);

	eag_step("timeout", "the word is what we say, and nobody wakes us");
	lock = mmap(NULL, sizeof(*lock), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	eag_need(lock != MAP_FAILED, "mmap");
	atomic_store(lock, AWAITED);
	ret = syscall(SYS_futex, lock, WAIT, AWAITED, moment);
	if (ret == -1 && errno == ENOSYS)
		eag_skip("SYS_futex with times of this size");
	eag_call("main", ret, "futex(lock, FUTEX_WAIT, 2, 50 ms)");
	eag_claim("timeout-is-etimedout", ret == -1 && errno == ETIMEDOUT,
	    "a time-out has a name of its own: ETIMEDOUT");

	eag_step("woken", "the owner hands the lock over, and wakes us");
	owner = eag_child();
	if (owner == 0)
		_exit(wakes_one(lock) ? 0 : 1);
	ret = syscall(SYS_futex, lock, WAIT, AWAITED, hour);
	eag_call("main", ret, "futex(lock, FUTEX_WAIT, 2, an hour)");
	eag_claim("then-waits", ret == 0 && eag_wait_child(owner) == 0,
	    "the very same call waits, until it is woken");

	return eag_end();
}
