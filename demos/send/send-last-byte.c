/* SPDX-License-Identifier: MIT */
/*
 * send-last-byte: the article in docs/claims.md explains EAGAIN with a send
 * buffer of 1024 bytes: 1023 are in it, there is room for one, and two are
 * sent.  This program does so; then it looks for the state that really has room
 * for one byte, and sends two there.
 */
#include <errno.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "send-last-byte",
	.title = "1023 bytes in a buffer of 1024: do two more fit?",
	.class = "contrast",
	.calls = "send",
	.errnos = "EAGAIN",
	.belief = "Room for one byte, and two are sent: EAGAIN.",
	.why =
	    "The kernel counts memory against SO_SNDBUF, not bytes, and looks "
	    "only before it takes more memory. What it has, it fills: so two "
	    "bytes find room. And where just one byte still fits, send() takes "
	    "that one.",
	.react = "Do not compute how much fits. Offer what you have, and use "
		 "the count that send() returns.",
	.pages = "socket(7) tcp(7) send(2)",
	.next = "send-least-buffer send-short",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* Send `most` bytes, a hundred at a time, until refused: how many went. */
static size_t
fill(int sock, size_t most)
{
	size_t sent = 0, part;
	ssize_t n;

	do {
		part = most - sent < 100 ? most - sent : 100;
		n = send(sock, eag_bytes(sent, part), part, 0);
		eag_call("client", n, "send(sock, %zu bytes)", part);
		sent += n > 0 ? (size_t)n : 0;
	} while (n != -1 && sent < most);
	return sent;
}

/* How many bytes are in the send buffer: not acknowledged, SIOCOUTQ. */
static long
data(int sock)
{
	struct eag_fill fill;

	eag_need(eag_fill(sock, EAG_SEND, &fill) == 0, "SIOCOUTQ");
	return fill.data;
}

int
main(int argc, char *argv[])
{
	size_t full, sent = 0;
	ssize_t n = 0, after;
	long in_it = 0;
	int sock, conn;

	eag_start(&demo, argc, argv);

	eag_step("article", "1023 bytes are in it, and then two more");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 1024, &sock, 0, 4096, &conn);
	/* Some leave for the peer while its window is open: top it up. */
	for (int tries = 0; tries < 20 && in_it < 1023; tries++) {
		n = send(
		    sock, eag_bytes(sent, 1023), (size_t)(1023 - in_it), 0);
		eag_call("client", n, "send(sock, %ld bytes)", 1023 - in_it);
		sent += n > 0 ? (size_t)n : 0;
		eag_settle(sock);
		in_it = data(sock);
	}
	eag_buffer("client", sock, EAG_SEND);
	after = send(sock, eag_bytes(sent, 2), 2, 0);
	eag_call("client", after, "send(sock, 2 bytes)");
	eag_claim("room-for-two",
	    in_it == 1023 && after == 2 && data(sock) == 1025,
	    "there is room for both");

	eag_step("one-byte", "until refused; the same without the last byte");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 1024, &sock, 0, 4096, &conn);
	full = fill(sock, 1000000);
	eag_need(errno == EAGAIN, "send");
	n = 0;
	/* On a busy machine more may leave meanwhile: several tries. */
	for (int tries = 0; tries < 10 && n != 1; tries++) {
		eag_pair_sized(
		    blocking ? 0 : SOCK_NONBLOCK, 1024, &sock, 0, 4096, &conn);
		fill(sock, full - 1);
		n = send(sock, eag_bytes(full - 1, 2), 2, 0);
		eag_call("client", n, "send(sock, 2 bytes)");
	}
	eag_note(n == 1 ?
		"room for exactly one byte: a short count, no EAGAIN" :
		"room for exactly one byte was not met in this run");

	return eag_end();
}
