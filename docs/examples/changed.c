/* SPDX-License-Identifier: MIT */
/* changed.c: a futex says EAGAIN: look again, now. */
#define _GNU_SOURCE /* syscall() */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "example.h"

enum { FUTEX_WAIT, FUTEX_WAKE }; /* <linux/futex.h>; not every libc has it */

/*
 * Wait until *word is not `old` any more.  The kernel compares before it lets
 * the thread sleep, and says EAGAIN if the word has changed by then: that is
 * the good news, not a time-out.  0 says somebody woke it, perhaps for nothing.
 * All of them mean: look.
 */
static int
wait_while(_Atomic uint32_t *word, uint32_t old)
{
	long ret;

	for (;;) {
		ret = syscall(SYS_futex, word, FUTEX_WAIT, old, NULL, NULL, 0);
		if (ret == -1 && errno != EAGAIN && errno != EINTR)
			return -1;
		if (atomic_load(word) != old)
			return 0;
	}
}

static _Atomic uint32_t word;

static void *
change(void *unused)
{
	/* A wake for nothing comes first. */
	syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
	atomic_store(&word, 2);
	syscall(SYS_futex, &word, FUTEX_WAKE, 1, NULL, NULL, 0);
	return unused;
}

int
main(void)
{
	pthread_t thread;

	atomic_store(&word, 1);
	check(wait_while(&word, 0) == 0, "it has changed already");
	check(
	    pthread_create(&thread, NULL, change, NULL) == 0, "pthread_create");
	check(wait_while(&word, 1) == 0 && atomic_load(&word) == 2,
	    "it waits until another thread changes it");
	check(pthread_join(thread, NULL) == 0, "pthread_join");
	puts("every reaction did what it should");
	return 0;
}
