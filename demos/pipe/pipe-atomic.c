/* SPDX-License-Identifier: MIT */
/*
 * pipe-atomic: a pipe in which there is room for 100 bytes.  A message of
 * PIPE_BUF bytes is refused; a longer one is taken in part, or refused too.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "pipe-atomic",
	.title = "up to PIPE_BUF bytes go into a pipe whole, or not at all",
	.class = "wait",
	.calls = "write pipe2 fcntl read poll",
	.errnos = "EAGAIN",
	.poll = "nothing until a whole page is free: then PIPE_BUF bytes fit",
	.belief = "EAGAIN or a short count: that is chance.",
	.why = "POSIX keeps a message of at most PIPE_BUF bytes (4096 on "
	       "Linux) in one piece, so that what several processes write is "
	       "not mixed up. A longer message may be cut. It may be "
	       "refused too: what it has beyond whole pages goes first, into "
	       "the last page, whole or not at all.",
	.react = "Keep messages to at most PIPE_BUF bytes where several "
		 "processes write. After EAGAIN wait for POLLOUT and write the "
		 "same again; after a short count go on where it ended.",
	.pages = "pipe(7) write(2) poll(2)",
	.next = "pipe-full pipe-pages send-short",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	static char bytes[65536];
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), room = 100;
	const size_t longer = page + room;
	struct eag_fill fill;
	int ends[2], ret, told;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("short", "PIPE_BUF bytes, and there is room for 100");
	ret = pipe2(ends, blocking ? 0 : O_NONBLOCK);
	eag_call("writer", ret, "pipe2([rd, wr], %s)",
	    blocking ? "0" : "O_NONBLOCK");
	ret = fcntl(ends[1], F_SETPIPE_SZ, page);
	eag_call("writer", ret, "fcntl(wr, F_SETPIPE_SZ, %zu)", page);
	n = write(ends[1], eag_bytes(0, page - room), page - room);
	eag_call("writer", n, "write(wr, %zu bytes)", page - room);
	n = write(ends[1], eag_bytes(0, PIPE_BUF), PIPE_BUF);
	eag_call("writer", n, "write(wr, %d bytes)", PIPE_BUF);
	eag_claim("whole-or-not",
	    n == -1 && errno == EAGAIN && eag_nonblocking(ends[1]) == 1,
	    "PIPE_BUF bytes do not fit whole: the answer is EAGAIN");
	told = eag_poll("writer", ends[1], POLLOUT, "wr");
	eag_claim("poll-agrees", told == 0, "poll() says no POLLOUT");
	eag_buffer("writer", ends[1], EAG_PIPE);
	eag_need(eag_fill(ends[1], EAG_PIPE, &fill) == 0, "ioctl FIONREAD");
	eag_claim("none-went-in", fill.data == (long)(page - room),
	    "not one byte of it went in");

	eag_step("long", "longer ones: a page and 101 bytes; a page and 100");
	n = write(ends[1], eag_bytes(0, longer + 1), longer + 1);
	eag_call("writer", n, "write(wr, %zu bytes)", longer + 1);
	/* The 101 bytes would go first, and whole: fs/pipe.c pipe_write(). */
	eag_claim("long-is-refused", n == -1 && errno == EAGAIN,
	    "a longer message may be refused: 101 bytes of it do not fit");
	n = write(ends[1], eag_bytes(0, longer), longer);
	eag_call("writer", n, "write(wr, %zu bytes)", longer);
	eag_claim("long-is-cut", n == (ssize_t)room,
	    "a longer message may be cut: 100 bytes went in, a short count");

	eag_step("room", "the reader takes it all; the short message again");
	n = read(ends[0], bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	told = eag_wait("writer", ends[1], POLLOUT, "wr");
	n = write(ends[1], eag_bytes(0, PIPE_BUF), PIPE_BUF);
	eag_call("writer", n, "write(wr, %d bytes)", PIPE_BUF);
	eag_claim("then-whole", told == POLLOUT && n == PIPE_BUF,
	    "POLLOUT: a page is free, and PIPE_BUF bytes go in whole");

	return eag_end();
}
