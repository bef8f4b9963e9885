/* SPDX-License-Identifier: MIT */
/*
 * recv-waitall: MSG_WAITALL asks for all ten bytes, and four are there.  A
 * non-blocking socket does not wait for the rest: there is no flag that makes
 * one call on it wait.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "recv-waitall",
	.title = "MSG_WAITALL does not make a non-blocking socket wait",
	.class = "wait",
	.calls = "recv send poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN for a part, then nothing",
	.belief = "MSG_WAITALL gives all the bytes that I ask for.",
	.why =
	    "MSG_WAITALL says how much recv() waits for, if it may wait. With "
	    "O_NONBLOCK it may not: it gives what is there, and EAGAIN when "
	    "nothing is.",
	.react = "Look at the count, with MSG_WAITALL too: keep the part, wait "
		 "for POLLIN, and ask for the rest.",
	.pages = "recv(2) poll(2)",
	.next = "recv-waitall-blocking recv-part recv-dontwait",
};

int
main(int argc, char *argv[])
{
	int sock, conn;
	char bytes[10];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("nonblocking", "ten bytes are asked for, and four are there");
	eag_pair(0, &sock, SOCK_NONBLOCK, &conn);
	eag_send(sock, 0, 4);
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
	eag_send(sock, 4, 10);
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, bytes + 4, 6, MSG_WAITALL);
	eag_call("server", n, "recv(conn, 6 bytes, MSG_WAITALL)");
	eag_claim("then-rest", n == 6 && eag_first_wrong(bytes, 10, 0) == -1,
	    "it gives the rest: with the four that is the message");

	return eag_end();
}
