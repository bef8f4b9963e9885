/* SPDX-License-Identifier: MIT */
/*
 * unix-pollout: a client has filled its send buffer, and the server reads one
 * message after another.  There is room after the first; POLLOUT comes late.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "unix-pollout",
	.title = "AF_UNIX: POLLOUT comes when a quarter is left",
	.class = "wait",
	.calls = "send setsockopt recv poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until only a quarter of the send buffer is in use",
	.belief = "As soon as there is room, poll() says POLLOUT.",
	.why = "send() is refused when the memory of what the peer has not "
	       "read reaches twice the SO_SNDBUF asked for. POLLOUT comes at a "
	       "quarter of that: so a sender is not woken for each message.",
	.react = "Wait for POLLOUT. If it never comes, look at what the peer "
		 "is doing: reading a little is not enough.",
	.pages = "unix(7) socket(7) send(2) poll(2)",
	.next = "unix-truesize send-pollout send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const int sndbuf = 65536;
	int pair[2], ret, told, left, sent = 0;
	char byte;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("full", "messages of one byte, and the server does not read");
	ret = socketpair(
	    AF_UNIX, SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK), 0, pair);
	eag_need(ret == 0, "socketpair");
	ret = setsockopt(
	    pair[0], SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	eag_call("client", ret, "setsockopt(sock, SO_SNDBUF, [%d])", sndbuf);
	do {
		n = send(pair[0], "m", 1, 0);
		eag_call("client", n, "send(sock, 1 byte)");
		sent += n == 1;
	} while (n == 1);
	eag_claim("full-is-eagain",
	    errno == EAGAIN && eag_nonblocking(pair[0]) == 1,
	    "the send buffer is full: EAGAIN");

	eag_step("one", "the server reads one of them");
	n = recv(pair[1], &byte, 1, 0);
	eag_call("server", n, "recv(conn, 1 byte)");
	told = eag_poll("client", pair[0], POLLOUT, "sock");
	n = send(pair[0], "m", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_claim("room-for-one", told == 0 && n == 1,
	    "there is room for one, but poll() does not say POLLOUT for that");

	eag_step("quarter", "the server reads on, until poll() says POLLOUT");
	left = sent;
	do {
		n = recv(pair[1], &byte, 1, 0);
		eag_call("server", n, "recv(conn, 1 byte)");
		left -= n == 1;
	} while (n == 1 && eag_await(pair[0], POLLOUT, 0) == 0);
	told = eag_poll("client", pair[0], POLLOUT, "sock");
	eag_buffer("client", pair[0], EAG_SEND);
	eag_claim("at-a-quarter",
	    told == POLLOUT && left * 4 <= sent && left * 4 + 4 >= sent,
	    "POLLOUT comes when a quarter of the messages is left");
	n = send(pair[0], "m", 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_claim("then-sent", n == 1, "and the very same send() succeeds");

	return eag_end();
}
