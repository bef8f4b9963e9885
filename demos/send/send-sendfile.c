/* SPDX-License-Identifier: MIT */
/*
 * send-sendfile: sendfile() copies a file to a socket that nobody reads.  It is
 * short first, and EAGAIN when nothing fits; each time the offset, which the
 * kernel moves, says where to go on.
 */
#include <errno.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "send-sendfile",
	.title = "sendfile() to a full socket: the offset says where to go on",
	.class = "wait",
	.calls = "sendfile poll recv",
	.errnos = "EAGAIN",
	.poll = "nothing from the socket; the file is always ready",
	.belief = "sendfile() sends the file, or it fails.",
	.why = "sendfile() is send() with a file in place of a buffer: it puts "
	       "in what fits, and counts it. The offset moves by that count. "
	       "When nothing fits it is EAGAIN, and the offset stays.",
	.react =
	    "Call it in a loop. After a short count call it again, after "
	    "EAGAIN wait for POLLOUT on the socket first; keep the offset, and "
	    "ask for what is left.",
	.pages = "sendfile(2) poll(2) tcp(7)",
	.next = "send-short send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* sendfile() what is left of the file from *offset on, which it moves. */
static ssize_t
send_rest(int sock, int file, off_t *offset, size_t size)
{
	const long from = (long)*offset;
	const size_t left = size - (size_t)from;
	ssize_t n = sendfile(sock, file, offset, left);

	eag_call("client", n, "sendfile(sock, file, [%ld], %zu)", from, left);
	return n;
}

int
main(int argc, char *argv[])
{
	const size_t size = 30000;
	off_t offset = 0, before;
	size_t arrived = 0;
	int file, sock, conn, room, ready;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("short", "a file to a peer that does not read");
	file = eag_file();
	eag_need(
	    write(file, eag_bytes(0, size), size) == (ssize_t)size, "write");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 4096, &sock, 0, 4096, &conn);
	n = send_rest(sock, file, &offset, size);
	if (n == (ssize_t)size)
		eag_skip("buffers as small as those asked for");
	eag_claim("short-count", n > 0 && n < (ssize_t)size,
	    "it takes what fits, and says how much: a short count");
	eag_claim("offset-moved", offset == n,
	    "the offset has moved as far as the count says");

	eag_step("rest", "go on at the offset, until nothing moves");
	do {
		before = offset;
		eag_settle(sock);
		while (send_rest(sock, file, &offset, size) > 0)
			continue;
	} while (offset > before);
	if (offset == (off_t)size)
		eag_skip("buffers as small as those asked for");
	n = send_rest(sock, file, &offset, size);
	eag_claim("full-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 1,
	    "a full socket answers EAGAIN; it does not wait");
	eag_claim(
	    "offset-stays", offset == before, "the offset is where it was");
	eag_buffer("client", sock, EAG_SEND);
	room = eag_poll("client", sock, POLLOUT, "sock");
	ready = eag_poll("client", file, POLLIN | POLLOUT, "file");
	eag_claim("poll-agrees", room == 0 && ready == (POLLIN | POLLOUT),
	    "poll() agrees about the socket; the file is always ready");

	eag_step("resume", "the peer reads; the very same call again");
	do {
		if (eag_receive(conn, arrived, (size_t)offset) !=
		    (size_t)offset)
			break;
		arrived = (size_t)offset;
		eag_wait("client", sock, POLLOUT, "sock");
	} while (send_rest(sock, file, &offset, size) > 0);
	eag_claim("whole-file", arrived == size,
	    "going on at the offset: the file arrives once and in order");

	return eag_end();
}
