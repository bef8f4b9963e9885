/* SPDX-License-Identifier: MIT */
/*
 * limit-thread: a child may have no more threads, and starts one.  EAGAIN is
 * the value of pthread_create(); it is not in errno: pthreads(7).  The limit
 * does not bind root: the child becomes an ordinary user first.
 */
#define _GNU_SOURCE /* RLIMIT_NPROC */
#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"
#include "ended_process.h"
#include "ordinary.h"
#include "sized_thread.h"

static const struct eag_demo demo = {
	.name = "limit-thread",
	.title = "pthread_create(), and the user may have no more threads",
	.class = "quota",
	.calls = "pthread_create setrlimit fork",
	.errnos = "EAGAIN",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "ulimit -u counts processes, and not threads.",
	.why = "A thread counts as a process does: against RLIMIT_NPROC "
	       "(ulimit -u), the cgroup's pids.max and kernel.threads-max.",
	.react = "Look at the value, not at errno. Start fewer threads, or "
		 "raise the limit: /proc/PID/limits, the cgroup's pids.max, "
		 "/proc/sys/kernel/threads-max. Trying again helps only when "
		 "others end.",
	.pages = "pthread_create(3) getrlimit(2) proc(5)",
	.next = "limit-thread-stack limit-fork limit-cgroup",
};

enum { FIRST, NONE, REFUSED, FORKED, RESTORED, STARTED, ALL };

static void
ask(struct eag_answer *said)
{
	struct rlimit limit, less;
	pthread_attr_t slim;
	pthread_t id;

	thread_attributes(&slim, 256 << 10);
	eag_answer(&said[FIRST], pthread_create(&id, &slim, nothing, NULL));
	eag_need(getrlimit(RLIMIT_NPROC, &limit) == 0, "getrlimit");
	less = limit;
	less.rlim_cur = 0;
	eag_answer(&said[NONE], setrlimit(RLIMIT_NPROC, &less));
	eag_answer(&said[REFUSED], pthread_create(&id, &slim, nothing, NULL));
	eag_answer(&said[FORKED], ended(fork()));
	eag_answer(&said[RESTORED], setrlimit(RLIMIT_NPROC, &limit));
	eag_answer(&said[STARTED], pthread_create(&id, &slim, nothing, NULL));
}

int
main(int argc, char *argv[])
{
	struct eag_answer said[ALL];
	long ret;

	eag_start(&demo, argc, argv);
	ask_ordinary(ask, said, ALL);
	if (said[FIRST].ret == EAGAIN)
		eag_skip("a user who may have one more thread: ulimit -u");

	eag_step("processes", "the user may have no threads any more");
	told(&said[FIRST], "pthread_create(256 KiB stack)");
	told(&said[NONE], "setrlimit(RLIMIT_NPROC, 0)");
	ret = told(&said[REFUSED], "pthread_create(256 KiB stack)");
	eag_claim("no-more-threads", ret == EAGAIN,
	    "the value is EAGAIN: one more would be over the limit");
	ret = told(&said[FORKED], "fork() = process");
	eag_claim("fork-is-the-same", ret == -1 && errno == EAGAIN,
	    "fork() answers EAGAIN too: the limit counts both");
	told(&said[RESTORED], "setrlimit(RLIMIT_NPROC, as before)");
	ret = told(&said[STARTED], "pthread_create(256 KiB stack)");
	eag_claim("then-starts", ret == 0,
	    "when the limit is what it was, the same thread starts");

	return eag_end();
}
