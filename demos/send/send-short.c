/* SPDX-License-Identifier: MIT */
/*
 * send-short: one send() of more than fits.  It goes on at the count until
 * nothing fits, and again whenever the peer has read.  Each byte of the stream
 * knows its offset (eag_bytes()): the peer sees that none is missing or twice.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, message_bytes = 30000, sndbuf = 4096, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "send-short",
	.title = "send() takes what fits: a short count is not EAGAIN",
	.class = "contrast",
	.calls = "send recv poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT once there is room",
	.belief = "send() takes all or nothing.",
	.why =
	    "A byte stream has no messages. If some of the bytes fit, send() "
	    "takes those and returns how many. Only when none fits is there "
	    "nothing to count, and the answer is EAGAIN.",
	.react = "Always use the count: when poll() says POLLOUT, go on at the "
		 "first byte that was not taken. Never send the whole message "
		 "again.",
	.pages = "send(2) write(2) poll(2) tcp(7)",
	.next = "retry-whole send-sendfile send-blocking send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking), EAG_OPT_MESSAGE(message_bytes),
	    EAG_OPT_SNDBUF(sndbuf), EAG_OPT_RCVBUF(rcvbuf) },
};

/* One send() of the message's bytes from `from` up to `to`. */
static ssize_t
send_part(int sock, size_t from, size_t to)
{
	ssize_t n = send(sock, eag_bytes(from, to - from), to - from, 0);

	eag_call("client", n, "send(sock, %zu bytes)", to - from);
	return n;
}

int
main(int argc, char *argv[])
{
	size_t message, taken, arrived = 0;
	int sock, conn;
	ssize_t n;

	eag_start(&demo, argc, argv);
	message = (size_t)message_bytes;

	eag_step("short", "one send() of more than fits");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	n = send_part(sock, 0, message);
	if (n == (ssize_t)message)
		eag_skip("a larger --message, or smaller buffers");
	eag_claim("takes-what-fits", n > 0 && n < (ssize_t)message,
	    "a stream takes what fits, and says how much: a short count");

	eag_step("rest", "go on at the count, until not even a byte fits");
	taken = n > 0 ? (size_t)n : 0;
	do { /* what was on its way makes room, as long as it moves */
		eag_settle(sock);
		n = send_part(sock, taken, message);
		taken += n > 0 ? (size_t)n : 0;
	} while (n > 0 && taken < message);
	if (taken == message)
		eag_skip("a larger --message, or smaller buffers");
	n = send_part(sock, taken, taken + 1);
	eag_claim("eagain-means-none", n == -1 && errno == EAGAIN,
	    "EAGAIN comes when nothing fits: not even one byte");

	eag_step("resume", "the right way: the peer reads, the client goes on");
	while (eag_receive(conn, arrived, taken) == taken) {
		arrived = taken;
		if (taken == message)
			break;
		eag_wait("client", sock, POLLOUT, "sock");
		n = send_part(sock, taken, message);
		taken += n > 0 ? (size_t)n : 0;
	}
	eag_claim("resumed-is-right", arrived == message,
	    "going on at the count: the message arrives once and in order");

	return eag_end();
}
