/* SPDX-License-Identifier: MIT */
/*
 * recv-waitall: MSG_WAITALL asks for all ten bytes, and four are there.  A
 * non-blocking socket does not wait for the rest; a blocking one does, but not
 * beyond the peer's end.  There is no flag that makes one call on a
 * non-blocking socket wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "late_sender.h"

static const struct eag_demo demo = {
	.name = "recv-waitall",
	.title = "MSG_WAITALL does not make a non-blocking socket wait",
	.class = "wait",
	.calls = "recv send poll fcntl shutdown",
	.errnos = "EAGAIN",
	.poll = "POLLIN for a part, then nothing",
	.belief = "MSG_WAITALL gives all the bytes that I ask for.",
	.why =
	    "MSG_WAITALL says how much recv() waits for, if it may wait. With "
	    "O_NONBLOCK it may not: it gives what is there, and EAGAIN when "
	    "nothing is. On a blocking socket a time limit, a signal or the "
	    "peer's end still cuts it short.",
	.react = "Look at the count, with MSG_WAITALL too. On a non-blocking "
		 "socket keep the part, wait for POLLIN, and ask for the rest.",
	.pages = "recv(2) fcntl(2) poll(2)",
	.next = "recv-part recv-dontwait recv-timeout",
};

/* The client sends the stream's bytes from `from` up to `to`. */
static void
send_part(int sock, size_t from, size_t to)
{
	ssize_t n = send(sock, eag_bytes(from, to - from), to - from, 0);

	eag_call("client", n, "send(sock, %zu bytes)", to - from);
}

int
main(int argc, char *argv[])
{
	int sock, conn, flags, ret, sender, gate, stops;
	long before, waited;
	char bytes[10];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("nonblocking", "ten bytes are asked for, and four are there");
	eag_pair(0, &sock, SOCK_NONBLOCK, &conn);
	send_part(sock, 0, 4);
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, bytes, 10, MSG_WAITALL);
	eag_call("server", n, "recv(conn, 10 bytes, MSG_WAITALL)");
	eag_claim("not-all", n == 4,
	    "it gives the four that are there, and does not wait for all");
	n = recv(conn, bytes + 4, 6, MSG_WAITALL);
	eag_call("server", n, "recv(conn, 6 bytes, MSG_WAITALL)");
	eag_claim("rest-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(conn) == 1,
	    "nothing is there: EAGAIN, with MSG_WAITALL too");
	eag_claim("poll-agrees", eag_poll("server", conn, POLLIN, "conn") == 0,
	    "poll() agrees: nothing to read");

	eag_step("rest", "the rest comes; the very same call again");
	send_part(sock, 4, 10);
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, bytes + 4, 6, MSG_WAITALL);
	eag_call("server", n, "recv(conn, 6 bytes, MSG_WAITALL)");
	eag_claim("then-rest", n == 6 && eag_first_wrong(bytes, 10, 0) == -1,
	    "it gives the rest: with the four that is the message");

	eag_step(
	    "blocking", "without O_NONBLOCK: four are there, six come late");
	flags = fcntl(conn, F_GETFL);
	eag_call("server", flags, "fcntl(conn, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(conn, F_SETFL, flags & ~O_NONBLOCK);
	eag_call("server", ret, "fcntl(conn, F_SETFL, flags & ~O_NONBLOCK)");
	send_part(sock, 10, 14);
	eag_wait("server", conn, POLLIN, "conn");
	sender = late_sender(sock, eag_bytes(14, 6), 6, &gate);
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
		eag_first_wrong(bytes, 10, 10) == -1,
	    "it waits until the other six have come, and gives all ten");

	eag_step("end", "four are there, and the peer finishes");
	send_part(sock, 20, 24);
	ret = shutdown(sock, SHUT_WR);
	eag_call("client", ret, "shutdown(sock, SHUT_WR)");
	n = recv(conn, bytes, 10, MSG_WAITALL);
	eag_call("server", n, "recv(conn, 10 bytes, MSG_WAITALL)");
	eag_claim("short-at-the-end", n == 4,
	    "a short count from a blocking socket: no more will come");

	return eag_end();
}
