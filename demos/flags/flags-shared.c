/* SPDX-License-Identifier: MIT */
/*
 * flags-shared: who else has O_NONBLOCK when one descriptor gets it.  F_SETFL
 * writes into the open file description, and dup() and fork() copy the number
 * alone.  Close-on-exec (F_GETFD) belongs to the number.  open() makes another
 * open file description, also of a pipe that is open already.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "child_did.h"
#include "eagain.h"
#include "reader.h"

static const struct eag_demo demo = {
	.name = "flags-shared",
	.title = "O_NONBLOCK is the open file's, not the descriptor's",
	.class = "shared",
	.calls = "read fcntl pipe2 dup open write poll",
	.errnos = "EAGAIN",
	.poll = "nothing",
	.belief = "I never set O_NONBLOCK, so my descriptor blocks.",
	.why = "Descriptors are numbers for an open file, and O_NONBLOCK is "
	       "written there. dup() and fork() copy the number, so all copies "
	       "share the flag. It stays when the process that set it ends.",
	.react =
	    "On EAGAIN wait with poll() and call again; or open "
	    "/proc/self/fd/N, which is an open file of your own (EACCES if "
	    "another user made the pipe: then poll() first). Never set the "
	    "flag on a descriptor that was handed to you.",
	.pages = "fcntl(2) open(2) dup(2) fork(2) proc(5)",
	.next = "flags-ways-out flags-stdout flags-loop",
};

int
main(int argc, char *argv[])
{
	int ends[2], rd, wr, copy, flags, ret, own, child, anew, reader;
	char bytes[16];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("dup", "two descriptors of one open file; one gets the flag");
	ret = pipe2(ends, O_CLOEXEC);
	eag_call("reader", ret, "pipe2([rd, wr], O_CLOEXEC)");
	eag_need(ret == 0, "pipe2");
	rd = ends[0];
	wr = ends[1];
	copy = dup(rd);
	eag_call("reader", copy, "dup(rd) = copy");
	flags = fcntl(copy, F_GETFL);
	eag_call("reader", flags, "fcntl(copy, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(copy, F_SETFL, flags | O_NONBLOCK);
	eag_call("reader", ret, "fcntl(copy, F_SETFL, flags | O_NONBLOCK)");
	n = read(rd, bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("dup-shares", n == -1 && errno == EAGAIN,
	    "copy got the flag, and rd answers EAGAIN");
	eag_claim("poll-agrees", eag_poll("reader", rd, POLLIN, "rd") == 0,
	    "poll() agrees: no byte is there");
	own = fcntl(rd, F_GETFD);
	eag_call("reader", own, "fcntl(rd, F_GETFD)");
	ret = fcntl(copy, F_GETFD);
	eag_call("reader", ret, "fcntl(copy, F_GETFD)");
	eag_claim("cloexec-is-own", own == FD_CLOEXEC && ret == 0,
	    "close-on-exec is not shared: copy does not have it");

	eag_step("child", "the flag is cleared; a child sets it, and ends");
	ret = fcntl(rd, F_SETFL, flags);
	eag_call("reader", ret, "fcntl(rd, F_SETFL, flags)");
	eag_need(eag_nonblocking(rd) == 0, "fcntl");
	child = eag_child();
	if (child == 0)
		_exit(fcntl(copy, F_SETFL, flags | O_NONBLOCK) != 0);
	child_did(child, "fcntl(copy, F_SETFL, flags | O_NONBLOCK)");
	n = read(rd, bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("outlives-the-child", n == -1 && errno == EAGAIN,
	    "the child is gone, and its flag is still there: EAGAIN");

	eag_step("anew", "the same pipe, opened anew; another child reads it");
	anew = open(eag_path(rd), O_RDONLY | O_CLOEXEC);
	if (anew == -1)
		eag_skip("opening a descriptor anew: /proc/self/fd");
	eag_call("reader", anew, "open(\"/proc/self/fd/rd\", O_RDONLY) = anew");
	reader = reader_asleep(anew);
	n = write(wr, "x", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_claim("anew-waits",
	    reader != 0 && reader_has_read(reader, "anew") &&
		eag_nonblocking(rd) == 1,
	    "read(anew) waits, and gets the byte; rd still has the flag");

	eag_step("retry", "a byte comes; the very same call again");
	n = write(wr, "x", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_wait("reader", rd, POLLIN, "rd");
	n = read(rd, bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("then-reads", n == 1 && eag_nonblocking(rd) == 1,
	    "poll() and once more: this works whoever set the flag");

	return eag_end();
}
