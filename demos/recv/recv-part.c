/* SPDX-License-Identifier: MIT */
/*
 * recv-part: messages of ten bytes on a stream, and each comes in two parts, as
 * any message may.  One reader keeps the first part and waits for the rest; one
 * drops it, and from then on takes the wrong bytes for a message.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "recv-part",
	.title = "POLLIN says that something is there, not all of it",
	.class = "wait",
	.calls = "recv send poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN at the first byte, then nothing",
	.belief = "If poll() says POLLIN, my whole message is there.",
	.why =
	    "A stream has no messages, and poll() does not know how long yours "
	    "are: it says POLLIN as soon as one byte is there. recv() gives "
	    "what has come, and then EAGAIN: the rest is still on its way.",
	.react =
	    "Keep the part and how long it is, wait for POLLIN, and ask for "
	    "the rest. EAGAIN in the middle of a message is not an error.",
	.pages = "recv(2) poll(2) tcp(7)",
	.next = "recv-empty recv-waitall send-short",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	char message[10], rest[10];
	int sock, conn, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("part", "ten bytes are wanted, and four have come");
	eag_pair(0, &sock, blocking ? 0 : SOCK_NONBLOCK, &conn);
	eag_send(sock, 0, 4);
	revents = eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, message, 10, 0);
	eag_call("server", n, "recv(conn, 10 bytes)");
	eag_claim("some", revents == POLLIN && n == 4,
	    "poll() says POLLIN for four bytes, and recv() gives four");
	n = recv(conn, message + 4, 6, 0);
	eag_call("server", n, "recv(conn, 6 bytes)");
	eag_claim("rest-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(conn) == 1,
	    "the other six are not there: EAGAIN; it does not wait");
	eag_claim("poll-agrees", eag_poll("server", conn, POLLIN, "conn") == 0,
	    "poll() agrees: nothing more to read");

	eag_step("keep", "the reader keeps the four; the rest comes");
	eag_send(sock, 4, 10);
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, message + 4, 6, 0);
	eag_call("server", n, "recv(conn, 6 bytes)");
	eag_claim("whole", n == 6 && eag_first_wrong(message, 10, 0) == -1,
	    "the very same recv() gives the rest: the message is whole");

	eag_step("drop", "the next message; the reader drops the first part");
	eag_send(sock, 10, 14);
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, message, 10, 0);
	eag_call("server", n, "recv(conn, 10 bytes)");
	n = recv(conn, rest, 6, 0);
	eag_call("server", n, "recv(conn, 6 bytes)");
	eag_send(sock, 14, 20);
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, message, 10, 0);
	eag_call("server", n, "recv(conn, 10 bytes)");
	eag_claim("in-the-middle",
	    n > 0 && eag_first_wrong(message, (size_t)n, 14) == -1,
	    "what the reader takes for a message begins in the middle of one");

	return eag_end();
}
