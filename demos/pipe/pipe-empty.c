/* SPDX-License-Identifier: MIT */
/*
 * pipe-empty: a program reads from a pipe, and the one that should write has
 * not done so yet.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "pipe-empty",
	.title = "read() from an empty pipe",
	.class = "wait",
	.calls = "read pipe2 write poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until bytes are written",
	.belief = "An empty pipe gives 0 bytes.",
	.why = "A writer is there and may still write. With O_NONBLOCK read() "
	       "does not wait for that: EAGAIN. 0 would say that all writers "
	       "have closed it.",
	.react = "Wait for POLLIN, then the same read().",
	.pages = "pipe(7) pipe(2) read(2) poll(2)",
	.next = "pipe-full fifo-no-writer recv-empty",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	char bytes[16];
	int ends[2], ret, told;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("empty", "read(), and nobody has written anything");
	ret = pipe2(ends, blocking ? 0 : O_NONBLOCK);
	eag_call("parent", ret, "pipe2([rd, wr], %s)",
	    blocking ? "0" : "O_NONBLOCK");
	eag_need(ret == 0, "pipe2");
	n = read(ends[0], bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("empty-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(ends[0]) == 1,
	    "an empty pipe answers EAGAIN to read()");
	told = eag_poll("reader", ends[0], POLLIN, "rd");
	eag_claim("empty-is-silent", told == 0, "poll() says nothing either");

	eag_step("bytes", "five bytes are written; the very same read() again");
	n = write(ends[1], "hello", 5);
	eag_call("writer", n, "write(wr, 5 bytes)");
	told = eag_wait("reader", ends[0], POLLIN, "rd");
	n = read(ends[0], bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("then-bytes", told == POLLIN && n == 5,
	    "poll() says POLLIN, and it gives them");

	return eag_end();
}
