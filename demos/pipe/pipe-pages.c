/* SPDX-License-Identifier: MIT */
/*
 * pipe-pages: a pipe counts pages and not bytes.  A full pipe from which all
 * but one byte of a page has been read is still full.  Messages of a little
 * more than half a page fill it when half of its bytes are in it.
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
	.name = "pipe-pages",
	.title = "a pipe's capacity is pages, not bytes",
	.class = "wait",
	.calls = "write pipe2 fcntl read poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT when a whole page is free, and not before",
	.belief = "A pipe holds 64 KiB.",
	.why = "A pipe has some pages, mostly 16. A message goes behind the "
	       "last one if it fits into the same page whole; else it begins a "
	       "page of its own. A page is free when all of it has been read.",
	.react =
	    "Do not count bytes: write until EAGAIN, then wait for POLLOUT. "
	    "F_GETPIPE_SZ tells the size; a user with very many pipes gets "
	    "smaller ones (fs.pipe-user-pages-soft).",
	.pages = "pipe(7) fcntl(2) write(2) poll(2)",
	.next = "pipe-full pipe-atomic unix-truesize",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

/* A new pipe.  Its size is the answer. */
static int
new_pipe(int ends[2])
{
	int ret = pipe2(ends, blocking ? 0 : O_NONBLOCK);

	eag_call("writer", ret, "pipe2([rd, wr], %s)",
	    blocking ? "0" : "O_NONBLOCK");
	eag_need(ret == 0, "pipe2");
	ret = fcntl(ends[1], F_GETPIPE_SZ);
	eag_call("writer", ret, "fcntl(wr, F_GETPIPE_SZ)");
	return ret;
}

/* Messages of `size` bytes until EAGAIN: how many bytes went in? */
static int
fill(int wr, int size)
{
	int bytes = 0;
	ssize_t n;

	do {
		n = write(wr, eag_bytes(0, (size_t)size), (size_t)size);
		eag_call("writer", n, "write(wr, %d bytes)", size);
		bytes += n > 0 ? (int)n : 0;
	} while (n > 0);
	return bytes;
}

int
main(int argc, char *argv[])
{
	const int page = (int)sysconf(_SC_PAGESIZE), half = page / 2 + 1;
	static char bytes[EAG_BYTES_MAX];
	int ends[2], size, filled, told;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("pages", "messages of one page each, until EAGAIN");
	size = new_pipe(ends);
	filled = fill(ends[1], page);
	eag_claim("all-of-it", errno == EAGAIN && filled == size,
	    "whole pages: as many bytes go in as F_GETPIPE_SZ says");

	eag_step("byte", "the reader takes a page, all but one byte of it");
	n = read(ends[0], bytes, (size_t)page - 1);
	eag_call("reader", n, "read(rd, %d bytes)", page - 1);
	eag_buffer("writer", ends[1], EAG_PIPE);
	n = write(ends[1], "m", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_claim("not-one-byte",
	    n == -1 && errno == EAGAIN && eag_nonblocking(ends[1]) == 1,
	    "so much has been read, and not one byte fits");
	told = eag_poll("writer", ends[1], POLLOUT, "wr");
	eag_claim("poll-agrees", told == 0, "poll() agrees: no POLLOUT");
	n = read(ends[0], bytes, 1);
	eag_call("reader", n, "read(rd, 1 byte)");
	told = eag_wait("writer", ends[1], POLLOUT, "wr");
	n = write(ends[1], "m", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_claim("then-room", told == POLLOUT && n == 1,
	    "with the last byte the page is free: the same write() succeeds");

	eag_step("half", "messages of half a page and one byte");
	size = new_pipe(ends);
	filled = fill(ends[1], half);
	eag_claim("a-page-each",
	    errno == EAGAIN && filled == size / page * half,
	    "each takes a page: half of the bytes are in it, and it is full");
	eag_buffer("writer", ends[1], EAG_PIPE);
	told = eag_poll("writer", ends[1], POLLOUT, "wr");
	n = write(ends[1], "m", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_claim("behind-the-last", told == 0 && n == 1,
	    "a byte still fits behind the last one; poll() does not tell that");

	return eag_end();
}
