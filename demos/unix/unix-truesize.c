/* SPDX-License-Identifier: MIT */
/*
 * unix-truesize: a client sends messages of one byte, and the server does not
 * read.  The send buffer is full when hardly any bytes are in it.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "unix-truesize",
	.title = "small messages fill a large AF_UNIX buffer",
	.class = "wait",
	.calls = "send setsockopt recv poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until the server has read most of it",
	.belief = "SO_SNDBUF is how many bytes I can send.",
	.why = "The sender is charged memory for what the peer has not read: "
	       "hundreds of bytes for a message of one. send() is refused at "
	       "twice the SO_SNDBUF asked for: Linux doubles it.",
	.react = "Wait for POLLOUT. If it never comes, look at what the peer "
		 "is doing. Put small messages together before sending.",
	.pages = "unix(7) socket(7) send(2) poll(2)",
	.next = "unix-pollout send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const int sndbuf = 65536;
	static char bytes[131072];
	struct eag_fill full;
	int pair[2], ret, told;
	ssize_t n, few;

	eag_start(&demo, argc, argv);

	eag_step("small", "messages of one byte, and the server does not read");
	ret = socketpair(
	    AF_UNIX, SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK), 0, pair);
	eag_need(ret == 0, "socketpair");
	ret = setsockopt(
	    pair[0], SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	eag_call("client", ret, "setsockopt(sock, SO_SNDBUF, [%d])", sndbuf);
	do {
		n = send(pair[0], bytes, 1, 0);
		eag_call("client", n, "send(sock, 1 byte)");
	} while (n == 1);
	eag_claim("full-is-eagain",
	    errno == EAGAIN && eag_nonblocking(pair[0]) == 1,
	    "the send buffer is full: EAGAIN");
	told = eag_poll("client", pair[0], POLLOUT, "sock");
	eag_claim("poll-agrees", told == 0, "poll() agrees: no POLLOUT");
	eag_buffer("client", pair[0], EAG_SEND);
	eag_need(eag_fill(pair[0], EAG_SEND, &full) == 0, "SO_SNDBUF");

	eag_step("room", "the server reads all; the very same send() again");
	few = recv(pair[1], bytes, sizeof(bytes), 0);
	eag_call("server", few, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("few-bytes", few > 0 && few * 100 < full.size,
	    "the bytes in it were less than a hundredth of its size");
	told = eag_wait("client", pair[0], POLLOUT, "sock");
	n = send(pair[0], bytes, 1, 0);
	eag_call("client", n, "send(sock, 1 byte)");
	eag_claim("then-room", told == POLLOUT && n == 1,
	    "poll() says POLLOUT, and the same send() succeeds");

	eag_step("large", "behind that one byte: messages of 1000 bytes");
	do {
		n = send(pair[0], bytes, 1000, 0);
		eag_call("client", n, "send(sock, 1000 bytes)");
	} while (n > 0);
	n = recv(pair[1], bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("more-fits", n > few,
	    "more bytes fit in the same buffer when the messages are larger");

	return eag_end();
}
