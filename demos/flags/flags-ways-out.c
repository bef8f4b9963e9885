/* SPDX-License-Identifier: MIT */
/*
 * flags-ways-out: a reader was handed a pipe and a socket that others use too.
 * It wants to read without waiting, and they want to wait.  Three ways serve
 * both, as none of them sets O_NONBLOCK on what is shared: an open file of its
 * own for a pipe, a flag of one call for a socket, and poll() first.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "reader.h"

static const struct eag_demo demo = {
	.name = "flags-ways-out",
	.title = "reading without waiting, and leaving others alone",
	.class = "shared",
	.calls = "open recv read write send poll",
	.errnos = "EAGAIN ENXIO",
	.poll = "nothing",
	.belief = "Whoever does not want to wait has to set O_NONBLOCK.",
	.why =
	    "O_NONBLOCK belongs to the open file, and so to all who share it. "
	    "MSG_DONTWAIT belongs to one call. /proc/self/fd/N, opened, is an "
	    "open file of your own, with flags of its own, of the same pipe "
	    "or terminal.",
	.react =
	    "For sockets take MSG_DONTWAIT. For pipes and terminals open "
	    "/proc/self/fd/N (EACCES if another user made it). Or ask poll() "
	    "first, where nobody else reads: somebody who does may take the "
	    "bytes before you.",
	.pages = "open(2) proc(5) recv(2) poll(2) fcntl(2)",
	.next = "pipe-nowait recv-dontwait flags-shared",
};

int
main(int argc, char *argv[])
{
	int ends[2], socks[2], rd, wr, sock, own, anew, reader;
	char byte;
	ssize_t n, got;

	eag_start(&demo, argc, argv);

	eag_step("open", "an open file of its own, with the flag");
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	rd = ends[0];
	wr = ends[1];
	own = open(eag_path(rd), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (own == -1)
		eag_skip("opening a descriptor anew: /proc/self/fd");
	eag_call("reader", own,
	    "open(\"/proc/self/fd/rd\", O_RDONLY|O_NONBLOCK) = own");
	n = read(own, &byte, 1);
	eag_call("reader", n, "read(own, 1 byte)");
	eag_claim("own-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(rd) == 0,
	    "own answers EAGAIN; rd, which is shared, has no flag");

	eag_step("dontwait", "a socket: MSG_DONTWAIT is for one call");
	eag_need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socks) == 0,
	    "socketpair");
	sock = socks[0];
	anew = open(eag_path(sock), O_RDWR | O_CLOEXEC);
	eag_call("reader", anew, "open(\"/proc/self/fd/sock\", O_RDWR)");
	eag_claim("not-for-sockets", anew == -1 && errno == ENXIO,
	    "a socket cannot be opened anew: ENXIO");
	n = recv(sock, &byte, 1, MSG_DONTWAIT);
	eag_call("reader", n, "recv(sock, 1 byte, MSG_DONTWAIT)");
	eag_claim("call-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 0,
	    "that one call answers EAGAIN; sock has no flag");

	eag_step("poll", "poll() first, and read() only if it says so");
	eag_claim("poll-says-no", eag_poll("reader", rd, POLLIN, "rd") == 0,
	    "poll() says nothing: nothing is there, and nobody reads");

	eag_step("bytes", "bytes come; the very same calls again");
	n = write(wr, "xy", 2);
	eag_call("writer", n, "write(wr, 2 bytes)");
	n = send(socks[1], "x", 1, 0);
	eag_call("writer", n, "send(peer, 1 byte)");
	n = read(own, &byte, 1);
	eag_call("reader", n, "read(own, 1 byte)");
	got = recv(sock, &byte, 1, MSG_DONTWAIT);
	eag_call("reader", got, "recv(sock, 1 byte, MSG_DONTWAIT)");
	eag_claim("all-read", n == 1 && got == 1,
	    "each of these calls reads one byte");
	eag_claim("poll-says-yes",
	    eag_poll("reader", rd, POLLIN, "rd") == POLLIN,
	    "poll() says that a read() would not wait");
	n = read(rd, &byte, 1);
	eag_call("reader", n, "read(rd, 1 byte)");
	eag_claim("then-reads", n == 1, "and that read() gives a byte");

	eag_step("others", "another process that shares rd reads there");
	reader = reader_asleep(rd);
	n = write(wr, "x", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_claim("others-wait", reader != 0 && reader_has_read(reader, "rd"),
	    "it waits, as it always did, and gets the byte");

	return eag_end();
}
