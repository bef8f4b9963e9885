/* SPDX-License-Identifier: MIT */
/*
 * edge-end: the last bytes and the end of a stream arrive together, under an
 * edge-triggered entry.  The program reads the bytes, sees a short count, and
 * waits for an event that never comes.
 */
#define _GNU_SOURCE /* POLLRDHUP */
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "edge-end",
	.title = "edge-triggered epoll: the end comes with the last bytes",
	.class = "contrast",
	.calls = "epoll_wait epoll_ctl recv send poll shutdown",
	.errnos = "",
	.poll = "POLLIN, though epoll_wait() is silent",
	.belief = "After a short read all is told: wait for the next event.",
	.why =
	    "Edge-triggered epoll reports each arrival, once. An end that came "
	    "together with bytes was the same arrival, and was reported with "
	    "them. Only recv() tells that it is the end: 0.",
	.react =
	    "After each event read until EAGAIN or 0. A short read is as good "
	    "as EAGAIN only if the event reported neither an end nor urgent "
	    "data: ask for EPOLLRDHUP and EPOLLPRI.",
	.pages = "epoll(7) epoll_ctl(2) recv(2)",
	.next = "edge-unread echo-edge recv-eof",
};

int
main(int argc, char *argv[])
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int sock, conn, epoll, ret, told, arrived;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("last-words", "the last bytes and the end arrive together");
	eag_pair(0, &sock, SOCK_NONBLOCK, &conn);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(epoll != -1, "epoll_create1");
	ret = epoll_ctl(epoll, EPOLL_CTL_ADD, conn, &event);
	eag_call("server", ret, "epoll_ctl(epoll, ADD, conn, EPOLLIN|EPOLLET)");
	eag_send(sock, 0, 3);
	eag_call("client", shutdown(sock, SHUT_WR), "shutdown(sock, SHUT_WR)");
	eag_wait("server", conn, POLLRDHUP, "conn");
	arrived = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait(
	    "server", arrived, event.events, "epoll_wait(epoll, 0 ms)");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	told = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("server", told, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("end-not-told", arrived == 1 && n == 3 && told == 0,
	    "a short read took all the bytes, and the end is not reported");

	eag_step("anew", "the same entry is set anew with EPOLL_CTL_MOD");
	event.events = EPOLLIN | EPOLLET;
	ret = epoll_ctl(epoll, EPOLL_CTL_MOD, conn, &event);
	eag_call("server", ret, "epoll_ctl(epoll, MOD, conn, EPOLLIN|EPOLLET)");
	told = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("server", told, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("mod-looks-anew", told == 1,
	    "EPOLL_CTL_MOD looks at the state: a missed edge is reported");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("end-is-there", n == 0, "one more recv() sees it: 0");

	return eag_end();
}
