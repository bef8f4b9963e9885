/* SPDX-License-Identifier: MIT */
/*
 * send-without-pollout: a send buffer is filled slowly until poll() falls
 * silent, and send() goes on for a while.  Before that it is settled: nothing
 * moves but what this program sends.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "send-without-pollout",
	.title = "poll() is silent, and send() takes more all the same",
	.class = "wait",
	.calls = "send poll recv",
	.errnos = "EAGAIN",
	.poll = "nothing although more fits",
	.belief = "Without POLLOUT send() says EAGAIN.",
	.why = "poll() says POLLOUT as long as at most two thirds of the send "
	       "buffer are in use. send() takes bytes until all of it is in "
	       "use. The gap keeps poll() from waking a sender for a few bytes "
	       "at a time.",
	.react = "Do not ask poll() whether you may send: send, and wait for "
		 "POLLOUT only after a short count or EAGAIN.",
	.pages = "send(2) poll(2) socket(7) tcp(7)",
	.next = "send-pollout send-stalled-peer send-snapshot",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* One send() of the stream's bytes from *sent on, which it moves. */
static ssize_t
send_part(int sock, size_t *sent, size_t length)
{
	ssize_t n = send(sock, eag_bytes(*sent, length), length, 0);

	eag_call("client", n, "send(sock, %zu bytes)", length);
	*sent += n > 0 ? (size_t)n : 0;
	return n;
}

/* Are more than two thirds in use?  net/sock.h, sk_stream_is_writeable(). */
static int
beyond_poll(const struct eag_fill *fill)
{
	return fill->charged * 3 > fill->size * 2;
}

int
main(int argc, char *argv[])
{
	struct eag_fill last, silent;
	int sock, conn, revents;
	size_t sent = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);
	/* tcp(7): with a limit on unsent bytes there is a third mark. */
	if (eag_sysctl("net/ipv4/tcp_notsent_lowat") > 0 &&
	    eag_sysctl("net/ipv4/tcp_notsent_lowat") < INT_MAX)
		eag_skip("no limit on unsent bytes: tcp_notsent_lowat");

	eag_step("silent", "small messages, until poll() is silent");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 65536, &sock, 0, 4096, &conn);
	eag_need(eag_fill(sock, EAG_SEND, &last) == 0, "eag_fill");
	send_part(sock, &sent, (size_t)last.size / 4);
	eag_settle(sock);
	do {
		eag_need(eag_fill(sock, EAG_SEND, &last) == 0, "eag_fill");
		n = send_part(sock, &sent, 1000);
	} while (n == 1000 && eag_await(sock, POLLOUT, 0) == POLLOUT);
	revents = eag_poll("client", sock, POLLOUT, "sock");
	eag_buffer("client", sock, EAG_SEND);
	eag_need(eag_fill(sock, EAG_SEND, &silent) == 0, "eag_fill");
	n = send_part(sock, &sent, 1000);
	eag_claim("no-refusal", revents == 0 && n == 1000,
	    "poll() is silent, and send() takes the next message all the same");
	if (silent.charged != -1)
		eag_claim("two-thirds",
		    !beyond_poll(&last) && beyond_poll(&silent) &&
			silent.charged < silent.size,
		    "poll() fell silent when two thirds were in use, not all");

	eag_step("full", "more of them, until send() refuses");
	while (n > 0)
		n = send_part(sock, &sent, 1000);
	eag_claim("full-is-eagain", n == -1 && errno == EAGAIN,
	    "EAGAIN: only now nothing fits");
	eag_buffer("client", sock, EAG_SEND);

	eag_step("read", "the peer reads; the very same call again");
	eag_claim("all-arrived", eag_receive(conn, 0, sent) == sent,
	    "every byte that send() took arrives, once and in order");
	eag_wait("client", sock, POLLOUT, "sock");
	eag_claim("then-succeeds", send_part(sock, &sent, 1000) == 1000,
	    "poll() says POLLOUT, and the same send() succeeds");

	return eag_end();
}
