/* SPDX-License-Identifier: MIT */
/*
 * pipe-pages: a pipe counts pages and not bytes.  A full pipe from which all
 * but one byte of a page has been read is still full.
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
	.belief = "When a byte has been read, a byte can be written.",
	.why = "A pipe has some pages, mostly 16. A page is free when all of "
	       "it has been read, and not before.",
	.react =
	    "Do not count bytes: write until EAGAIN, then wait for POLLOUT. "
	    "F_GETPIPE_SZ tells the size; a user with very many pipes gets "
	    "smaller ones (fs.pipe-user-pages-soft).",
	.pages = "pipe(7) fcntl(2) write(2) poll(2)",
	.next = "pipe-half pipe-full pipe-atomic",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	static char bytes[1 << 16]; /* as large as a page may be */
	int ends[2], ret, told;
	long size, filled = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("pages", "messages of one page each, until EAGAIN");
	ret = pipe2(ends, blocking ? 0 : O_NONBLOCK);
	eag_call("writer", ret, "pipe2([rd, wr], %s)",
	    blocking ? "0" : "O_NONBLOCK");
	eag_need(ret == 0, "pipe2");
	size = fcntl(ends[1], F_GETPIPE_SZ);
	eag_call("writer", size, "fcntl(wr, F_GETPIPE_SZ)");
	do {
		n = write(ends[1], eag_bytes(0, page), page);
		eag_call("writer", n, "write(wr, %zu bytes)", page);
		filled += n > 0 ? n : 0;
	} while (n > 0);
	eag_claim("all-of-it", errno == EAGAIN && filled == size,
	    "whole pages: as many bytes go in as F_GETPIPE_SZ says");

	eag_step("byte", "the reader takes a page, all but one byte of it");
	n = read(ends[0], bytes, page - 1);
	eag_call("reader", n, "read(rd, %zu bytes)", page - 1);
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

	return eag_end();
}
