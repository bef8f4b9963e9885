/* SPDX-License-Identifier: MIT */
/*
 * recv-empty: the same recv() before the peer has sent, after that, and when
 * the buffer is empty again; at last without O_NONBLOCK.  On Linux an accepted
 * socket does not inherit O_NONBLOCK: accept4() asks for it.
 */
#define _GNU_SOURCE /* accept4() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
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
	.why = "recv() copies what is in the receive buffer; it does not fetch "
	       "anything from the peer. The buffer is empty and the peer may "
	       "still send: with O_NONBLOCK the kernel answers EAGAIN.",
	.react =
	    "Wait for POLLIN, then recv() again. Nothing is lost: bytes that "
	    "arrive meanwhile wait in the buffer.",
	.pages = "recv(2) accept4(2) poll(2) fcntl(2)",
	.next = "recv-eof send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	static const char hello[] = "hello world!";
	char bytes[1024];
	int listener, client, conn, flags, ret;
	long before, taken, refused;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("empty", "recv(), and the peer has sent nothing");
	listener = eag_listener(0, 8);
	client = eag_client(listener);
	conn = accept4(listener, NULL, NULL, blocking ? 0 : SOCK_NONBLOCK);
	eag_call("server", conn, "accept4(listener, %s) = conn",
	    blocking ? "0" : "SOCK_NONBLOCK");
	eag_need(conn != -1, "accept4");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("empty-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(conn) == 1,
	    "an empty receive buffer answers EAGAIN; it does not wait");
	eag_claim("poll-agrees", eag_poll("server", conn, POLLIN, "conn") == 0,
	    "poll() agrees: nothing to read");

	eag_step("arrive", "the peer sends; the very same call again");
	n = send(client, hello, strlen(hello), 0);
	eag_call("client", n, "send(sock, %zu bytes)", strlen(hello));
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("then-bytes", n > 0,
	    "once the peer has sent, the same recv() gives the bytes");
	eag_claim("same-bytes",
	    n == (ssize_t)strlen(hello) &&
		memcmp(bytes, hello, strlen(hello)) == 0,
	    "they are the bytes that were sent");

	eag_step("again", "the buffer is empty again");
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	n = recv(conn, bytes, sizeof(bytes), 0);
	refused = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("empty-again", n == -1 && errno == EAGAIN,
	    "EAGAIN again: every byte has been read");

	eag_step("blocking", "without O_NONBLOCK, while bytes are there");
	flags = fcntl(conn, F_GETFL);
	eag_call("server", flags, "fcntl(conn, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(conn, F_SETFL, flags & ~O_NONBLOCK);
	eag_call("server", ret, "fcntl(conn, F_SETFL, flags & ~O_NONBLOCK)");
	n = send(client, hello, strlen(hello), 0);
	eag_call("client", n, "send(sock, %zu bytes)", strlen(hello));
	eag_wait("server", conn, POLLIN, "conn");
	before = eag_sleeps();
	n = recv(conn, bytes, sizeof(bytes), 0);
	taken = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("blocking-is-the-same",
	    n == (ssize_t)strlen(hello) && eag_nonblocking(conn) == 0 &&
		taken == refused,
	    "with bytes there, a blocking recv() does not wait either");

	return eag_end();
}
