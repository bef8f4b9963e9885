/* SPDX-License-Identifier: MIT */
/*
 * errno-stale: a client reads until EAGAIN, as event loops do.  Then its server
 * ends.  The next recv() answers 0, which is not a failure, so errno is still
 * EAGAIN; a library that takes 0 for a failure prints it.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eagain.h"

static const struct eag_demo demo = {
	.name = "errno-stale",
	.title = "errno is EAGAIN from before, and the peer is gone",
	.class = "contrast",
	.calls = "recv socketpair send close poll",
	.errnos = "EAGAIN ECONNRESET",
	.poll = "POLLIN and POLLHUP: the peer is gone",
	.belief = "The message has number 11, so something was not ready.",
	.why =
	    "A call that fails sets errno; one that succeeds does not clear "
	    "it. 0 from recv() is the end of the stream, and not a failure: "
	    "errno is still that of an earlier call. Xlib prints such an old "
	    "number: 'XIO: fatal IO error 11 (Resource temporarily "
	    "unavailable) on X server'. The X server has ended.",
	.react = "In a program: look at the value first, and at errno only "
		 "after -1, at once. In front of such a message: forget the "
		 "number, and find out why the other end is gone.",
	.pages = "errno(3) recv(2) poll(2)",
	.next = "recv-eof recv-reset errno-resolver",
};

int
main(int argc, char *argv[])
{
	int pair[2], revents, beside;
	ssize_t n;
	char byte;

	eag_start(&demo, argc, argv);

	eag_step("gone", "recv() until EAGAIN, and then the server ends");
	n = socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
	eag_call("both", n, "socketpair(AF_UNIX, SOCK_STREAM|SOCK_NONBLOCK)");
	revents = eag_poll("client", pair[0], POLLIN, "sock");
	n = recv(pair[0], &byte, 1, 0);
	eag_call("client", n, "recv(sock, 1 byte)");
	eag_claim("not-yet", n == -1 && errno == EAGAIN && revents == 0,
	    "EAGAIN is right here: nothing is there yet, as poll() says");
	/* Neither a report nor a close() that succeeds changes errno. */
	eag_call("server", close(pair[1]), "close(conn)");
	n = recv(pair[0], &byte, 1, 0);
	beside = errno;
	eag_call("client", n, "recv(sock, 1 byte)");
	eag_measure("errno", beside, eag_errno_name(beside));
	eag_claim("old-number", n == 0 && beside == EAGAIN,
	    "recv() answers 0: the end. errno is EAGAIN, from the call before");
	eag_note("A library that prints errno now says: IO error 11");
	revents = eag_poll("client", pair[0], POLLIN, "sock");
	eag_claim("poll-knows", revents == (POLLIN | POLLHUP),
	    "poll() says that the peer is gone: POLLHUP");

	eag_step("cleared", "the same recv(), with errno set to 0 before");
	errno = 0;
	n = recv(pair[0], &byte, 1, 0);
	beside = errno;
	eag_call("client", n, "recv(sock, 1 byte)");
	eag_measure("errno", beside, "as it was set");
	eag_claim("not-set", n == 0 && beside == 0,
	    "errno is still 0: recv() does not set it when it answers 0");

	eag_step("reset", "a server that ends and leaves a byte unread");
	n = socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
	eag_call("both", n, "socketpair(AF_UNIX, SOCK_STREAM|SOCK_NONBLOCK)");
	n = send(pair[0], "x", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_call("server", close(pair[1]), "close(conn)");
	errno = EAGAIN;
	n = recv(pair[0], &byte, 1, 0);
	eag_call("client", n, "recv(sock, 1 byte)");
	eag_claim("own-number", n == -1 && errno == ECONNRESET,
	    "-1 this time, so errno is of this very call: ECONNRESET");

	return eag_end();
}
