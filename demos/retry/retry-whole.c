/* SPDX-License-Identifier: MIT */
/*
 * retry-whole: the whole message again, once after a short count and once after
 * EAGAIN.  Each byte of the stream knows its offset (eag_bytes()), so the peer
 * sees the difference.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "retry-whole",
	.title = "send() again from the start: only EAGAIN allows it",
	.class = "wait",
	.calls = "send recv poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT once there is room",
	.belief = "What send() did not take whole, I send again whole.",
	.why = "A short send() has taken a part, and that part is on its way: "
	       "sent again, it arrives twice. EAGAIN has taken nothing, so the "
	       "same bytes may be offered again.",
	.react =
	    "Use the count. After a short one go on at the first byte that was "
	    "not taken; after EAGAIN wait for POLLOUT, and make the same call.",
	.pages = "send(2) poll(2) tcp(7)",
	.next = "send-short retry-poll retry-sleep",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	char bytes[1024];
	size_t taken;
	int sock, conn;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step(
	    "resend", "the wrong way: the whole message after a short count");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 4096, &sock, 0, 4096, &conn);
	n = send(sock, eag_bytes(0, 30000), 30000, 0);
	eag_call("client", n, "send(sock, 30000 bytes)");
	if (n == 30000)
		eag_skip("buffers as small as those asked for");
	taken = n > 0 ? (size_t)n : 0;
	eag_receive(conn, 0, taken);
	n = send(sock, eag_bytes(0, 30000), 30000, 0);
	eag_call("client", n, "send(sock, 30000 bytes)");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("resent-is-wrong",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, taken) != -1,
	    "what follows the first part is not the rest of the message");
	eag_claim("resent-repeats",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, 0) == -1,
	    "it is the beginning again: those bytes arrive twice");
	eag_measure("repeated from", (long)taken, "bytes into the stream");

	eag_step("whole", "the right way: the whole message after EAGAIN");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 4096, &sock, 0, 4096, &conn);
	taken = eag_stall(sock);
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_need(n == -1 && errno == EAGAIN, "send");
	eag_receive(conn, 0, taken);
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_claim("whole-is-right",
	    n == 1000 && eag_receive(conn, taken, taken + 1000) == taken + 1000,
	    "EAGAIN took nothing: every byte arrives, once and in order");

	return eag_end();
}
