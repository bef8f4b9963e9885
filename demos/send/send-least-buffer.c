/* SPDX-License-Identifier: MIT */
/*
 * send-least-buffer: the article in docs/claims.md explains EAGAIN with a send
 * buffer of 1024 bytes that holds 1023.  This program asks for that buffer,
 * looks at the size it is given, and fills it: to 1023 bytes, then until
 * EAGAIN, then to one byte less than that.
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "send-least-buffer",
	.title = "ask for 1024 bytes, put in 1023: what still fits?",
	.class = "contrast",
	.calls = "send setsockopt getsockopt",
	.errnos = "EAGAIN",
	.belief = "A buffer of 1024 bytes is full after 1024 bytes.",
	.why =
	    "The kernel doubles SO_SNDBUF, and gives at least two of its "
	    "smallest packets, headers included. It counts memory against that "
	    "size, not bytes. Bytes that have left for the peer's buffer do "
	    "not count. So thousands of bytes pass before one is refused.",
	.react =
	    "Do not compute how much fits. Offer what you have, and use the "
	    "count that send() returns.",
	.pages = "socket(7) tcp(7) send(2)",
	.next = "send-short send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking), EAG_OPT_RCVBUF(rcvbuf) },
};

/* Ask for SO_SNDBUF, and see what was given. */
static int
ask_for(int sock, int bytes)
{
	socklen_t length = sizeof(bytes);
	int ret, given = 0;

	ret = setsockopt(sock, SOL_SOCKET, SO_SNDBUF, &bytes, length);
	eag_call("client", ret, "setsockopt(sock, SO_SNDBUF, [%d])", bytes);
	eag_need(ret == 0, "setsockopt");
	ret = getsockopt(sock, SOL_SOCKET, SO_SNDBUF, &given, &length);
	eag_call("client", ret, "getsockopt(sock, SO_SNDBUF, [%d])", given);
	eag_need(ret == 0, "getsockopt");
	return given;
}

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
	int sock, other, conn, given, least, error;
	size_t full, sent = 0;
	long in_it = 0;
	ssize_t n = 0, after;

	eag_start(&demo, argc, argv);

	eag_step("asked", "1024 bytes of send buffer are asked for");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 0, &other, 0, rcvbuf, &conn);
	least = ask_for(other, 1);
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 0, &sock, 0, rcvbuf, &conn);
	given = ask_for(sock, 1024);
	eag_claim("more-than-doubled", given > 2 * 1024,
	    "more than twice as much is given");
	eag_claim("least", least == given,
	    "asking for a single byte gives the same: it is the least");

	eag_step("article", "1023 bytes are in it, and then two more");
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

	eag_step("full", "a hundred bytes at a time, until none is taken");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 0, &sock, 0, rcvbuf, &conn);
	ask_for(sock, 1024);
	full = fill(sock, 1000000);
	error = errno;
	eag_claim("not-at-1024", error == EAGAIN && full > 1024,
	    "EAGAIN comes after more than 1024 bytes");
	eag_measure("taken until then", (long)full, "bytes");
	eag_buffer("client", sock, EAG_SEND);

	eag_step("one-byte", "the same without the last byte; then two bytes");
	n = 0;
	/* On a busy machine more may leave meanwhile: several tries. */
	for (int tries = 0; tries < 10 && n != 1; tries++) {
		eag_pair_sized(
		    blocking ? 0 : SOCK_NONBLOCK, 0, &sock, 0, rcvbuf, &conn);
		ask_for(sock, 1024);
		fill(sock, full - 1);
		n = send(sock, eag_bytes(full - 1, 2), 2, 0);
		eag_call("client", n, "send(sock, 2 bytes)");
	}
	eag_note(n == 1 ?
		"room for exactly one byte: a short count, no EAGAIN" :
		"room for exactly one byte was not met in this run");

	return eag_end();
}
