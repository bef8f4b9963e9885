/* SPDX-License-Identifier: MIT */
/*
 * recv-waitall-blocking: MSG_WAITALL asks a blocking socket for ten bytes, and
 * four are there.  A child sends the other six once it sees this process
 * asleep.  Then four again, and the peer's end behind them.
 */
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "late_sender.h"

static const struct eag_demo demo = {
	.name = "recv-waitall-blocking",
	.title = "MSG_WAITALL waits, but not beyond the peer's end",
	.class = "contrast",
	.calls = "recv send poll shutdown",
	.errnos = "",
	.poll = "POLLIN for a part",
	.belief = "On a blocking socket MSG_WAITALL gives all, or fails.",
	.why =
	    "MSG_WAITALL lets recv() wait until all bytes have come. What ends "
	    "that wait early, the peer's end, a signal or SO_RCVTIMEO, cannot "
	    "give back what was read: the answer is a short count.",
	.react = "Look at the count. Fewer than asked for: the message is not "
		 "whole, and the next recv() says why, 0 at the peer's end.",
	.pages = "recv(2) socket(7)",
	.next = "recv-waitall recv-timeout recv-eof",
};

int
main(int argc, char *argv[])
{
	int sock, conn, ret, sender, gate, stops;
	long before, waited;
	char bytes[10];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("blocking",
	    "ten bytes are asked for; four are there, six come late");
	eag_pair(0, &sock, 0, &conn);
	eag_send(sock, 0, 4);
	eag_wait("server", conn, POLLIN, "conn");
	sender = late_sender(sock, eag_bytes(4, 6), 6, &gate);
	stops = eag_stops();
	eag_open_gate(gate);
	before = eag_sleeps();
	n = recv(conn, bytes, 10, MSG_WAITALL);
	waited = eag_sleeps() - before;
	if (eag_stops() != stops)
		eag_skip(
		    "a run that is not stopped in recv(): it is short then");
	eag_call("server", n, "recv(conn, 10 bytes, MSG_WAITALL)");
	eag_claim("all",
	    n == 10 && waited > 0 && eag_wait_child(sender) == 0 &&
		eag_first_wrong(bytes, 10, 0) == -1,
	    "it waits until the other six have come, and gives all ten");

	eag_step("end", "four are there, and the peer finishes");
	eag_send(sock, 10, 14);
	ret = shutdown(sock, SHUT_WR);
	eag_call("client", ret, "shutdown(sock, SHUT_WR)");
	n = recv(conn, bytes, 10, MSG_WAITALL);
	eag_call("server", n, "recv(conn, 10 bytes, MSG_WAITALL)");
	eag_claim("short-at-the-end", n == 4,
	    "a short count, from a blocking socket");
	n = recv(conn, bytes, 10, MSG_WAITALL);
	eag_call("server", n, "recv(conn, 10 bytes, MSG_WAITALL)");
	eag_claim("then-zero", n == 0,
	    "the next recv() says why: 0, the peer has finished");

	return eag_end();
}
