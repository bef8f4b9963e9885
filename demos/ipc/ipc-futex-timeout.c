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
#include <sys/wait.h>
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
enum { AWAITED = 2 }; /* what the word says: see ipc-futex */

enum { LIMIT = 100 }; /* of a wait, in milliseconds */

static long
waits(atomic_uint *lock)
{
	/* Seconds and nanoseconds, as SYS_futex takes them everywhere. */
	const long limit[] = { 0, LIMIT * 1000000L };

	return syscall(SYS_futex, lock, WAIT, AWAITED, limit);
}

/* Wake whoever waits, when somebody does: how many that were. */
static int
wakes(atomic_uint *lock)
{
	const long long deadline = eag_deadline(5000);
	long woken;

	do
		woken = syscall(SYS_futex, lock, WAKE, 1);
	while (woken == 0 && eag_time_left(deadline));
	return (int)woken;
}

int
main(int argc, char *argv[])
{
	struct eag_answer second;
	atomic_uint *lock;
	long long deadline;
	int child;
	long ret;

	eag_start(&demo, argc, argv);

	eag_step("timeout", "the word is what we say, and nobody wakes us");
	lock = mmap(NULL, sizeof(*lock), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	eag_need(lock != MAP_FAILED, "mmap");
	atomic_store(lock, AWAITED);
	ret = waits(lock);
	if (ret == -1 && errno == ENOSYS)
		eag_skip("SYS_futex with times of this size");
	eag_call("main", ret, "futex(lock, FUTEX_WAIT, 2, %d ms)", LIMIT);
	eag_claim("timeout-is-etimedout", ret == -1 && errno == ETIMEDOUT,
	    "a time-out has a name of its own: ETIMEDOUT");

	eag_step("woken", "the very same call, and a child wakes us");
	child = eag_child();
	if (child == 0)
		_exit(wakes(lock));
	/* On a busy machine the child may be late: then wait anew. */
	deadline = eag_deadline(5000);
	do
		eag_answer(&second, waits(lock));
	while (second.ret == -1 && eag_time_left(deadline));
	ret = WEXITSTATUS(eag_wait_child(child));
	eag_call("child", ret, "futex(lock, FUTEX_WAKE, 1)");
	ret = eag_answered(&second);
	eag_call("main", ret, "futex(lock, FUTEX_WAIT, 2, %d ms)", LIMIT);
	eag_claim("woken-is-0", ret == 0,
	    "a call that is woken answers 0, before its time is up");

	return eag_end();
}
