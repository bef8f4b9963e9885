/* SPDX-License-Identifier: MIT */
/*
 * pipe-half: messages of a little more than half a page each.  A pipe is full
 * of them when half of its bytes are in it.
 */
#define _GNU_SOURCE /* pipe2(), F_GETPIPE_SZ */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "pipe-half",
	.title = "a pipe that is full when it holds half of its bytes",
	.class = "wait",
	.calls = "write pipe2 fcntl read poll",
	.errnos = "EAGAIN",
	.poll = "nothing, though a byte would fit; POLLOUT for a whole page",
	.belief = "A pipe holds 64 KiB.",
	.why = "A pipe has some pages, mostly 16. A message goes behind the "
	       "last one if it fits into the same page whole; else it begins a "
	       "page of its own.",
	.react =
	    "Do not count bytes: write until EAGAIN, then wait for POLLOUT. "
	    "F_GETPIPE_SZ tells the size; a user with very many pipes gets "
	    "smaller ones (fs.pipe-user-pages-soft).",
	.pages = "pipe(7) fcntl(2) write(2) poll(2)",
	.next = "pipe-pages pipe-full unix-truesize",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const long page = sysconf(_SC_PAGESIZE);
	const size_t half = (size_t)page / 2 + 1;
	static char bytes[1 << 17]; /* two pages of 64 KiB */
	int ends[2], ret, told;
	long size, filled = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("half", "messages of half a page and one byte");
	ret = pipe2(ends, blocking ? 0 : O_NONBLOCK);
	eag_call("writer", ret, "pipe2([rd, wr], %s)",
	    blocking ? "0" : "O_NONBLOCK");
	eag_need(ret == 0, "pipe2");
	size = fcntl(ends[1], F_GETPIPE_SZ);
	eag_call("writer", size, "fcntl(wr, F_GETPIPE_SZ)");
	do {
		n = write(ends[1], eag_bytes(0, half), half);
		eag_call("writer", n, "write(wr, %zu bytes)", half);
		filled += n > 0 ? n : 0;
	} while (n > 0);
	eag_claim("a-page-each",
	    errno == EAGAIN && eag_nonblocking(ends[1]) == 1 &&
		filled == size / page * (long)half,
	    "each takes a page: half of the bytes are in it, and it is full");
	eag_buffer("writer", ends[1], EAG_PIPE);
	told = eag_poll("writer", ends[1], POLLOUT, "wr");
	n = write(ends[1], "m", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_claim("behind-the-last", told == 0 && n == 1,
	    "a byte still fits behind the last one; poll() does not tell that");

	eag_step(
	    "room", "the reader takes two messages; the very same write()");
	n = read(ends[0], bytes, 2 * half);
	eag_call("reader", n, "read(rd, %zu bytes)", 2 * half);
	told = eag_wait("writer", ends[1], POLLOUT, "wr");
	n = write(ends[1], eag_bytes(0, half), half);
	eag_call("writer", n, "write(wr, %zu bytes)", half);
	eag_claim("then-room", told == POLLOUT && n == (ssize_t)half,
	    "pages are free: POLLOUT, and the same write() succeeds");

	return eag_end();
}
