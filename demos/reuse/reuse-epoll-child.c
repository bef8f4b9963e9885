/* SPDX-License-Identifier: MIT */
/*
 * reuse-epoll-child: the ghost of reuse-epoll-ghost, and the copies are a
 * child's.  It was forked while two connections were open.
 */
#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "epoll_entry.h"
#include "readable.h"

static const struct eag_demo demo = {
	.name = "reuse-epoll-child",
	.title = "a child's copy keeps a closed socket in the epoll set",
	.class = "wait",
	.calls = "epoll_wait close epoll_ctl kill",
	.errnos = "EBADF",
	.belief = "A child's copies change nothing for its parent.",
	.why = "fork() copies every descriptor, and a copy keeps the open file "
	       "description. The parent's close() is not the last one, so the "
	       "entry stays until the child closes its copy or ends.",
	.react = "EPOLL_CTL_DEL before close(), if a child may have a copy. "
		 "O_CLOEXEC, so that no program that a child starts keeps one.",
	.pages = "epoll(7) fork(2) epoll_ctl(2)",
	.next = "reuse-epoll-ghost reuse-stale-batch",
};

int
main(int argc, char *argv[])
{
	struct epoll_event events[2] = { 0 };
	int epoll, client, conn, tidy, child, n, del;

	eag_start(&demo, argc, argv);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(epoll != -1, "epoll_create1");
	conn = readable(SOCK_NONBLOCK, &client);
	tidy = readable(SOCK_NONBLOCK, &client);

	eag_step("child", "a child has two open; one is deregistered first");
	epoll_entry(epoll, EPOLL_CTL_ADD, conn, "N", 1);
	epoll_entry(epoll, EPOLL_CTL_ADD, tidy, "M", 2);
	child = eag_child();
	while (child == 0)
		pause();
	epoll_entry(epoll, EPOLL_CTL_DEL, tidy, "M", 2);
	eag_call("app", close(tidy), "close(M)");
	eag_call("app", close(conn), "close(N)");
	n = epoll_wait(epoll, events, 2, 0);
	eag_epoll_wait("loop", n, events[0].events, "epoll_wait(epoll, 0 ms)");
	eag_claim("cured", n == 1 && events[0].data.u64 == 1,
	    "only the one that was not deregistered is reported");
	del = epoll_entry(epoll, EPOLL_CTL_DEL, conn, "N", 1);
	eag_claim("too-late", del == EBADF,
	    "then the parent has no number left to remove it by");

	eag_step("ended", "the child ends, and with it the last copy");
	eag_call("app", kill(child, SIGKILL), "kill(child, SIGKILL)");
	eag_need(waitpid(child, NULL, 0) == child, "waitpid");
	n = epoll_wait(epoll, events, 2, 0);
	eag_epoll_wait("loop", n, events[0].events, "epoll_wait(epoll, 0 ms)");
	eag_claim(
	    "child", n == 0, "when the child has ended, none is reported");

	return eag_end();
}
