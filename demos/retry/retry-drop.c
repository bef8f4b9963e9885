/* SPDX-License-Identifier: MIT */
/*
 * retry-drop: one message is refused and dropped, and the next one is sent.
 * Each byte of the stream knows its offset (eag_bytes()): a hole is seen.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, message_bytes = 1000, sndbuf = 4096, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "retry-drop",
	.title = "EAGAIN from send(), ignored: those bytes are lost",
	.class = "wait",
	.calls = "send recv poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT once there is room",
	.belief = "The kernel sends a message later that it has refused.",
	.why =
	    "A refused send() has taken nothing, and the kernel keeps nothing "
	    "of the message. If the caller goes on with the next one, the peer "
	    "never gets those bytes, and cannot even tell.",
	.react =
	    "Keep what was refused, wait for POLLOUT, and send that first. If "
	    "old data is worthless, drop whole messages before the first byte.",
	.pages = "send(2) poll(2)",
	.next = "retry-ignore retry-poll send-stalled-peer",
	/* The stream repeats after 65521 bytes, a message must not. */
	.options = { EAG_OPT_BLOCKING(blocking), EAG_OPT_SNDBUF(sndbuf),
	    EAG_OPT_RCVBUF(rcvbuf),
	    { .name = "message",
		.kind = EAG_NUMBER,
		.number = &message_bytes,
		.value = "BYTES",
		.text = "bytes in each message",
		.min = 16,
		.max = 60000 } },
};

int
main(int argc, char *argv[])
{
	size_t message, taken, next;
	static char bytes[1 << 16];
	int sock, conn;
	ssize_t n;

	eag_start(&demo, argc, argv);
	message = (size_t)message_bytes;

	eag_step("refused", "the send buffer is full; this message is refused");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	taken = eag_stall(sock);
	n = send(sock, eag_bytes(taken, message), message, 0);
	eag_call("client", n, "send(sock, %zu bytes)", message);
	eag_claim("refused", n == -1 && errno == EAGAIN,
	    "send() answers EAGAIN; the program drops the message and goes on");

	eag_step("next", "there is room again, and the next message is sent");
	eag_claim("before-is-right", eag_receive(conn, 0, taken) == taken,
	    "what was taken before arrives");
	eag_wait("client", sock, POLLOUT, "sock");
	next = taken + message;
	n = send(sock, eag_bytes(next, message), message, 0);
	eag_call("client", n, "send(sock, %zu bytes)", message);
	eag_settle(sock);

	eag_step("lost", "what the peer gets");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("hole",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, taken) != -1,
	    "the refused message is missing: other bytes follow");
	eag_claim("next-instead",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, next) == -1,
	    "they are the next message, and nothing tells the peer");

	return eag_end();
}
