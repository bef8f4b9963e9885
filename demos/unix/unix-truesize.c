/* SPDX-License-Identifier: MIT */
/*
 * unix-truesize: a client that sends small requests to a server that does not
 * read.  The send buffer is full when hardly any bytes are in it, because the
 * kernel counts the memory of each message and not its bytes.
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
	.why = "What the peer has not read is charged to the sender, as "
	       "memory: each message costs its buffer and some hundred bytes "
	       "of bookkeeping. send() is refused when that reaches SO_SNDBUF.",
	.react =
	    "Wait for POLLOUT; the peer has to read. Put small messages "
	    "together before sending. If it never comes, look at what the peer "
	    "is doing.",
	.pages = "unix(7) socket(7) send(2) poll(2)",
	.next = "unix-pollout send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/*
 * A pair, and messages of `size` bytes go in at one end until one is refused;
 * errno says how.
 */
static void
fill(int pair[2], size_t size)
{
	const int sndbuf = 65536;
	int ret;
	ssize_t n;

	ret = socketpair(
	    AF_UNIX, SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK), 0, pair);
	eag_need(ret == 0, "socketpair");
	ret = setsockopt(
	    pair[0], SOL_SOCKET, SO_SNDBUF, &sndbuf, sizeof(sndbuf));
	eag_call("client", ret, "setsockopt(sock, SO_SNDBUF, [%d])", sndbuf);
	do {
		n = send(pair[0], eag_bytes(0, size), size, 0);
		eag_call("client", n, "send(sock, %zu bytes)", size);
	} while (n > 0);
}

int
main(int argc, char *argv[])
{
	int small[2], large[2], told;
	struct eag_fill own, peer, more;
	char bytes[1000];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("small", "messages of one byte, and the server does not read");
	fill(small, 1);
	eag_claim("full-is-eagain",
	    errno == EAGAIN && eag_nonblocking(small[0]) == 1,
	    "the send buffer is full: EAGAIN");
	told = eag_poll("client", small[0], POLLOUT, "sock");
	eag_claim("poll-agrees", told == 0, "poll() agrees: no POLLOUT");
	eag_buffer("client", small[0], EAG_SEND);
	eag_need(eag_fill(small[0], EAG_SEND, &own) == 0, "SO_SNDBUF");
	eag_need(eag_fill(small[1], EAG_RECEIVE, &peer) == 0, "FIONREAD");
	eag_measure("not read", peer.data, "bytes");
	eag_claim("few-bytes", peer.data * 100 < own.size,
	    "the bytes in it are less than a hundredth of its size");

	eag_step("large", "the same buffer, and messages of 1000 bytes");
	fill(large, 1000);
	eag_need(eag_fill(large[1], EAG_RECEIVE, &more) == 0, "FIONREAD");
	eag_measure("not read", more.data, "bytes");
	eag_claim("more-fits", errno == EAGAIN && more.data > peer.data,
	    "more bytes fit in the same buffer when the messages are larger");

	eag_step("room", "the server reads; the very same send() again");
	do {
		n = recv(large[1], bytes, sizeof(bytes), MSG_DONTWAIT);
		eag_call("server", n, "recv(conn, %zu bytes, MSG_DONTWAIT)",
		    sizeof(bytes));
	} while (n > 0);
	told = eag_wait("client", large[0], POLLOUT, "sock");
	n = send(large[0], eag_bytes(0, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_claim("then-room", told == POLLOUT && n == 1000,
	    "poll() says POLLOUT, and the same send() succeeds");

	return eag_end();
}
