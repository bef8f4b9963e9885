/* SPDX-License-Identifier: MIT */
/*
 * accept-inherit: a non-blocking listener hands out blocking sockets.  On Linux
 * accept() passes on what the socket has, its time limits and buffer sizes for
 * instance, and not the flags of the open file: accept(2), net/socket.c
 * do_accept().  The BSDs pass the flag on as well, so ported code breaks here.
 */
#define _GNU_SOURCE /* accept4() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "accept-inherit",
	.title = "an accepted socket does not inherit O_NONBLOCK",
	.class = "wait",
	.calls = "accept accept4 fcntl setsockopt recv send poll",
	.errnos = "EAGAIN",
	.poll = "nothing",
	.belief = "My listener is non-blocking, so the accepted socket is too.",
	.why =
	    "O_NONBLOCK belongs to the open file, and accept() makes a new "
	    "one: its flags are clear. SO_RCVTIMEO belongs to the socket, and "
	    "the new socket is a copy of the listener's.",
	.react =
	    "Ask for the flag with each socket: accept4(..., SOCK_NONBLOCK). "
	    "Set a time limit after accept() on what is to have one, and not "
	    "on the listener.",
	.pages = "accept(2) fcntl(2) socket(7)",
	.next = "accept-empty accept-timeout recv-empty",
};

int
main(int argc, char *argv[])
{
	const struct timeval limit = { .tv_usec = 100000 };
	int listener, first, second, plain, asked, ret, flags;
	long before, waited, refused;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("accept", "a non-blocking listener, and plain accept()");
	listener = eag_listener(SOCK_NONBLOCK, 8);
	flags = fcntl(listener, F_GETFL);
	eag_call("server", flags, "fcntl(listener, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = setsockopt(
	    listener, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("server", ret, "setsockopt(listener, SO_RCVTIMEO, {%ld ms})",
	    (long)limit.tv_usec / 1000);
	first = eag_client(listener);
	plain = accept(listener, NULL, NULL);
	eag_call("server", plain, "accept(listener) = plain");
	eag_need(plain != -1, "accept");
	ret = fcntl(plain, F_GETFL);
	eag_call("server", ret, "fcntl(plain, F_GETFL)");
	eag_claim("flag-stays-behind",
	    (flags & O_NONBLOCK) != 0 && ret != -1 && (ret & O_NONBLOCK) == 0,
	    "the listener has O_NONBLOCK, the accepted socket has not");
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	n = recv(plain, bytes, sizeof(bytes), 0);
	waited = eag_sleeps() - before;
	eag_call("server", n, "recv(plain, %zu bytes)", sizeof(bytes));
	eag_claim("limit-comes-along", n == -1 && errno == EAGAIN,
	    "recv() ends with EAGAIN: the time limit was inherited");

	eag_step("accept4", "the same listener, and accept4()");
	second = eag_client(listener);
	asked = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	eag_call("server", asked, "accept4(listener, SOCK_NONBLOCK) = asked");
	eag_need(asked != -1, "accept4");
	before = eag_sleeps();
	n = recv(asked, bytes, sizeof(bytes), 0);
	refused = eag_sleeps() - before;
	eag_call("server", n, "recv(asked, %zu bytes)", sizeof(bytes));
	eag_claim("asked-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(asked) == 1,
	    "accept4() was asked for the flag, and sets it: EAGAIN");
	eag_claim("only-one-waits", waited > refused,
	    "this recv() did not wait; the one on the plain socket did");
	eag_claim("poll-agrees",
	    eag_poll("server", asked, POLLIN, "asked") == 0,
	    "poll() agrees: nothing to read");

	eag_step("arrive", "both clients send; the very same calls again");
	eag_call("client", send(first, "x", 1, 0), "send(first, 1 byte)");
	eag_call("client", send(second, "x", 1, 0), "send(second, 1 byte)");
	eag_wait("server", plain, POLLIN, "plain");
	eag_wait("server", asked, POLLIN, "asked");
	n = recv(plain, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(plain, %zu bytes)", sizeof(bytes));
	ret = (int)recv(asked, bytes, sizeof(bytes), 0);
	eag_call("server", ret, "recv(asked, %zu bytes)", sizeof(bytes));
	eag_claim("then-bytes", n == 1 && ret == 1, "now both give the byte");

	return eag_end();
}
