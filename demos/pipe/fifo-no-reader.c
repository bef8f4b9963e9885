/* SPDX-License-Identifier: MIT */
/*
 * fifo-no-reader: a writer opens a named pipe before any reader has.  With
 * O_NONBLOCK it does not get EAGAIN, but ENXIO, and poll() cannot help: there
 * is no descriptor yet.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "eagain.h"
#include "fifo/nameless_fifo.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "fifo-no-reader",
	.title = "a writer opens a FIFO that nobody reads: ENXIO",
	.class = "contrast",
	.calls = "open close",
	.errnos = "ENXIO",
	.poll = "there is no descriptor to ask about",
	.belief = "No reader yet: open() answers EAGAIN, or write() does.",
	.why = "Without a reader there is nobody to write to, and O_NONBLOCK "
	       "says not to wait for one: open() answers ENXIO.",
	.react =
	    "Try again later, or open() without O_NONBLOCK in a thread: that "
	    "waits for a reader.",
	.pages = "fifo(7) open(2)",
	.next = "fifo-no-writer pipe-full",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const char *more, *fifo;
	int flag, rd, wr;

	eag_start(&demo, argc, argv);
	flag = blocking ? 0 : O_NONBLOCK;
	more = blocking ? "" : "|O_NONBLOCK";

	eag_step(
	    "no-reader", "a writer opens the FIFO, and there is no reader");
	fifo = nameless_fifo();
	wr = open(fifo, O_WRONLY | flag);
	eag_call("writer", wr, "open(fifo, O_WRONLY%s) = wr", more);
	eag_claim("no-reader-is-enxio", wr == -1 && errno == ENXIO,
	    "open() answers ENXIO, not EAGAIN");

	eag_step("writer", "a reader opens it; the very same open() again");
	rd = open(fifo, O_RDONLY | flag);
	eag_call("reader", rd, "open(fifo, O_RDONLY%s) = rd", more);
	eag_need(rd != -1, "open");
	wr = open(fifo, O_WRONLY | flag);
	eag_call("writer", wr, "open(fifo, O_WRONLY%s) = wr", more);
	eag_claim("then-opens", wr != -1, "with a reader there it succeeds");

	eag_step("gone", "both leave, and a writer comes back alone");
	eag_call("writer", close(wr), "close(wr)");
	eag_call("reader", close(rd), "close(rd)");
	wr = open(fifo, O_WRONLY | flag);
	eag_call("writer", wr, "open(fifo, O_WRONLY%s) = wr", more);
	eag_claim("gone-is-enxio", wr == -1 && errno == ENXIO,
	    "without a reader it is ENXIO again");

	return eag_end();
}
