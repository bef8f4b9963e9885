/* SPDX-License-Identifier: MIT */
/*
 * limit-fork: a child forks, lowers its own RLIMIT_NPROC to 0, forks again, and
 * restores the limit.  The limit counts all processes and threads of the user,
 * so 0 is always reached, and nobody else is in the way.  It does not bind
 * root: the child becomes an ordinary user first.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_POPULATE, RLIMIT_NPROC */
#include <errno.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arrange.h"
#include "child_answer.h"
#include "eagain.h"
#include "ended_process.h"
#include "ordinary.h"
#include "proc_number.h"

static const struct eag_demo demo = {
	.name = "limit-fork",
	.title = "fork(), and the user may have no more processes",
	.class = "quota",
	.calls = "fork setrlimit mmap",
	.errnos = "EAGAIN",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "EAGAIN from fork() means that memory is short.",
	.why = "RLIMIT_NPROC (ulimit -u) limits how many processes and threads "
	       "a user may have, all sessions together. fork() would be one "
	       "too many. The same EAGAIN comes from the cgroup's pids.max, "
	       "and from the machine's kernel.threads-max and kernel.pid_max.",
	.react =
	    "Find out which limit it is: /proc/PID/limits, the cgroup's "
	    "pids.events, kernel.threads-max. Use fewer processes or raise "
	    "it. Trying again helps only when others end: pause longer and "
	    "longer, and give up some time.",
	.pages = "fork(2) getrlimit(2) proc(5)",
	.next = "limit-thread limit-cgroup",
};

enum { FIRST, GOT, LOWERED, REFUSED, TOLD, MEMORY, RESTORED, LAST, ALL };

static void
ask(struct eag_answer *said)
{
	struct rlimit limit, none;
	void *memory;

	eag_answer(&said[FIRST], ended(fork()));
	eag_answer(&said[GOT], getrlimit(RLIMIT_NPROC, &limit));
	none = limit;
	none.rlim_cur = 0;
	eag_answer(&said[LOWERED], setrlimit(RLIMIT_NPROC, &none));
	eag_answer(&said[REFUSED], ended(fork()));
	eag_answer(
	    &said[TOLD], number_after("/proc/self/limits", "Max processes"));
	memory = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	eag_answer(&said[MEMORY], memory == MAP_FAILED ? -1 : 0);
	eag_answer(&said[RESTORED], setrlimit(RLIMIT_NPROC, &limit));
	eag_answer(&said[LAST], ended(fork()));
}

int
main(int argc, char *argv[])
{
	struct eag_answer said[ALL];
	long ret;

	eag_start(&demo, argc, argv);
	ask_ordinary(ask, said, ALL);
	if (eag_answered(&said[FIRST]) == -1 && errno == EAGAIN)
		eag_skip("a user who may have one more process: ulimit -u");
	eag_need(eag_answered(&said[GOT]) == 0, "getrlimit");

	eag_step("before", "fork() in a child, as an ordinary user");
	ret = told(&said[FIRST], "fork() = process");
	eag_claim("before", ret > 0, "the user may have one more process");

	eag_step("limit", "the child may have no processes any more");
	told(&said[LOWERED], "setrlimit(RLIMIT_NPROC, 0)");
	ret = told(&said[REFUSED], "fork() = process");
	eag_claim("limit-is-eagain", ret == -1 && errno == EAGAIN,
	    "fork() answers EAGAIN: one more would be over the limit");
	ret = eag_answered(&said[TOLD]);
	eag_need_proc(ret != -1, "read /proc/self/limits");
	eag_measure("Max processes", ret, "in /proc/self/limits");
	eag_claim("file-tells", ret == 0,
	    "the file /proc/PID/limits tells which limit it is");
	ret = told(&said[MEMORY], "mmap(1 MiB, MAP_POPULATE) = memory");
	eag_claim("not-memory", ret == 0,
	    "a megabyte is to be had meanwhile: memory is not short");
	eag_measure("threads-max", eag_sysctl("kernel/threads-max"),
	    "in /proc/sys/kernel");
	eag_measure(
	    "pid_max", eag_sysctl("kernel/pid_max"), "in /proc/sys/kernel");

	eag_step("restored", "the limit is what it was");
	told(&said[RESTORED], "setrlimit(RLIMIT_NPROC, as before)");
	ret = told(&said[LAST], "fork() = process");
	eag_claim("then-forks", ret > 0, "and the very same fork() succeeds");

	return eag_end();
}
