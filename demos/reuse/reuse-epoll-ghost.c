/* SPDX-License-Identifier: MIT */
/*
 * reuse-epoll-ghost: a number is closed while a dup() has the same open file
 * description.  Each entry carries a mark of its own (epoll_entry.c), so that
 * an event says whose it is.
 */
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "epoll_entry.h"
#include "readable.h"

static const struct eag_demo demo = {
	.name = "reuse-epoll-ghost",
	.title = "epoll reports a closed descriptor, as long as a dup lives",
	.class = "wait",
	.calls = "epoll_wait close dup epoll_ctl poll recv dup2",
	.errnos = "EBADF ENOENT EEXIST EAGAIN",
	.poll = "POLLNVAL: the number is closed, and epoll reports it",
	.belief = "close() takes a descriptor out of every epoll set.",
	.why =
	    "An entry of the set is an open file description, and the number "
	    "under which it was added. close() takes the number away. The "
	    "entry goes when the last reference to the description goes, "
	    "wherever that is.",
	.react =
	    "EPOLL_CTL_DEL before close(), whoever has a copy. Treat EAGAIN "
	    "after an event as no event.",
	.pages = "epoll(7) epoll_ctl(2) dup(2)",
	.next = "reuse-epoll-child reuse-stale-batch",
};

int
main(int argc, char *argv[])
{
	struct epoll_event event = { 0 };
	int epoll, client, conn, saved, heir, n, before, ghosts = 0;
	int told, mod, del, add, again;
	char byte;
	ssize_t got;

	eag_start(&demo, argc, argv);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(epoll != -1, "epoll_create1");

	eag_step("forgotten", "the last reference is closed");
	conn = readable(SOCK_NONBLOCK, &client);
	epoll_entry(epoll, EPOLL_CTL_ADD, conn, "N", 1);
	before = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("loop", before, event.events, "epoll_wait(epoll, 0 ms)");
	eag_call("app", close(conn), "close(N)");
	n = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("loop", n, event.events, "epoll_wait(epoll, 0 ms)");
	del = epoll_entry(epoll, EPOLL_CTL_DEL, conn, "N", 1);
	eag_claim("forgotten", before == 1 && n == 0 && del == EBADF,
	    "the entry is gone by itself; removing it is EBADF");

	eag_step("ghost", "a dup() of it is still open somewhere");
	conn = readable(SOCK_NONBLOCK, &client);
	epoll_entry(epoll, EPOLL_CTL_ADD, conn, "N", 2);
	saved = dup(conn);
	eag_call("app", saved, "dup(N) = D");
	eag_call("app", close(conn), "close(N)");
	for (int turn = 0; turn < 100; turn++) {
		n = epoll_wait(epoll, &event, 1, 0);
		eag_epoll_wait(
		    "loop", n, event.events, "epoll_wait(epoll, 0 ms)");
		ghosts += n == 1 && event.data.u64 == 2;
	}
	eag_claim("ghost", ghosts == 100,
	    "asked 100 times, it reports the closed number 100 times");
	told = eag_poll("loop", conn, POLLIN, "N");
	eag_claim("poll-differs", told == POLLNVAL,
	    "poll() goes by the number, and says that it is not open");
	del = epoll_entry(epoll, EPOLL_CTL_DEL, conn, "N", 2);
	again = epoll_entry(epoll, EPOLL_CTL_DEL, saved, "D", 2);
	eag_claim("cannot-remove", del == EBADF && again == ENOENT,
	    "neither number removes it: N is closed, D was never added");

	eag_step("reused", "meanwhile somebody else gets the number");
	eag_pair(0, &n, SOCK_NONBLOCK, &heir);
	eag_call("app", dup2(heir, conn), "dup2(heir, N) = N");
	mod = epoll_entry(epoll, EPOLL_CTL_MOD, conn, "N", 3);
	add = epoll_entry(epoll, EPOLL_CTL_ADD, conn, "N", 3);
	again = epoll_entry(epoll, EPOLL_CTL_ADD, conn, "N", 3);
	eag_claim("two-entries", mod == ENOENT && add == 0 && again == EEXIST,
	    "the new one can be added beside the ghost, under the same number");
	n = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("loop", n, event.events, "epoll_wait(epoll, 0 ms)");
	got = recv(conn, &byte, 1, 0);
	eag_call("loop", got, "recv(N, 1 byte)");
	eag_claim("spurious",
	    n == 1 && event.data.u64 == 2 && got == -1 && errno == EAGAIN,
	    "the ghost's event makes it read the new socket: EAGAIN");

	eag_step("way-out", "give the description its number back");
	epoll_entry(epoll, EPOLL_CTL_DEL, conn, "N", 3);
	eag_call("app", close(conn), "close(N)");
	eag_call("app", dup2(saved, conn), "dup2(D, N) = N");
	del = epoll_entry(epoll, EPOLL_CTL_DEL, conn, "N", 2);
	n = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("loop", n, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("way-out", del == 0 && n == 0,
	    "then it can be removed, and is silent");

	return eag_end();
}
