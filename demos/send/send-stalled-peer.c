/* SPDX-License-Identifier: MIT */
/*
 * send-stalled-peer: send() puts bytes into the send buffer, which they leave
 * when the peer acknowledges them.  A peer that does not read cannot go on
 * doing so: its receive buffer fills, its window shuts, then the send buffer
 * fills, and a non-blocking send() answers EAGAIN.  When the peer reads, all
 * moves.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "send-stalled-peer",
	.title = "send() to a peer that has stopped reading",
	.class = "wait",
	.calls = "send recv poll",
	.errnos = "EAGAIN",
	.why =
	    "send() copies into the send buffer and returns; bytes leave it "
	    "when the peer's kernel acknowledges them. The peer does not read: its "
	    "window shuts, the buffer fills up, and there is room for nothing.",
	.react =
	    "Keep what was not sent, wait for POLLOUT, and go on from there. "
	    "Dropping it loses data; a sleep is either too short or too long.",
	.pages = "send(2) poll(2) socket(7) tcp(7)",
	.next = "send-short recv-empty",
	.options = { EAG_OPT_BLOCKING, EAG_OPT_AT_CONNECT,
	    EAG_OPT_MESSAGE(1000), EAG_OPT_SNDBUF(4096), EAG_OPT_RCVBUF(4096) },
};

/* Send on from `sent` until the kernel refuses; `left` is of this message. */
static size_t
fill(int sock, size_t sent, size_t *left)
{
	const size_t message = (size_t)eag_number("message");
	const size_t enough = 256ul << 20;
	ssize_t n;

	while ((n = send(sock, eag_bytes(sent, *left), *left, 0)) != -1) {
		eag_call("client", n, "send(sock, %zu bytes)", *left);
		sent += (size_t)n;
		*left -= (size_t)n;
		if (*left == 0)
			*left = message;
		if (sent > enough)
			eag_skip("a peer that does not read: this one does");
	}
	eag_call("client", n, "send(sock, %zu bytes)", *left);
	if (errno != EAGAIN && eag_elsewhere())
		eag_skip("a peer that stays: this one closed or reset");
	return sent;
}

int
main(int argc, char *argv[])
{
	struct eag_fill full;
	size_t left, sent;
	int sock, conn, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);
	left = (size_t)eag_number("message");

	eag_step("fill", "send until the kernel has no room");
	eag_pair(eag_flag(SOCK_NONBLOCK), &sock, 0, &conn);
	sent = fill(sock, 0, &left);
	eag_claim("fills-up", errno == EAGAIN && sent > 0,
	    "send() takes bytes that nobody reads, until it answers EAGAIN");

	eag_step(
	    "settle", "what is still on its way makes room: fill that too");
	for (int pass = 0; pass < 20 && eag_settle(sock) > 0; pass++)
		sent = fill(sock, sent, &left);

	eag_step("full", "now nothing moves until the peer reads");
	n = send(sock, eag_bytes(sent, left), left, 0);
	eag_call("client", n, "send(sock, %zu bytes)", left);
	revents = eag_poll("client", sock, POLLOUT, "sock");
	if (eag_elsewhere() && (n != -1 || errno != EAGAIN || revents != 0))
		eag_skip("a peer that stays, and does not read");
	eag_claim("full-is-eagain", n == -1 && errno == EAGAIN,
	    "a full send buffer answers EAGAIN; it does not wait");
	eag_claim("poll-agrees", revents == 0, "poll() agrees: not writable");
	eag_buffer("client", sock, EAG_SEND);
	if (conn != -1)
		eag_buffer("server", conn, EAG_RECEIVE);
	eag_need(eag_fill(sock, EAG_SEND, &full) == 0, "eag_fill");
	eag_claim_both("settled", full.unsent == -1 || full.unsent == full.data,
	    "nothing is in flight that could still make room");
	eag_claim_both("charged-is-more",
	    full.charged == -1 || full.charged > full.data,
	    "SO_SNDBUF limits memory charged, which is more than the data");

	eag_step("read", "the peer reads; the very same call again");
	eag_claim_both("all-arrived",
	    conn != -1 && eag_receive(conn, 0, sent) == sent,
	    "every byte that send() took arrives, once and in order");
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(sent, left), left, 0);
	eag_call("client", n, "send(sock, %zu bytes)", left);
	if (n == -1 && eag_elsewhere())
		eag_skip("a peer that reads at last: this one closed or reset");
	eag_claim("then-succeeds", n > 0,
	    "once the peer has read, the same send() succeeds");
	eag_claim_both("nothing-else",
	    conn != -1 && n > 0 &&
		eag_receive(conn, sent, sent + (size_t)n) == sent + (size_t)n &&
		eag_poll("server", conn, POLLIN, "conn") == 0,
	    "the bytes refused before arrive too, and nothing else does");

	return eag_end();
}
