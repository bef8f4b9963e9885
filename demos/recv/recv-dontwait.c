/* SPDX-License-Identifier: MIT */
/*
 * recv-dontwait: a blocking socket, and MSG_DONTWAIT on one recv().  The next
 * recv(), without the flag, waits as before: a child sends only when it sees
 * this process asleep.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "late_sender.h"

static const struct eag_demo demo = {
	.name = "recv-dontwait",
	.title = "MSG_DONTWAIT: one recv() does not wait, the next one does",
	.class = "wait",
	.calls = "recv send poll fcntl",
	.errnos = "EAGAIN",
	.poll = "nothing",
	.belief = "EAGAIN: somebody has made my socket non-blocking.",
	.why = "MSG_DONTWAIT is an argument: it belongs to that one call. "
	       "O_NONBLOCK is kept in the open file, for all calls of all who "
	       "share it. An empty buffer answers EAGAIN to either of them.",
	.react = "Where others share the socket, use MSG_DONTWAIT and leave "
		 "O_NONBLOCK alone. After EAGAIN wait for POLLIN, as always.",
	.pages = "recv(2) fcntl(2) poll(2)",
	.next = "recv-waitall recv-empty",
};

int
main(int argc, char *argv[])
{
	char bytes[1024];
	int sock, conn, flags, sender, gate;
	long before, refused, waited, taken;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("one-call", "a blocking socket, and one recv() with the flag");
	eag_pair(0, &sock, 0, &conn);
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	n = recv(conn, bytes, sizeof(bytes), MSG_DONTWAIT);
	refused = eag_sleeps() - before;
	eag_call(
	    "server", n, "recv(conn, %zu bytes, MSG_DONTWAIT)", sizeof(bytes));
	eag_claim("flag-is-eagain", n == -1 && errno == EAGAIN,
	    "an empty receive buffer answers EAGAIN");
	eag_claim("poll-agrees", eag_poll("server", conn, POLLIN, "conn") == 0,
	    "poll() agrees: nothing to read");
	flags = fcntl(conn, F_GETFL);
	eag_call("server", flags, "fcntl(conn, F_GETFL)");
	eag_claim("still-blocking", flags != -1 && (flags & O_NONBLOCK) == 0,
	    "O_NONBLOCK is not set: the socket is as it was");

	eag_step(
	    "next-call", "the next recv() without it; the peer sends late");
	sender = late_sender(sock, eag_bytes(0, 12), 12, &gate);
	eag_open_gate(gate);
	before = eag_sleeps();
	n = recv(conn, bytes, sizeof(bytes), 0);
	waited = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("next-waits",
	    n == 12 && eag_first_wrong(bytes, 12, 0) == -1 &&
		waited > refused && eag_wait_child(sender) == 0,
	    "it waits until the peer has sent, and gives the bytes");

	eag_step("bytes", "with the flag again, and bytes are there");
	eag_send(sock, 12, 24);
	eag_wait("server", conn, POLLIN, "conn");
	before = eag_sleeps();
	n = recv(conn, bytes, sizeof(bytes), MSG_DONTWAIT);
	taken = eag_sleeps() - before;
	eag_call(
	    "server", n, "recv(conn, %zu bytes, MSG_DONTWAIT)", sizeof(bytes));
	eag_claim("then-bytes", n == 12 && eag_first_wrong(bytes, 12, 12) == -1,
	    "the very same call gives the bytes");
	eag_claim("neither-waits", refused == taken,
	    "neither call with the flag has waited");

	return eag_end();
}
