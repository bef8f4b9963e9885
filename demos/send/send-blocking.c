/* SPDX-License-Identifier: MIT */
/*
 * send-blocking: one byte with O_NONBLOCK and one without, while there is room;
 * then more than fits, without it.  eag_sleeps() tells which of them waits.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "send-blocking",
	.title = "a blocking send() waits only where room is missing",
	.class = "contrast",
	.calls = "send fcntl poll",
	.errnos = "",
	.poll = "POLLOUT while there is room",
	.belief = "send() returns at once because the socket is non-blocking.",
	.why =
	    "send() copies into the send buffer and returns; with room for all "
	    "there is nothing to wait for. O_NONBLOCK decides what happens "
	    "when there is not: a short count or EAGAIN with it, a wait until "
	    "the kernel has taken all without it.",
	.react =
	    "Do not take a quick send() for a non-blocking one. A blocking one "
	    "waits for as long as the peer does not read: set SO_SNDTIMEO, or "
	    "use O_NONBLOCK and poll() with a deadline.",
	.pages = "send(2) fcntl(2) socket(7)",
	.next = "send-timeout send-short send-stalled-peer",
};

int
main(int argc, char *argv[])
{
	const size_t message = 30000;
	int sock, conn, flags, ret, reader, stops;
	long before, with_flag, without;
	const char *bytes;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("blocking", "without O_NONBLOCK, while there is room");
	eag_pair_sized(SOCK_NONBLOCK, 4096, &sock, 0, 4096, &conn);
	eag_poll("client", sock, POLLOUT, "sock");
	bytes = eag_bytes(0, 2); /* ahead: its own mmap() is not counted */
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	n = send(sock, bytes, 1, 0);
	with_flag = eag_sleeps() - before;
	eag_call("client", n, "send(sock, 1 byte)");
	flags = fcntl(sock, F_GETFL);
	eag_call("client", flags, "fcntl(sock, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(sock, F_SETFL, flags & ~O_NONBLOCK);
	eag_call("client", ret, "fcntl(sock, F_SETFL, flags & ~O_NONBLOCK)");
	before = eag_sleeps();
	n = send(sock, bytes + 1, 1, 0);
	without = eag_sleeps() - before;
	eag_call("client", n, "send(sock, 1 byte)");
	eag_claim("blocking-is-the-same",
	    n == 1 && eag_nonblocking(sock) == 0 && without == with_flag,
	    "with room there, a blocking send() does not wait either");

	eag_step("more", "one blocking send() of more than fits");
	reader = eag_reader(conn, 2 + message, 1000);
	stops = eag_stops();
	before = eag_sleeps();
	n = send(sock, eag_bytes(2, message), message, 0);
	without = eag_sleeps() - before;
	eag_call("client", n, "send(sock, %zu bytes)", message);
	if (eag_stops() != stops)
		eag_skip(
		    "a run that is not stopped in send(): it is short then");
	eag_claim("blocking-takes-all", n == (ssize_t)message && without > 0,
	    "it waits while the peer reads, and returns when all is taken");
	eag_need(shutdown(sock, SHUT_WR) == 0, "shutdown");
	eag_claim("blocking-is-right", eag_reader_done(reader),
	    "all of it arrives, once and in order");

	return eag_end();
}
