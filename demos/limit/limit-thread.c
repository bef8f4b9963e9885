/* SPDX-License-Identifier: MIT */
/*
 * limit-thread: a thread cannot start, for two reasons and with the same
 * number.  First the user may have no more threads; then there is no room for
 * the thread's stack in the address space.  The number comes back as the
 * value of pthread_create(), not in errno: pthreads(7).
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, RLIMIT_NPROC */
#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "ordinary.h"
#include "proc.h"
#include "told.h"

static const struct eag_demo demo = {
	.name = "limit-thread",
	.title = "pthread_create(), and two limits with one number",
	.class = "quota",
	.calls = "pthread_create setrlimit fork mmap",
	.errnos = "EAGAIN ENOMEM",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "EAGAIN from pthread_create() means too many threads.",
	.why =
	    "A thread needs two things. It counts against RLIMIT_NPROC, as a "
	    "process does, and against the cgroup's pids.max and the machine's "
	    "kernel.threads-max. And its stack needs room in the address "
	    "space, which RLIMIT_AS limits (ulimit -v). There mmap() answers "
	    "ENOMEM, and the library makes EAGAIN of it.",
	.react =
	    "Look at the value, not at errno. Compare /proc/PID/limits with "
	    "VmSize in /proc/PID/status. Start fewer threads, or give them "
	    "smaller stacks, or raise the limit. Trying again helps only when "
	    "others end.",
	.pages = "pthread_create(3) getrlimit(2) proc(5)",
	.next = "limit-fork limit-cgroup limit-locked-memory",
};

static const size_t small = 256 << 10, large = 64 << 20;

/* clang-format off */
enum { USER, NONE, REFUSED, FORKED, COUNT, RESTORED, STARTED,
	SIZE, TIGHT, NO_ROOM, NO_MEMORY, MOST, SMALLER, WIDE, LARGER, ALL };
/* clang-format on */

static void *
nothing(void *argument)
{
	return argument;
}

/* The threads are detached: nobody has to join them. */
static void
ask(struct eag_answer *said)
{
	struct rlimit limit, less;
	pthread_attr_t slim, wide;
	pthread_t id;
	void *room;

	eag_answer(&said[USER], become_ordinary());
	if (said[USER].ret == -1)
		return;
	eag_need(pthread_attr_init(&slim) == 0 &&
		pthread_attr_setdetachstate(&slim, PTHREAD_CREATE_DETACHED) ==
		    0 &&
		pthread_attr_setstacksize(&slim, small) == 0 &&
		pthread_attr_init(&wide) == 0 &&
		pthread_attr_setdetachstate(&wide, PTHREAD_CREATE_DETACHED) ==
		    0 &&
		pthread_attr_setstacksize(&wide, large) == 0,
	    "pthread_attr_setstacksize");

	eag_need(getrlimit(RLIMIT_NPROC, &limit) == 0, "getrlimit");
	less = limit;
	less.rlim_cur = 0;
	eag_answer(&said[NONE], setrlimit(RLIMIT_NPROC, &less));
	eag_answer(&said[REFUSED], pthread_create(&id, &slim, nothing, NULL));
	eag_answer(&said[FORKED], fork());
	if (said[FORKED].ret == 0)
		_exit(0);
	eag_answer(
	    &said[COUNT], number_after("/proc/self/limits", "Max processes"));
	eag_answer(&said[RESTORED], setrlimit(RLIMIT_NPROC, &limit));
	eag_answer(&said[STARTED], pthread_create(&id, &slim, nothing, NULL));

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
	eag_ask_child(ask, said, ALL);
	if (eag_answered(&said[USER]) == -1)
		eag_skip("an ordinary user: setresuid() is refused");
	eag_need(eag_answered(&said[SIZE]) > 0, "read /proc/self/status");

	eag_step("processes", "the user may have no threads any more");
	told(&said[NONE], "setrlimit(RLIMIT_NPROC, 0)");
	ret = told(&said[REFUSED], "pthread_create(256 KiB stack)");
	eag_claim("no-more-threads", ret == EAGAIN,
	    "the value is EAGAIN: one more would be over the limit");
	ret = told(&said[FORKED], "fork() = process");
	eag_claim("fork-is-the-same", ret == -1 && errno == EAGAIN,
	    "fork() answers EAGAIN too: the limit counts both");
	ret = eag_answered(&said[COUNT]);
	eag_measure("Max processes", ret, "in /proc/self/limits");
	eag_claim("file-tells", ret == 0,
	    "the file /proc/PID/limits tells that it is this limit");
	told(&said[RESTORED], "setrlimit(RLIMIT_NPROC, as before)");
	ret = told(&said[STARTED], "pthread_create(256 KiB stack)");
	eag_claim("then-starts", ret == 0,
	    "when the limit is what it was, the same thread starts");

	eag_step("space", "the address space may grow by 32 MiB, not more");
	told(&said[TIGHT], "setrlimit(RLIMIT_AS, VmSize + 32 MiB)");
	ret = told(&said[NO_ROOM], "pthread_create(64 MiB stack)");
	eag_claim("no-room", ret == EAGAIN,
	    "the value is EAGAIN again: there is no room for the stack");
	ret = told(&said[NO_MEMORY], "mmap(64 MiB) = memory");
	eag_claim("kernel-says-enomem",
	    ret == -1 && errno == ENOMEM && said[NO_ROOM].ret == EAGAIN,
	    "the kernel says ENOMEM; the library makes EAGAIN of it");
	ret = eag_answered(&said[MOST]);
	eag_need(ret > 0, "read /proc/self/limits");
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
