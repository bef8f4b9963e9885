/* SPDX-License-Identifier: MIT */
/*
 * send-last-byte: the case that the article in docs/claims.md tells, with room
 * for one byte and two to send.  First as it is told there: 1023 bytes in a
 * buffer of 1024.  Then it is filled until EAGAIN, and the peer reads.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "send-last-byte",
	.title = "1023 bytes in a buffer of 1024: do two more fit?",
	.class = "contrast",
	.calls = "send poll recv",
	.errnos = "EAGAIN",
	.poll = "POLLOUT with 1023 bytes in it, nothing when it is full",
	.belief = "Room for one byte, and two are sent: EAGAIN.",
	.why = "The kernel counts memory against SO_SNDBUF, not bytes, and "
	       "gives more of it than was asked for. It looks only before it "
	       "takes more memory: so two bytes find room, and many more.",
	.react = "Do not keep a count of your own of what is free: send, and "
		 "on EAGAIN wait for POLLOUT.",
	.pages = "socket(7) tcp(7) send(2)",
	.next = "send-least-buffer send-short",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* What is in the send buffer. */
static struct eag_fill
look(int sock)
{
	struct eag_fill fill;

	eag_need(eag_fill(sock, EAG_SEND, &fill) == 0, "SIOCOUTQ");
	return fill;
}

/*
 * A connection with 1023 bytes in its send buffer, of 1024.  Some leave for the
 * peer while its window is open: top it up.  Then nothing moves any more.
 * Returns how many were sent.
 */
static size_t
article(int *sock, int *conn)
{
	size_t sent = 0;
	long in_it = 0;
	ssize_t n;

	eag_pair_sized(blocking ? 0 : SOCK_NONBLOCK, 1024, sock, 0, 4096, conn);
	for (int tries = 0; tries < 20 && in_it < 1023; tries++) {
		n = send(
		    *sock, eag_bytes(sent, 1023), (size_t)(1023 - in_it), 0);
		eag_call("client", n, "send(sock, %ld bytes)", 1023 - in_it);
		sent += n > 0 ? (size_t)n : 0;
		eag_settle(*sock);
		in_it = look(*sock).data;
	}
	eag_buffer("client", *sock, EAG_SEND);
	return sent;
}

/* Send on from `sent` until EAGAIN: how many went. */
static size_t
fill(int sock, size_t sent)
{
	size_t went = 0;
	ssize_t n;

	do {
		n = send(sock, eag_bytes(sent + went, 100), 100, 0);
		eag_call("client", n, "send(sock, 100 bytes)");
		went += n > 0 ? (size_t)n : 0;
	} while (n != -1);
	return went;
}

int
main(int argc, char *argv[])
{
	size_t sent;
	long in_it;
	int sock, conn;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("article", "1023 bytes are in it, and then two more");
	sent = article(&sock, &conn);
	in_it = look(sock).data;
	eag_poll("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(sent, 2), 2, 0);
	eag_call("client", n, "send(sock, 2 bytes)");
	eag_claim("room-for-two",
	    in_it == 1023 && n == 2 && look(sock).data == 1025,
	    "there is room for both");

	eag_step("full", "it is filled until EAGAIN");
	sent += n > 0 ? (size_t)n : 0;
	sent += fill(sock, sent);
	eag_claim("full-is-eagain", errno == EAGAIN && look(sock).data > 1025,
	    "EAGAIN comes when more than 1024 bytes are in it");
	eag_claim("poll-agrees", eag_poll("client", sock, POLLOUT, "sock") == 0,
	    "poll() agrees: no room");

	eag_step("read", "the peer reads; the same two bytes again");
	eag_claim("all-arrived", eag_receive(conn, 0, sent) == sent,
	    "every byte that was taken arrives, once and in order");
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(sent, 2), 2, 0);
	eag_call("client", n, "send(sock, 2 bytes)");
	eag_claim("then-succeeds", n == 2,
	    "poll() says POLLOUT, and send() takes both");

	return eag_end();
}
