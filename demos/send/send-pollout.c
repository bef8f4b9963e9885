/* SPDX-License-Identifier: MIT */
/*
 * send-pollout: poll() says POLLOUT, and send() cuts a large message short: it
 * takes what fits.  A blocking send() would wait there.
 */
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "send-pollout",
	.title = "POLLOUT is not a promise: only a part is sent",
	.class = "contrast",
	.calls = "send poll recv",
	.errnos = "",
	.poll = "POLLOUT, though only a part fits",
	.belief = "POLLOUT: there is room for my message.",
	.why =
	    "POLLOUT means that some room is free. It does not say how much, "
	    "and poll() knows nothing of your message: send() takes what "
	    "fits of it, and returns that count.",
	.react =
	    "Use the count of each send(), and wait for POLLOUT only after a "
	    "short count or EAGAIN. On a blocking socket send() waits in spite "
	    "of POLLOUT.",
	.pages = "send(2) poll(2) socket(7) tcp(7)",
	.next = "send-without-pollout send-short send-blocking",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const size_t message = 800000;
	size_t taken;
	int sock, conn, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("promise", "poll() says POLLOUT; a large message is sent");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 65536, &sock, 0, 4096, &conn);
	revents = eag_poll("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(0, message), message, 0);
	eag_call("client", n, "send(sock, %zu bytes)", message);
	eag_claim("no-promise",
	    revents == POLLOUT && n > 0 && n < (ssize_t)message,
	    "only a part of it fits: POLLOUT does not promise all of it");

	eag_step("read", "the peer reads; on at the count");
	taken = n > 0 ? (size_t)n : 0;
	eag_claim("part-arrived", eag_receive(conn, 0, taken) == taken,
	    "the part that was taken arrives");
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_claim("goes-on", n == 1000,
	    "POLLOUT again, and the next thousand bytes fit");

	return eag_end();
}
