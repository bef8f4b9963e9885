/* SPDX-License-Identifier: MIT */
/*
 * limit-locked-thread: after mlockall(MCL_FUTURE) the stack of a new thread
 * would be locked, and a child may lock two pages.  The limit does not bind
 * root: the child becomes an ordinary user first.
 */
#define _GNU_SOURCE /* mlockall(), RLIMIT_MEMLOCK */
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"
#include "ordinary.h"
#include "proc_number.h"
#include "sized_thread.h"

static const struct eag_demo demo = {
	.name = "limit-locked-thread",
	.title = "pthread_create() after mlockall(): its stack is locked",
	.class = "quota",
	.calls = "pthread_create mlockall mmap munlockall setrlimit",
	.errnos = "EAGAIN",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "mlockall() that succeeded costs nothing later.",
	.why =
	    "After mlockall(MCL_FUTURE) whatever is mapped is locked: also the "
	    "stack of a thread. It counts against RLIMIT_MEMLOCK (ulimit -l), "
	    "mmap() is refused, and the value of pthread_create() is EAGAIN.",
	.react =
	    "Give threads small stacks: pthread_attr_setstacksize(). Or lock "
	    "with mlock() what has to be in memory, and nothing else. "
	    "limit-locked-memory says how to look at the limit and raise it.",
	.pages = "mlockall(2) pthread_create(3) getrlimit(2) proc(5)",
	.next = "limit-locked-memory limit-thread-stack limit-thread",
};

enum { FIRST, LOWERED, FUTURE, STARTED, MAPPED, PRESENT, AGAIN, ALL };

static void
ask(struct eag_answer *said)
{
	const rlim_t pages = 2 * (rlim_t)sysconf(_SC_PAGESIZE);
	const struct rlimit less = { pages, pages };
	const size_t stack = 256 << 10;
	void *memory;
	pthread_attr_t slimmer, slim;
	pthread_t id;

	thread_attributes(&slimmer, stack / 2);
	thread_attributes(&slim, stack);
	/* A stack that is kept when its thread ends is too small for more. */
	eag_answer(&said[FIRST], pthread_create(&id, &slimmer, nothing, NULL));
	eag_answer(&said[LOWERED], setrlimit(RLIMIT_MEMLOCK, &less));
	eag_answer(&said[FUTURE], mlockall(MCL_FUTURE));
	eag_answer(&said[STARTED], pthread_create(&id, &slim, nothing, NULL));
	memory = mmap(NULL, stack, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	eag_answer(&said[MAPPED], memory == MAP_FAILED ? -1 : 0);
	eag_answer(&said[PRESENT], munlockall());
	eag_answer(&said[AGAIN], pthread_create(&id, &slim, nothing, NULL));
}

int
main(int argc, char *argv[])
{
	struct eag_answer said[ALL];
	struct rlimit data;
	static char page;
	long ret;

	eag_start(&demo, argc, argv);
	if (mlock(&page, 1) == 0 &&
	    number_after("/proc/self/status", "VmLck:") == 0)
		eag_skip("an mlock() that locks: a sanitizer's does nothing");
	eag_need(getrlimit(RLIMIT_DATA, &data) == 0, "getrlimit");
	if (data.rlim_cur != RLIM_INFINITY)
		eag_skip("data without a limit: ulimit -d");
	ask_ordinary(ask, said, ALL);
	if (said[FIRST].ret == EAGAIN)
		eag_skip("a user who may have one more thread: ulimit -u");
	if (eag_answered(&said[LOWERED]) == -1)
		eag_skip("two pages that may be locked: ulimit -l");

	eag_step("thread", "a child may lock two pages, and locks all to come");
	told(&said[FIRST], "pthread_create(128 KiB stack)");
	told(&said[LOWERED], "setrlimit(RLIMIT_MEMLOCK, 2 pages)");
	told(&said[FUTURE], "mlockall(MCL_FUTURE)");
	ret = told(&said[STARTED], "pthread_create(256 KiB stack)");
	eag_claim("thread-is-eagain", ret == EAGAIN,
	    "the value is EAGAIN: the stack of the thread would be locked");
	ret = told(&said[MAPPED], "mmap(256 KiB) = memory");
	eag_claim("mmap-is-the-same", ret == -1 && errno == EAGAIN,
	    "mmap() answers EAGAIN too: what it maps would be locked");
	told(&said[PRESENT], "munlockall()");
	ret = told(&said[AGAIN], "pthread_create(256 KiB stack)");
	eag_claim("then-starts", ret == 0,
	    "when nothing need be locked any more, the thread starts");

	return eag_end();
}
