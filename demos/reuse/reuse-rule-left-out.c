/* SPDX-License-Identifier: MIT */
/*
 * reuse-rule-left-out: four times A's connection is closed, and B gets its
 * number.  Each time another one of reuse-done-right's four rules is left out,
 * and a few calls end in a fault.
 */
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eagain.h"
#include "epoll_entry.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-rule-left-out",
	.title = "one rule of four left out: a short way to a fault",
	.class = "contrast",
	.calls = "close socketpair send recv epoll_ctl epoll_wait poll",
	.errnos = "EBADF",
	.poll = "POLLIN, though the loop is not told",
	.belief = "One of these rules is enough, if it is kept with care.",
	.why = "After close() the next open gets the same number. Each rule "
	       "closes another way to a stranger's number: a second close(), "
	       "a call that is late, a book that is out of date, a close() "
	       "before what was promised.",
	.react =
	    "Keep all four: one owner for each number; a generation with each "
	    "deferred call; deregister before close(); close last. An event "
	    "loop of your own should pass each of these steps as a test.",
	.pages = "close(2) epoll(7)",
	.next = "reuse-done-right reuse-double-close reuse-cancelled-connect",
};

/* A connection: ends[0] gets the lowest free number, which is N. */
static void
open_one(const char *who, int ends[2])
{
	int ret = socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends);

	eag_call(who, ret, "socketpair(AF_UNIX, SOCK_STREAM|SOCK_NONBLOCK)");
	eag_need(ret == 0, "socketpair");
}

/* The loop's book goes by number, and is all that it looks at. */
static void
watch(int epoll, int fd, int *in_book)
{
	if (*in_book)
		eag_note("the loop's book has N already: no epoll_ctl() for B");
	else
		epoll_entry(epoll, EPOLL_CTL_ADD, fd, "N", 0);
	*in_book = 1;
}

int
main(int argc, char *argv[])
{
	struct epoll_event event = { 0 };
	int a[2], b[2], epoll, ret, told, in_book = 0;
	ssize_t sent, n;
	char byte = 0;

	eag_start(&demo, argc, argv);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(epoll != -1, "epoll_create1");

	eag_step("owner",
	    "without one owner: a library closes N, B gets it, A closes it");
	eag_note(
	    "rule 1: each number has one owner, and nobody else closes it");
	open_one("A", a);
	eag_call("library", close(a[0]), "close(N)");
	open_one("B", b);
	same_number(b[0], a[0], "socketpair");
	ret = close(a[0]);
	eag_call("A", ret, "close(N)");
	sent = send(b[0], "b", 1, MSG_NOSIGNAL);
	eag_call("B", sent, "send(N, \"b\")");
	eag_claim("without-owner", ret == 0 && sent == -1 && errno == EBADF,
	    "a stranger has closed B's connection");
	close(b[1]);
	close(a[1]);

	eag_step("generation",
	    "without a generation: B gets N, and a call of A's comes late");
	eag_note(
	    "rule 2: N has a generation, which counts its owners. A deferred");
	eag_note(
	    "call brings its own, and is dropped if N has another one by now");
	open_one("A", a);
	eag_call("A", close(a[0]), "close(N)");
	open_one("B", b);
	same_number(b[0], a[0], "socketpair");
	sent = send(a[0], "a", 1, MSG_NOSIGNAL);
	eag_call("A", sent, "send(N, \"a\")");
	n = recv(b[1], &byte, 1, 0);
	eag_call("b-peer", n, "recv(peer, \"%.*s\")", n == 1 ? 1 : 0, &byte);
	eag_claim("without-generation", n == 1 && byte == 'a',
	    "A's byte arrives at B's peer");
	close(b[0]);
	close(b[1]);
	close(a[1]);

	eag_step("deregister",
	    "without deregistering: B gets N, and the loop takes it for A's");
	eag_note(
	    "rule 3: before close() N goes out of the loop's list, its book,");
	eag_note(
	    "and with epoll_ctl(DEL) out of the kernel's list, the epoll set");
	open_one("A", a);
	watch(epoll, a[0], &in_book);
	eag_call("A", close(a[0]), "close(N)");
	eag_call("a-peer", close(a[1]), "close(peer)");
	ret = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("loop", ret, event.events, "epoll_wait(epoll, 0 ms)");
	eag_claim("entry-went-too", ret == 0,
	    "A's peer hangs up: no event. close() took N out of the epoll set");
	open_one("B", b);
	same_number(b[0], a[0], "socketpair");
	watch(epoll, b[0], &in_book);
	sent = send(b[1], "b", 1, MSG_NOSIGNAL);
	eag_call("b-peer", sent, "send(peer, \"b\")");
	ret = epoll_wait(epoll, &event, 1, 0);
	eag_epoll_wait("loop", ret, event.events, "epoll_wait(epoll, 0 ms)");
	told = eag_poll("B", b[0], POLLIN, "N");
	eag_claim("without-deregister", ret == 0 && told == POLLIN,
	    "B is deaf: a byte has come, and the loop is not told");
	close(b[0]);
	close(b[1]);

	eag_step("last",
	    "without closing last: a byte was deferred, and comes late");
	eag_note(
	    "rule 4: close() comes after all calls that were deferred before");
	open_one("A", a);
	eag_call("A", close(a[0]), "close(N)");
	sent = send(a[0], "a", 1, MSG_NOSIGNAL);
	eag_call("A", sent, "send(N, \"a\")");
	ret = sent == -1 ? errno : 0;
	n = recv(a[1], &byte, 1, 0);
	eag_call("a-peer", n, "recv(peer, 1 byte)");
	eag_claim("without-last", ret == EBADF && n == 0,
	    "the byte that A promised is lost: its peer sees the end");

	return eag_end();
}
