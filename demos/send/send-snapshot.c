/* SPDX-License-Identifier: MIT */
/*
 * send-snapshot: a small send buffer, and a peer with much room that does not
 * read.  The bytes are with the peer already, but its kernel has not said so
 * yet, and until then they count here: EAGAIN.  A moment later they are
 * acknowledged, and the same send() succeeds.  Nobody has read a byte.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "send-snapshot",
	.title = "send() says EAGAIN, and a moment later more fits",
	.class = "wait",
	.calls = "send poll recv",
	.errnos = "EAGAIN",
	.poll = "nothing, and a moment later POLLOUT",
	.belief = "EAGAIN: the peer has stopped reading.",
	.why = "A byte leaves the send buffer when the peer's kernel has "
	       "acknowledged it, not when the peer reads it. It may put that "
	       "off, often for 40 ms. EAGAIN says that there is no room at "
	       "this moment, and nothing about the peer's program.",
	.react =
	    "Wait for POLLOUT, and conclude nothing else. Whether the peer has "
	    "stopped reading, only time tells: set a deadline for progress.",
	.pages = "send(2) poll(2) socket(7) tcp(7)",
	.next = "send-stalled-peer send-pollout send-both-stall",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* Send messages from the stream's start until refused: how many bytes went. */
static size_t
fill(int sock)
{
	const size_t message = 16384;
	size_t sent = 0;
	ssize_t n;

	do {
		n = send(sock, eag_bytes(sent, message), message, 0);
		eag_call("client", n, "send(sock, %zu bytes)", message);
		sent += n > 0 ? (size_t)n : 0;
	} while (n != -1);
	return sent;
}

int
main(int argc, char *argv[])
{
	struct eag_fill now, later, unread;
	int sock, conn, revents, refused;
	size_t sent;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("full", "send until the kernel has no room, and ask poll()");
	/* On a busy machine they may be acknowledged before poll() is asked. */
	for (int tries = 0;; tries++) {
		eag_pair_sized(
		    blocking ? 0 : SOCK_NONBLOCK, 4096, &sock, 0, 65536, &conn);
		sent = fill(sock);
		refused = errno;
		revents = eag_poll("client", sock, POLLOUT, "sock");
		eag_need(eag_fill(sock, EAG_SEND, &now) == 0, "eag_fill");
		if (revents == 0 && now.data > now.unsent)
			break;
		if (tries == 10)
			eag_skip("a moment between send() and its ACK");
		close(conn);
		close(sock);
	}
	eag_buffer("client", sock, EAG_SEND);
	eag_buffer("server", conn, EAG_RECEIVE);
	eag_claim("full-is-eagain",
	    refused == EAGAIN && eag_nonblocking(sock) == 1 && revents == 0,
	    "EAGAIN, and poll() agrees: at this moment there is no room");

	eag_step("moment", "a moment later, and nobody reads");
	revents = eag_wait("client", sock, POLLOUT, "sock");
	eag_need(eag_fill(sock, EAG_SEND, &later) == 0, "eag_fill");
	eag_need(eag_fill(conn, EAG_RECEIVE, &unread) == 0, "eag_fill");
	eag_buffer("client", sock, EAG_SEND);
	eag_buffer("server", conn, EAG_RECEIVE);
	n = send(sock, eag_bytes(sent, 16384), 16384, 0);
	eag_call("client", n, "send(sock, 16384 bytes)");
	eag_claim("then-succeeds", revents == POLLOUT && n > 0,
	    "poll() says POLLOUT, and the very same send() succeeds");
	eag_claim("acknowledged", later.data < now.data,
	    "the peer's kernel has acknowledged bytes: that made room");
	eag_claim("nobody-read", unread.data + later.data >= (long)sent,
	    "nobody has read: all of them are still in the two buffers");

	eag_step("read", "at last the peer reads");
	sent += n > 0 ? (size_t)n : 0;
	eag_claim("all-arrived", eag_receive(conn, 0, sent) == sent,
	    "every byte that send() took arrives, once and in order");

	return eag_end();
}
