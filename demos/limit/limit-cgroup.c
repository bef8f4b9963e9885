/* SPDX-License-Identifier: MIT */
/*
 * limit-cgroup: a child goes into a cgroup of its own, which may have one
 * process, and forks.  systemd (TasksMax=), docker (--pids-limit) and
 * Kubernetes limit processes so.  This limit binds root as well, and ulimit -u
 * does not show it.  Few may make a cgroup: else there is nothing to see.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "arrange.h"
#include "cgroup/group.h"
#include "child_answer.h"
#include "eagain.h"
#include "ended_process.h"
#include "proc_number.h"

static const struct eag_demo demo = {
	.name = "limit-cgroup",
	.title = "fork(), and the cgroup may have no more processes",
	.class = "quota",
	.calls = "fork write",
	.errnos = "EAGAIN",
	.poll = "not pollable: nothing tells when there is room",
	.belief = "ulimit -u is high enough, so fork() cannot be refused.",
	.why = "A cgroup limits how many processes and threads it and those "
	       "below it may have: pids.max. fork() would be one too many, and "
	       "says EAGAIN as for RLIMIT_NPROC. pids.events tells: it counts "
	       "how often that happened. The kernel's log names the cgroup, "
	       "the first time.",
	.react =
	    "Read pids.events, pids.max and pids.current in the cgroup that "
	    "/proc/PID/cgroup names, and in those above it; look for \"fork "
	    "rejected by pids controller\" in dmesg. Raise the limit: "
	    "TasksMax= of the service, --pids-limit of the container. Or use "
	    "fewer processes. Trying again helps only when others end.",
	.pages = "cgroups(7) fork(2)",
	.next = "limit-fork limit-thread",
};

/* clang-format off */
enum { ENTERED, FIRST, BEFORE, LIMITED, REFUSED, AFTER, RAISED, LAST, ALL };
/* clang-format on */

static void
ask(struct eag_answer *said)
{
	int procs = open(group_file("cgroup.procs"), O_WRONLY);
	int max = open(group_file("pids.max"), O_WRONLY);

	eag_need(procs != -1 && max != -1, "open pids.max");
	eag_answer(&said[ENTERED], write(procs, "0", 1));
	if (said[ENTERED].ret == -1)
		return;
	eag_answer(&said[FIRST], ended(fork()));
	eag_answer(
	    &said[BEFORE], number_after(group_file("pids.events"), "max"));
	eag_answer(&said[LIMITED], write(max, "1", 1));
	eag_answer(&said[REFUSED], ended(fork()));
	eag_answer(
	    &said[AFTER], number_after(group_file("pids.events"), "max"));
	eag_answer(&said[RAISED], write(max, "max", 3));
	eag_answer(&said[LAST], ended(fork()));
}

int
main(int argc, char *argv[])
{
	struct eag_answer said[ALL];
	long ret;

	eag_start(&demo, argc, argv);
	make_group();
	eag_ask_child(ask, said, ALL);
	remove_group();
	if (eag_answered(&said[ENTERED]) == -1)
		eag_skip("a cgroup that this user may go into");
	if (eag_answered(&said[BEFORE]) == -1)
		eag_skip("pids.events in a cgroup: Linux 4.8");

	eag_step("before", "a child in a cgroup of its own, without a limit");
	told(&said[ENTERED], "write(cgroup.procs, \"0\")");
	ret = told(&said[FIRST], "fork() = process");
	eag_measure("pids.events", said[BEFORE].ret, "times over the limit");
	eag_claim("before", ret > 0 && said[BEFORE].ret == 0,
	    "fork() succeeds, and pids.events has counted nothing");

	eag_step("limit", "the cgroup may have one process: the child");
	told(&said[LIMITED], "write(pids.max, \"1\")");
	ret = told(&said[REFUSED], "fork() = process");
	eag_claim("limit-is-eagain", ret == -1 && errno == EAGAIN,
	    "fork() answers EAGAIN, as for RLIMIT_NPROC");
	ret = eag_answered(&said[AFTER]);
	eag_measure("pids.events", ret, "times over the limit");
	eag_claim("file-tells", ret > said[BEFORE].ret,
	    "the file pids.events tells that it was this limit");

	eag_step("raised", "the cgroup may have as many as it likes");
	told(&said[RAISED], "write(pids.max, \"max\")");
	ret = told(&said[LAST], "fork() = process");
	eag_claim("then-forks", ret > 0, "and the very same fork() succeeds");

	return eag_end();
}
