/* SPDX-License-Identifier: MIT */
/*
 * limit-thread-stack: the user may have as many threads as before, but a
 * child's address space may not grow by the stack of one.  The kernel says
 * ENOMEM to mmap(), and the library's pthread_create() makes EAGAIN of it.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, RLIMIT_AS */
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"
#include "proc_number.h"
#include "sized_thread.h"

static const struct eag_demo demo = {
	.name = "limit-thread-stack",
	.title = "pthread_create(), and no room for the thread's stack",
	.class = "quota",
	.calls = "pthread_create setrlimit mmap",
	.errnos = "ENOMEM",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "EAGAIN from pthread_create() means too many threads.",
	.why =
	    "A thread's stack needs room in the address space, which RLIMIT_AS "
	    "limits (ulimit -v). There mmap() answers ENOMEM, and the library "
	    "makes EAGAIN of it. It is the same number as for too many "
	    "threads: limit-thread.",
	.react = "Compare VmSize in /proc/PID/status with Max address space in "
		 "/proc/PID/limits. Give threads smaller stacks, or raise the "
		 "limit. Trying again does not help.",
	.pages = "pthread_create(3) getrlimit(2) mmap(2) proc(5)",
	.next = "limit-thread limit-locked-thread",
};

static const size_t small = 256 << 10, large = 64 << 20;

/* clang-format off */
enum { FIRST, SIZE, TIGHT, NO_ROOM, NO_MEMORY, MOST, SMALLER, WIDE, LARGER,
	ALL };
/* clang-format on */

static void
ask(struct eag_answer *said)
{
	struct rlimit limit, less;
	pthread_attr_t slim, wide;
	pthread_t id;
	void *room;

	thread_attributes(&slim, small);
	thread_attributes(&wide, large);
	eag_answer(&said[FIRST], pthread_create(&id, &slim, nothing, NULL));
	eag_need(getrlimit(RLIMIT_AS, &limit) == 0, "getrlimit");
	less = limit;
	eag_answer(&said[SIZE], number_after("/proc/self/status", "VmSize:"));
	less.rlim_cur = (rlim_t)said[SIZE].ret * 1024 + large / 2;
	eag_answer(&said[TIGHT], setrlimit(RLIMIT_AS, &less));
	eag_answer(&said[NO_ROOM], pthread_create(&id, &wide, nothing, NULL));
	room = mmap(NULL, large, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	eag_answer(&said[NO_MEMORY], room == MAP_FAILED ? -1 : 0);
	eag_answer(&said[MOST],
	    number_after("/proc/self/limits", "Max address space"));
	eag_answer(&said[SMALLER], pthread_create(&id, &slim, nothing, NULL));
	eag_answer(&said[WIDE], setrlimit(RLIMIT_AS, &limit));
	eag_answer(&said[LARGER], pthread_create(&id, &wide, nothing, NULL));
}

int
main(int argc, char *argv[])
{
	struct eag_answer said[ALL];
	struct rlimit space;
	long ret;

	eag_start(&demo, argc, argv);
	eag_need(getrlimit(RLIMIT_AS, &space) == 0, "getrlimit");
	if (space.rlim_cur != RLIM_INFINITY)
		eag_skip("an address space without a limit: ulimit -v");
	eag_need(getrlimit(RLIMIT_DATA, &space) == 0, "getrlimit");
	if (space.rlim_cur != RLIM_INFINITY)
		eag_skip("data without a limit: ulimit -d");
	eag_ask_child(ask, said, ALL);
	if (said[FIRST].ret == EAGAIN)
		eag_skip("a user who may have one more thread: ulimit -u");
	eag_need_proc(eag_answered(&said[SIZE]) > 0, "read /proc/self/status");

	eag_step("space", "the address space may grow by 32 MiB, not more");
	told(&said[FIRST], "pthread_create(256 KiB stack)");
	told(&said[TIGHT], "setrlimit(RLIMIT_AS, VmSize + 32 MiB)");
	ret = told(&said[NO_ROOM], "pthread_create(64 MiB stack)");
	eag_claim("no-room", ret == EAGAIN,
	    "the value is EAGAIN: there is no room for the stack");
	ret = told(&said[NO_MEMORY], "mmap(64 MiB) = memory");
	eag_claim("kernel-says-enomem",
	    ret == -1 && errno == ENOMEM && said[NO_ROOM].ret == EAGAIN,
	    "the kernel says ENOMEM; the library makes EAGAIN of it");
	ret = eag_answered(&said[MOST]);
	eag_need_proc(ret > 0, "read /proc/self/limits");
	eag_measure("VmSize", said[SIZE].ret, "KiB, in /proc/self/status");
	eag_measure("Max address", ret / 1024, "KiB, in /proc/self/limits");
	ret = told(&said[SMALLER], "pthread_create(256 KiB stack)");
	eag_claim("small-fits", ret == 0,
	    "a thread with a small stack starts: it is not about how many");

	eag_step("room", "the address space may grow as before");
	told(&said[WIDE], "setrlimit(RLIMIT_AS, as before)");
	ret = told(&said[LARGER], "pthread_create(64 MiB stack)");
	eag_claim("large-fits", ret == 0, "the thread with 64 MiB starts");

	return eag_end();
}
