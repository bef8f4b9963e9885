/* SPDX-License-Identifier: MIT */
/*
 * send-read-on: as in send-both-stall neither end reads, until both are told
 * EAGAIN.  Then the server reads on, and the client can go on asking.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "sized_pair.h"

static const struct eag_demo demo = {
	.name = "send-read-on",
	.title = "a server that reads on while its send() says EAGAIN",
	.class = "wait",
	.calls = "send poll recv setsockopt",
	.errnos = "EAGAIN",
	.poll = "POLLIN, and no POLLOUT",
	.belief = "A server that keeps reading gets its answers out.",
	.why = "The server's reading makes room for questions. Only the "
	       "client's reading makes room for answers. Each question that is "
	       "read is an answer to keep, and the client may ask for ever.",
	.react = "Set a limit for what waits to be sent. Beyond it ask for "
		 "POLLOUT alone, and do not read: then the client is told "
		 "EAGAIN, and its questions stay with it.",
	.pages = "send(2) recv(2) poll(2) tcp(7)",
	.next = "send-both-stall send-stalled-peer echo-poll",
};

int
main(int argc, char *argv[])
{
	static char bytes[65536];
	size_t answered, asked;
	int sock, conn, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("stuck", "both send until EAGAIN: nobody reads");
	sized_pair(4096, &sock, &conn);
	asked = eag_stall(sock);
	answered = eag_stall(conn);
	if (answered > sizeof(bytes))
		eag_skip("buffers as small as those asked for");
	n = send(sock, eag_bytes(asked, 1000), 1000, MSG_DONTWAIT);
	eag_call("client", n, "send(sock, 1000 bytes, MSG_DONTWAIT)");
	eag_claim("client-is-eagain", n == -1 && errno == EAGAIN,
	    "the client's send() answers EAGAIN");
	n = send(conn, eag_bytes(answered, 1000), 1000, MSG_DONTWAIT);
	eag_call("server", n, "send(conn, 1000 bytes, MSG_DONTWAIT)");
	eag_claim("server-is-eagain", n == -1 && errno == EAGAIN,
	    "and so does the server's");

	eag_step("server-reads", "the server reads on, and the client asks on");
	eag_claim("questions-arrive", eag_receive(conn, 0, asked) == asked,
	    "all questions arrive, once and in order");
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(asked, 1000), 1000, MSG_DONTWAIT);
	eag_call("client", n, "send(sock, 1000 bytes, MSG_DONTWAIT)");
	eag_claim("client-goes-on", n > 0, "the client's same send() succeeds");
	revents = eag_wait("server", conn, POLLIN | POLLOUT, "conn");
	n = send(conn, eag_bytes(answered, 1000), 1000, MSG_DONTWAIT);
	eag_call("server", n, "send(conn, 1000 bytes, MSG_DONTWAIT)");
	eag_claim("server-is-stuck",
	    revents == POLLIN && n == -1 && errno == EAGAIN,
	    "the server's own is still EAGAIN: it must keep its answers");
	eag_measure("to keep so far", (long)asked, "bytes");

	eag_step("client-reads", "the client reads; the very same call again");
	n = recv(sock, bytes, answered, MSG_WAITALL);
	eag_call("client", n, "recv(sock, %zu bytes, MSG_WAITALL)", answered);
	eag_claim("answers-arrive",
	    n == (ssize_t)answered && eag_first_wrong(bytes, answered, 0) == -1,
	    "all answers arrive, once and in order");
	eag_wait("server", conn, POLLOUT, "conn");
	n = send(conn, eag_bytes(answered, 1000), 1000, MSG_DONTWAIT);
	eag_call("server", n, "send(conn, 1000 bytes, MSG_DONTWAIT)");
	eag_claim("server-goes-on", n == 1000,
	    "the server's same send() succeeds: it goes on");

	return eag_end();
}
