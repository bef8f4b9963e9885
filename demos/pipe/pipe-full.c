/* SPDX-License-Identifier: MIT */
/*
 * pipe-full: somebody writes into a pipe, and nobody reads.  write() says
 * EAGAIN when it is full.  One harmless case is among them: where the pipe only
 * wakes a reader up, a refused byte is not a loss.
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
	.name = "pipe-full",
	.title = "write() to a full pipe",
	.class = "wait",
	.calls = "write read pipe2 poll",
	.errnos = "EAGAIN",
	.poll = "no POLLOUT, until a page is free",
	.belief = "A pipe takes whatever I write; the reader will catch up.",
	.why = "A pipe is a buffer of a fixed size in the kernel. With "
	       "O_NONBLOCK write() does not wait for the reader: no room is "
	       "EAGAIN.",
	.react =
	    "Wait for POLLOUT, then the same write(). If the pipe only wakes "
	    "the reader up, ignore EAGAIN: a full pipe wakes it as well.",
	.pages = "pipe(7) pipe(2) write(2) poll(2)",
	.next = "pipe-empty pipe-atomic pipe-pages",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	static char bytes[PIPE_BUF];
	int ends[2], ret, told;
	long written = 0, taken = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("full", "write() until the pipe is full");
	ret = pipe2(ends, blocking ? 0 : O_NONBLOCK);
	eag_call("parent", ret, "pipe2([rd, wr], %s)",
	    blocking ? "0" : "O_NONBLOCK");
	eag_need(ret == 0, "pipe2");
	do {
		n = write(ends[1], bytes, sizeof(bytes));
		eag_call("writer", n, "write(wr, %zu bytes)", sizeof(bytes));
		written += n > 0 ? n : 0;
	} while (n > 0);
	eag_claim("full-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(ends[1]) == 1,
	    "a full pipe answers EAGAIN to write()");
	told = eag_poll("writer", ends[1], POLLOUT, "wr");
	eag_claim("full-is-silent", told == 0, "and poll() says no POLLOUT");
	eag_buffer("writer", ends[1], EAG_PIPE);
	told = eag_poll("reader", ends[0], POLLIN, "rd");
	eag_claim("wakes-anyway", told == POLLIN,
	    "a full pipe is readable, so it wakes its reader up as well");

	eag_step(
	    "room", "the reader takes it all; the very same write() again");
	do {
		n = read(ends[0], bytes, sizeof(bytes));
		eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
		taken += n > 0 ? n : 0;
	} while (n > 0);
	eag_claim("nothing-is-lost", taken == written,
	    "every byte that write() had counted was in the pipe");
	told = eag_wait("writer", ends[1], POLLOUT, "wr");
	n = write(ends[1], bytes, sizeof(bytes));
	eag_call("writer", n, "write(wr, %zu bytes)", sizeof(bytes));
	eag_claim("then-room", told == POLLOUT && n == (ssize_t)sizeof(bytes),
	    "now poll() says POLLOUT, and the same write() succeeds");

	return eag_end();
}
