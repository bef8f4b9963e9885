/* SPDX-License-Identifier: MIT */
/*
 * edge-unread: twelve bytes arrive, and four are read.  A program that waits
 * for the next edge then may wait for ever, with eight bytes unread.
 */
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "edge-unread",
	.title = "edge-triggered epoll reports an arrival once",
	.class = "wait",
	.calls = "epoll_wait epoll_ctl recv send poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN, though epoll_wait() is silent",
	.belief =
	    "With EPOLLET the rest is reported again if I read only a part.",
	.why = "Level-triggered epoll reports the state: there is something to "
	       "read, each time it is asked. Edge-triggered epoll reports each "
	       "arrival, once. Bytes that are left unread are not an arrival.",
	.react =
	    "After each event read until EAGAIN or 0. If you stop before that, "
	    "come back to the rest without being told.",
	.pages = "epoll(7) epoll_ctl(2) recv(2)",
	.next = "edge-end echo-edge echo-epoll",
};

int
main(int argc, char *argv[])
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int sock, conn, epoll, ret, told;
	char bytes[4];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("edge", "twelve bytes arrive, four are read");
	eag_pair(0, &sock, SOCK_NONBLOCK, &conn);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(epoll != -1, "epoll_create1");
	ret = epoll_ctl(epoll, EPOLL_CTL_ADD, conn, &event);
	eag_call("server", ret, "epoll_ctl(epoll, ADD, conn, EPOLLIN|EPOLLET)");
	eag_send(sock, 0, 12);
	eag_need(eag_await(conn, POLLIN, 5000) > 0, "poll");
	told = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("server", told, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("edge-told", told == 1 && event.events == EPOLLIN,
	    "the arrival is reported: EPOLLIN");
	n = recv(conn, bytes, 4, 0);
	eag_call("server", n, "recv(conn, 4 bytes)");
	told = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("server", told, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("not-told-again", n == 4 && told == 0,
	    "eight bytes are left, and nothing is reported");
	eag_claim("poll-sees-them",
	    eag_poll("server", conn, POLLIN, "conn") == POLLIN,
	    "poll() looks at the state, and sees them");

	eag_step("arrival", "a thirteenth byte arrives");
	eag_send(sock, 12, 13);
	eag_await(epoll, POLLIN, 5000);
	told = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("server", told, event.events, "epoll_wait(epoll, 0 ms)");
	n = recv(conn, bytes, 4, 0);
	eag_call("server", n, "recv(conn, 4 bytes)");
	eag_claim("arrival-told", told == 1 && n == 4,
	    "it is reported; recv() gives the bytes that were left first");

	eag_step("level", "the same with a level-triggered entry");
	event.events = EPOLLIN;
	ret = epoll_ctl(epoll, EPOLL_CTL_MOD, conn, &event);
	eag_call("server", ret, "epoll_ctl(epoll, MOD, conn, EPOLLIN)");
	told = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("server", told, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("level-tells", told == 1, "it reports what is left");
	told = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("server", told, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("level-tells-again", told == 1, "and reports it again");

	eag_step("until-eagain", "the rest is read, until EAGAIN");
	while ((n = recv(conn, bytes, 4, 0)) > 0)
		eag_call("server", n, "recv(conn, 4 bytes)");
	eag_call("server", n, "recv(conn, 4 bytes)");
	eag_claim("then-empty", n == -1 && errno == EAGAIN,
	    "EAGAIN: every byte has been read");

	return eag_end();
}
