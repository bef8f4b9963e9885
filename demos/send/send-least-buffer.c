/* SPDX-License-Identifier: MIT */
/*
 * send-least-buffer: the article in docs/claims.md explains EAGAIN with a send
 * buffer of 1024 bytes.  This program asks for one, and fills what it is given.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "send-least-buffer",
	.title = "ask for a send buffer of 1024 bytes: how much fits?",
	.class = "contrast",
	.calls = "send setsockopt getsockopt poll recv",
	.errnos = "EAGAIN",
	.poll = "POLLOUT once the peer has read",
	.belief = "A buffer of 1024 bytes is full after 1024 bytes.",
	.why = "The kernel doubles SO_SNDBUF, and gives at least two of its "
	       "smallest packets. What counts against that size is memory, "
	       "headers included; what has left for the peer does not count.",
	.react = "Do not compute how much fits. Offer what you have, and use "
		 "the count that send() returns.",
	.pages = "socket(7) tcp(7) send(2)",
	.next = "send-last-byte send-short send-stalled-peer",
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
	ret = getsockopt(sock, SOL_SOCKET, SO_SNDBUF, &given, &length);
	eag_call("client", ret, "getsockopt(sock, SO_SNDBUF, [%d])", given);
	return given;
}

int
main(int argc, char *argv[])
{
	int sock, conn, least, given;
	size_t taken = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("asked", "1024 bytes of send buffer are asked for");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 0, &sock, 0, rcvbuf, &conn);
	least = ask_for(sock, 1);
	given = ask_for(sock, 1024);
	eag_claim("more-than-doubled", given > 2 * 1024,
	    "more than twice as much is given");
	eag_claim("least", least == given, "asking for 1 byte gives the same");

	eag_step("full", "a hundred bytes at a time, until none is taken");
	do {
		n = send(sock, eag_bytes(taken, 100), 100, 0);
		eag_call("client", n, "send(sock, 100 bytes)");
		taken += n > 0 ? (size_t)n : 0;
	} while (n != -1);
	eag_claim("not-at-1024", errno == EAGAIN && taken > 1024,
	    "EAGAIN comes after more than 1024 bytes");
	eag_measure("taken until then", (long)taken, "bytes");
	eag_buffer("client", sock, EAG_SEND);

	eag_step("read", "the peer reads; the very same call again");
	eag_receive(conn, 0, taken);
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(taken, 100), 100, 0);
	eag_call("client", n, "send(sock, 100 bytes)");
	eag_claim("then-succeeds", n == 100,
	    "poll() says POLLOUT, and the same send() takes all of it");

	return eag_end();
}
