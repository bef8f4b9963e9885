/* SPDX-License-Identifier: MIT */
/*
 * limit-locked-memory: a child may lock two pages, and asks for four in two
 * ways: mmap(MAP_LOCKED) and mlock().  The limit does not bind root: the child
 * becomes an ordinary user first.
 */
#define _GNU_SOURCE /* MAP_LOCKED, RLIMIT_MEMLOCK */
#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"
#include "ordinary.h"
#include "proc_number.h"

static const struct eag_demo demo = {
	.name = "limit-locked-memory",
	.title = "locked memory: one limit, two errnos",
	.class = "quota",
	.calls = "mmap mlock setrlimit",
	.errnos = "EAGAIN ENOMEM",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "ENOMEM: memory is short. EAGAIN: it will be there soon.",
	.why =
	    "RLIMIT_MEMLOCK (ulimit -l) limits how much memory a process may "
	    "lock. mmap() with MAP_LOCKED answers EAGAIN where mlock() answers "
	    "ENOMEM.",
	.react = "Compare VmLck in /proc/PID/status with Max locked memory in "
		 "/proc/PID/limits. Lock less, or raise the limit (ulimit -l, "
		 "systemd's LimitMEMLOCK=). Trying again does not help.",
	.pages = "mlock(2) mmap(2) getrlimit(2) proc(5)",
	.next = "limit-locked-thread limit-aio limit-thread",
};

/* clang-format off */
enum { LOWERED, WITHIN, HELD, MOST, MAPPED, LOCKED, RAISED, MORE, ALSO,
	ALL };
/* clang-format on */

static void
ask(struct eag_answer *said)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
	struct rlimit limit, less;
	char *plain, *locked;

	eag_need(getrlimit(RLIMIT_MEMLOCK, &limit) == 0, "getrlimit");
	plain = mmap(NULL, 4 * page, PROT_READ, flags, -1, 0);
	eag_need(plain != MAP_FAILED, "mmap");

	less = limit;
	less.rlim_cur = 2 * page;
	eag_answer(&said[LOWERED], setrlimit(RLIMIT_MEMLOCK, &less));
	eag_answer(&said[WITHIN], mlock(plain, page));
	eag_answer(&said[HELD], number_after("/proc/self/status", "VmLck:"));
	eag_answer(&said[MOST],
	    number_after("/proc/self/limits", "Max locked memory"));
	locked = mmap(NULL, 4 * page, PROT_READ, flags | MAP_LOCKED, -1, 0);
	eag_answer(&said[MAPPED], locked == MAP_FAILED ? -1 : 0);
	eag_answer(&said[LOCKED], mlock(plain, 4 * page));

	eag_answer(&said[RAISED], setrlimit(RLIMIT_MEMLOCK, &limit));
	locked = mmap(NULL, 4 * page, PROT_READ, flags | MAP_LOCKED, -1, 0);
	eag_answer(&said[MORE], locked == MAP_FAILED ? -1 : 0);
	eag_answer(&said[ALSO], mlock(plain, 4 * page));
}

int
main(int argc, char *argv[])
{
	const rlim_t page = (rlim_t)sysconf(_SC_PAGESIZE);
	struct eag_answer said[ALL];
	struct rlimit limit;
	long ret;

	eag_start(&demo, argc, argv);
	eag_need(getrlimit(RLIMIT_MEMLOCK, &limit) == 0, "getrlimit");
	if (limit.rlim_cur < 8 * page)
		eag_skip("eight pages that may be locked: ulimit -l");
	ask_ordinary(ask, said, ALL);
	if (said[WITHIN].ret == 0 && said[HELD].ret == 0)
		eag_skip("an mlock() that locks: a sanitizer's does nothing");

	eag_step("within", "a child may lock two pages, and locks one");
	told(&said[LOWERED], "setrlimit(RLIMIT_MEMLOCK, 2 pages)");
	ret = told(&said[WITHIN], "mlock(memory, 1 page)");
	eag_claim("one-page", ret == 0, "one page is within the limit");
	eag_need_proc(
	    eag_answered(&said[HELD]) != -1 && eag_answered(&said[MOST]) != -1,
	    "read /proc/self/status and limits");
	eag_claim("files-tell",
	    said[HELD].ret * 1024 == (long)page &&
		said[MOST].ret == 2 * (long)page,
	    "VmLck in /proc/PID/status is what it holds; Max locked memory in "
	    "/proc/PID/limits is what it may hold");

	eag_step("more", "four pages, in two ways");
	ret = told(&said[MAPPED], "mmap(4 pages, MAP_LOCKED) = memory");
	eag_claim("mmap-is-eagain", ret == -1 && errno == EAGAIN,
	    "mmap() with MAP_LOCKED answers EAGAIN");
	ret = told(&said[LOCKED], "mlock(memory, 4 pages)");
	eag_claim("mlock-is-enomem", ret == -1 && errno == ENOMEM,
	    "mlock() answers ENOMEM: the same limit, another errno");

	eag_step("raised", "the limit is what it was");
	told(&said[RAISED], "setrlimit(RLIMIT_MEMLOCK, as before)");
	ret = told(&said[MORE], "mmap(4 pages, MAP_LOCKED) = memory");
	eag_claim("then-maps", ret == 0, "the very same mmap() succeeds");
	ret = told(&said[ALSO], "mlock(memory, 4 pages)");
	eag_claim("then-locks", ret == 0, "and so does the very same mlock()");

	return eag_end();
}
