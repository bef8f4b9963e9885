/* SPDX-License-Identifier: MIT */
/*
 * send-stalled-peer: send until EAGAIN to a peer that does not read.  Bytes
 * that were still on their way then make room, so that room is filled too; only
 * when nothing moves any more is anything measured.  Then the peer reads, and
 * the very same send() succeeds.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, message_bytes = 1000, sndbuf = 4096, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "send-stalled-peer",
	.title = "send() to a peer that has stopped reading",
	.class = "wait",
	.calls = "send recv poll write",
	.errnos = "EAGAIN",
	.poll = "no POLLOUT",
	.belief = "EAGAIN from send() means that the connection is broken.",
	.why =
	    "Bytes leave the send buffer when the peer's kernel acknowledges "
	    "them. The peer does not read: its window shuts (often before its "
	    "buffer is full), and the send buffer fills. POLLOUT comes when "
	    "about a third of it is free again.",
	.react =
	    "Keep what was not sent, wait for POLLOUT, and go on from there. "
	    "Dropping it loses data; a sleep is either too short or too long.",
	.pages = "send(2) write(2) poll(2) socket(7) tcp(7)",
	.next = "send-short send-blocking recv-empty",
	.options = { EAG_OPT_BLOCKING(blocking), EAG_OPT_MESSAGE(message_bytes),
	    EAG_OPT_SNDBUF(sndbuf), EAG_OPT_RCVBUF(rcvbuf) },
};

/* Send from `sent` on until refused; returns how far that went. */
static size_t
fill(int sock, size_t sent)
{
	const size_t message = (size_t)message_bytes;
	ssize_t n;

	do {
		n = send(sock, eag_bytes(sent, message), message, 0);
		eag_call("client", n, "send(sock, %zu bytes)", message);
		sent += n > 0 ? (size_t)n : 0;
	} while (n != -1);
	return sent;
}

int
main(int argc, char *argv[])
{
	struct eag_fill full;
	size_t message, sent, before;
	int sock, conn, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);
	message = (size_t)message_bytes;
	/* tcp(7): with a limit on unsent bytes send() refuses earlier. */
	if (eag_sysctl("net/ipv4/tcp_notsent_lowat") > 0 &&
	    eag_sysctl("net/ipv4/tcp_notsent_lowat") < INT_MAX)
		eag_skip("no limit on unsent bytes: tcp_notsent_lowat");

	eag_step("fill", "send until the kernel has no room");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	sent = fill(sock, 0);
	eag_claim("fills-up", errno == EAGAIN && sent > 0,
	    "send() takes bytes that nobody reads, until it answers EAGAIN");

	eag_step("settle", "what was on its way makes room: fill that too");
	do {
		eag_settle(sock);
		before = sent;
		sent = fill(sock, sent);
	} while (sent > before);

	eag_step("full", "now nothing moves until the peer reads");
	n = send(sock, eag_bytes(sent, message), message, 0);
	eag_call("client", n, "send(sock, %zu bytes)", message);
	eag_claim("full-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 1,
	    "a full send buffer answers EAGAIN; it does not wait");
	revents = eag_poll("client", sock, POLLOUT, "sock");
	eag_need(eag_fill(sock, EAG_SEND, &full) == 0, "eag_fill");
	eag_claim("poll-agrees", revents == 0, "poll() agrees: not writable");
	n = write(sock, eag_bytes(sent, message), message);
	eag_call("client", n, "write(sock, %zu bytes)", message);
	eag_claim("write-too", n == -1 && errno == EAGAIN,
	    "write() is send() without flags: EAGAIN");
	eag_buffer("client", sock, EAG_SEND);
	eag_buffer("server", conn, EAG_RECEIVE);
	if (full.unsent != -1)
		eag_claim("settled", full.unsent == full.data,
		    "nothing is in flight that could still make room");
	if (full.charged != -1)
		eag_claim("charged",
		    full.charged >= full.size && full.charged > full.data,
		    "memory charged reaches SO_SNDBUF, and exceeds the data");

	eag_step("read", "the peer reads; the very same call again");
	eag_claim("all-arrived", eag_receive(conn, 0, sent) == sent,
	    "every byte that send() took arrives, once and in order");
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(sent, message), message, 0);
	eag_call("client", n, "send(sock, %zu bytes)", message);
	eag_claim("then-succeeds", n > 0,
	    "once the peer has read, the same send() succeeds");
	eag_claim("nothing-else",
	    n > 0 &&
		eag_receive(conn, sent, sent + (size_t)n) == sent + (size_t)n &&
		eag_poll("server", conn, POLLIN, "conn") == 0,
	    "the bytes refused before arrive too, and nothing else does");

	return eag_end();
}
