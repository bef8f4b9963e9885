/* SPDX-License-Identifier: MIT */
/*
 * recv-empty: the same recv() before the peer has sent, and after that.
 * eag_sleeps() shows whether a call waits: with O_NONBLOCK, and without it.
 */
#define _GNU_SOURCE /* accept4() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "recv-empty",
	.title = "recv() on an empty receive buffer",
	.class = "wait",
	.calls = "recv accept4 send poll fcntl",
	.errnos = "EAGAIN",
	.poll = "no POLLIN",
	.belief = "recv() fetches the bytes from the peer.",
	.why = "recv() copies from the receive buffer; it fetches nothing. "
	       "The buffer is empty: with O_NONBLOCK the answer is EAGAIN.",
	.react = "Wait for POLLIN, then recv() again. Nothing is lost: bytes "
		 "that arrive meanwhile wait in the buffer.",
	.pages = "recv(2) accept4(2) poll(2) fcntl(2)",
	.next = "recv-eof send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	char bytes[1024];
	int listener, client, conn, flags, ret;
	long before, with_flag, without;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("empty", "recv(), and the peer has sent nothing");
	listener = eag_listener(0, 8);
	client = eag_client(listener);
	conn = accept4(listener, NULL, NULL, blocking ? 0 : SOCK_NONBLOCK);
	eag_call("server", conn, "accept4(listener, %s) = conn",
	    blocking ? "0" : "SOCK_NONBLOCK");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("empty-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(conn) == 1,
	    "an empty receive buffer answers EAGAIN; it does not wait");
	eag_claim("poll-agrees", eag_poll("server", conn, POLLIN, "conn") == 0,
	    "poll() agrees: nothing to read");

	eag_step("arrive", "the peer sends; the very same call again");
	eag_send(client, 0, 12);
	eag_wait("server", conn, POLLIN, "conn");
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	n = recv(conn, bytes, sizeof(bytes), 0);
	with_flag = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("then-bytes", n == 12 && eag_first_wrong(bytes, 12, 0) == -1,
	    "once the peer has sent, the same recv() gives the bytes");

	eag_step("blocking", "without O_NONBLOCK, while bytes are there");
	flags = fcntl(conn, F_GETFL);
	eag_call("server", flags, "fcntl(conn, F_GETFL)");
	ret = fcntl(conn, F_SETFL, flags & ~O_NONBLOCK);
	eag_call("server", ret, "fcntl(conn, F_SETFL, flags & ~O_NONBLOCK)");
	eag_send(client, 12, 24);
	eag_wait("server", conn, POLLIN, "conn");
	before = eag_sleeps();
	n = recv(conn, bytes, sizeof(bytes), 0);
	without = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("blocking-is-the-same",
	    n == 12 && eag_first_wrong(bytes, 12, 12) == -1 &&
		eag_nonblocking(conn) == 0 && without == with_flag,
	    "with bytes there, a blocking recv() does not wait either");

	return eag_end();
}
