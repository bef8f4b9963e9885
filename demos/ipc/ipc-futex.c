/* SPDX-License-Identifier: MIT */
/*
 * ipc-futex: FUTEX_WAIT sleeps only while a word in memory is what the caller
 * says it is.  Between the caller's look and its call another thread may change
 * the word: EAGAIN says so.
 */
#define _GNU_SOURCE /* syscall() */
#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "ipc-futex",
	.title = "FUTEX_WAIT on a word that has changed",
	.class = "changed",
	.calls = "futex",
	.errnos = "EAGAIN",
	.poll = "not pollable: a word in memory has no descriptor",
	.belief = "EAGAIN from a wait with a time limit: the time is up.",
	.why =
	    "The caller says what it saw in the word. The kernel compares, "
	    "and goes to sleep only if the word is still that; otherwise the "
	    "one who should wake the caller may have been there already.",
	.react =
	    "Look at the word again, now, and decide anew: it may be free. "
	    "Do not repeat the call with the old value, and do not take "
	    "this for a time-out: that is ETIMEDOUT.",
	.pages = "futex(2) futex(7)",
	.next = "ipc-futex-timeout ipc-semaphore ipc-trylock",
};

/* FUTEX_WAIT and FUTEX_WAKE of <linux/futex.h>, which not every libc brings. */
enum { WAIT = 0, WAKE = 1 };
enum { FREE, TAKEN, AWAITED }; /* what the lock's word says */

int
main(int argc, char *argv[])
{
	/* Seconds and nanoseconds, as SYS_futex takes them everywhere. */
	const long hour[] = { 3600, 0 };
	unsigned expected = FREE;
	atomic_uint *lock;
	int owner, taken;
	long ret;

	eag_start(&demo, argc, argv);

	eag_step("changed", "0 is free, 1 is taken, 2 is taken and awaited");
	lock = mmap(NULL, sizeof(*lock), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	eag_need(lock != MAP_FAILED, "mmap");
	atomic_store(lock, AWAITED);
	eag_note("we look at the word, and see 2");
	owner = eag_child();
	if (owner == 0) {
		atomic_store(lock, FREE);
		_exit((int)syscall(SYS_futex, lock, WAKE, 1));
	}
	ret = WEXITSTATUS(eag_wait_child(owner));
	eag_note("the owner unlocks: 0. It wakes nobody: we do not wait yet");
	eag_call("child", ret, "futex(lock, FUTEX_WAKE, 1)");
	ret = syscall(SYS_futex, lock, WAIT, AWAITED, hour);
	if (ret == -1 && errno == ENOSYS)
		eag_skip("SYS_futex with times of this size");
	eag_call("main", ret, "futex(lock, FUTEX_WAIT, 2, an hour)");
	eag_claim("changed-is-eagain", ret == -1 && errno == EAGAIN,
	    "the word is no longer 2: EAGAIN, and no hour passes");
	ret = syscall(SYS_futex, lock, WAIT, AWAITED, hour);
	eag_call("main", ret, "futex(lock, FUTEX_WAIT, 2, an hour)");
	eag_claim("stale-again", ret == -1 && errno == EAGAIN,
	    "with the old value it stays so: a loop of this call spins");

	eag_step("look", "look at the word again");
	taken = atomic_compare_exchange_strong(lock, &expected, TAKEN);
	eag_claim("it-was-free", taken,
	    "it is free, and now ours: to give up would have been wrong");

	return eag_end();
}
