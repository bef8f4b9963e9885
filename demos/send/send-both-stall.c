/* SPDX-License-Identifier: MIT */
/*
 * send-both-stall: a client sends all its questions before it reads an answer,
 * and a server answers each.  Soon both sends say EAGAIN, and both wait for
 * room.  The way out: the client reads.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "sized_pair.h"

static const struct eag_demo demo = {
	.name = "send-both-stall",
	.title = "both ends send, and neither reads: EAGAIN for ever",
	.class = "wait",
	.calls = "send poll recv setsockopt",
	.errnos = "EAGAIN",
	.poll = "POLLIN at both ends: the way out",
	.belief = "After EAGAIN from send() I wait for POLLOUT, and it comes.",
	.why =
	    "Only the other end's reading makes room in a send buffer, and the "
	    "other end waits for room as well. Neither kernel can see that. "
	    "But both have something to read: poll() says POLLIN.",
	.react =
	    "Read while you wait for room: ask poll() for POLLIN as well. The "
	    "client must read first, as the answers are its own. A server may "
	    "stop reading while its output is stuck.",
	.pages = "send(2) recv(2) poll(2) tcp(7)",
	.next = "send-read-on send-stalled-peer echo-poll",
};

/* Send the stream from `sent` on, until nothing moves: how far that goes. */
static size_t
fill(const char *actor, int fd, const char *role, size_t sent)
{
	size_t before;
	ssize_t n;

	do {
		before = sent;
		while ((n = send(fd, eag_bytes(sent, 1000), 1000,
			    MSG_DONTWAIT)) != -1) {
			eag_call(actor, n, "send(%s, 1000 bytes, MSG_DONTWAIT)",
			    role);
			sent += (size_t)n;
		}
		eag_call(actor, n, "send(%s, 1000 bytes, MSG_DONTWAIT)", role);
		eag_settle(fd);
	} while (sent > before);
	return sent;
}

int
main(int argc, char *argv[])
{
	size_t asked, answered, before;
	struct eag_fill ours, theirs;
	char bytes[65536];
	int sock, conn, at_sock, at_conn;
	ssize_t n, m;

	eag_start(&demo, argc, argv);

	eag_step("stuck", "both send until EAGAIN, and neither reads");
	sized_pair(4096, &sock, &conn);
	asked = fill("client", sock, "sock", 0);
	answered = fill("server", conn, "conn", 0);

	eag_step("wait", "both wait for room");
	n = send(sock, eag_bytes(asked, 1000), 1000, MSG_DONTWAIT);
	eag_call("client", n, "send(sock, 1000 bytes, MSG_DONTWAIT)");
	eag_claim("client-is-eagain", n == -1 && errno == EAGAIN,
	    "the client's send() answers EAGAIN");
	m = send(conn, eag_bytes(answered, 1000), 1000, MSG_DONTWAIT);
	eag_call("server", m, "send(conn, 1000 bytes, MSG_DONTWAIT)");
	eag_claim("server-is-eagain", m == -1 && errno == EAGAIN,
	    "and so does the server's");
	eag_need(eag_fill(sock, EAG_SEND, &ours) == 0, "eag_fill");
	eag_need(eag_fill(conn, EAG_SEND, &theirs) == 0, "eag_fill");
	if (ours.unsent != -1)
		eag_claim("for-ever",
		    ours.unsent == ours.data && theirs.unsent == theirs.data,
		    "nothing is in flight: only a reader could make room");
	at_sock = eag_await(sock, POLLOUT, 50);
	at_conn = eag_await(conn, POLLOUT, 50);
	eag_claim("no-room", at_sock == 0 && at_conn == 0,
	    "both wait for POLLOUT alone, 50 ms each: it does not come");
	at_sock = eag_poll("client", sock, POLLIN | POLLOUT, "sock");
	at_conn = eag_poll("server", conn, POLLIN | POLLOUT, "conn");
	eag_claim("poll-tells", at_sock == POLLIN && at_conn == POLLIN,
	    "poll() tells both the way out, if asked: POLLIN, read");

	if (answered > sizeof(bytes))
		eag_skip("buffers as small as those asked for");
	eag_step(
	    "client-reads", "the server has stopped reading; the client reads");
	n = recv(sock, bytes, answered, MSG_WAITALL);
	eag_call("client", n, "recv(sock, %zu bytes, MSG_WAITALL)", answered);
	eag_claim("answers-arrive",
	    n == (ssize_t)answered && eag_first_wrong(bytes, answered, 0) == -1,
	    "all answers arrive, once and in order");
	eag_wait("server", conn, POLLOUT, "conn");
	before = answered;
	answered = fill("server", conn, "conn", answered);
	eag_claim("server-goes-on", answered > before,
	    "the server's same send() succeeds: it goes on");

	return eag_end();
}
