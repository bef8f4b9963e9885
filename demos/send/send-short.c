/* SPDX-License-Identifier: MIT */
/*
 * send-short: one send() of more than fits.  Then the right way to go on, at
 * the count, and the wrong way, the whole message again.  Each byte of the
 * stream knows its offset (eag_bytes()), so the peer sees the difference.  At
 * last the same with a blocking send().
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
	.next = "send-stalled-peer recv-eof",
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

/* Go on from `taken` until refused; returns how far that went. */
static size_t
fill(int sock, size_t taken, size_t message)
{
	ssize_t n;

	while (taken < message && (n = send_part(sock, taken, message)) != -1)
		taken += (size_t)n;
	return taken;
}

int
main(int argc, char *argv[])
{
	size_t message, first, before, taken, arrived = 0;
	char bytes[1024];
	int sock, conn, reader, stops;
	long asleep;
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
	first = n > 0 ? (size_t)n : 0;

	eag_step("rest", "go on at the first byte not taken, until EAGAIN");
	taken = fill(sock, first, message);

	eag_step("settle", "what was on its way makes room: fill that too");
	do {
		eag_settle(sock);
		before = taken;
		taken = fill(sock, taken, message);
	} while (taken > before);
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

	eag_step(
	    "resend", "the wrong way: the whole message after a short count");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	n = send_part(sock, 0, message);
	first = n > 0 ? (size_t)n : 0;
	eag_receive(conn, 0, first);
	send_part(sock, 0, message);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("resent-is-wrong",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, first) != -1,
	    "what follows the first part is not the rest of the message");
	eag_claim("resent-repeats",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, 0) == -1,
	    "it is the beginning again: those bytes arrive twice");
	eag_measure("repeated from", (long)first, "bytes into the stream");

	eag_step("blocking", "one blocking send() of more than fits");
	eag_pair_sized(0, sndbuf, &sock, 0, rcvbuf, &conn);
	reader = eag_reader(conn, message, 1000);
	stops = eag_stops();
	asleep = eag_sleeps();
	eag_need(asleep != -1, "getrusage");
	n = send(sock, eag_bytes(0, message), message, 0);
	asleep = eag_sleeps() - asleep;
	eag_call("client", n, "send(sock, %zu bytes)", message);
	if (eag_stops() != stops)
		eag_skip(
		    "a run that is not stopped in send(): it is short then");
	eag_claim("blocking-takes-all", n == (ssize_t)message && asleep > 0,
	    "it waits while the peer reads, and returns when all is taken");
	eag_need(shutdown(sock, SHUT_WR) == 0, "shutdown");
	eag_claim("blocking-is-right", eag_reader_done(reader),
	    "all of it arrives, once and in order");

	return eag_end();
}
