/* SPDX-License-Identifier: MIT */
/*
 * fifo-no-writer: a reader opens a named pipe before any writer has.  read()
 * gives 0, which looks like the end.  EAGAIN comes only when there is a writer
 * who has not written yet.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "eagain.h"
#include "fifo/nameless_fifo.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "fifo-no-writer",
	.title = "a reader of a FIFO: 0 before the first writer",
	.class = "contrast",
	.calls = "read open write poll close",
	.errnos = "EAGAIN",
	.poll = "nothing before the first writer; POLLHUP after the last",
	.belief = "No writer yet: read() answers EAGAIN.",
	.why = "EAGAIN promises that a writer is there and may still write. "
	       "Without a writer read() gives 0, whether one was there or not.",
	.react =
	    "0 and no POLLHUP means that no writer has come yet; poll() for "
	    "POLLIN. A FIFO that is to stay open: open it for writing as well.",
	.pages = "fifo(7) open(2) read(2) poll(2)",
	.next = "fifo-no-reader pipe-empty recv-eof",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const char *more, *fifo;
	int flag, rd, wr, told;
	char bytes[16];
	ssize_t n;

	eag_start(&demo, argc, argv);
	flag = blocking ? 0 : O_NONBLOCK;
	more = blocking ? "" : "|O_NONBLOCK";

	eag_step("no-writer", "a reader opens it, and there is no writer");
	fifo = nameless_fifo();
	rd = open(fifo, O_RDONLY | flag);
	eag_call("reader", rd, "open(fifo, O_RDONLY%s) = rd", more);
	eag_need(rd != -1, "open");
	n = read(rd, bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("no-writer-is-zero", n == 0 && eag_nonblocking(rd) == 1,
	    "the reader may open it; read() gives 0, not EAGAIN");
	told = eag_poll("reader", rd, POLLIN, "rd");
	eag_claim("no-hangup-yet", told == 0,
	    "poll() says nothing: it is not the end, as no writer has come");

	eag_step("writer", "a writer opens it, and has not written");
	wr = open(fifo, O_WRONLY | flag);
	eag_call("writer", wr, "open(fifo, O_WRONLY%s) = wr", more);
	eag_need(wr != -1, "open");
	n = read(rd, bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("writer-is-eagain", n == -1 && errno == EAGAIN,
	    "a writer is there and has not written: only now EAGAIN");
	n = write(wr, "hello", 5);
	eag_call("writer", n, "write(wr, 5 bytes)");
	told = eag_wait("reader", rd, POLLIN, "rd");
	n = read(rd, bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("then-bytes", told == POLLIN && n == 5,
	    "POLLIN, and the same read() gives the bytes");

	eag_step("end", "the writer leaves");
	eag_call("writer", close(wr), "close(wr)");
	told = eag_poll("reader", rd, POLLIN, "rd");
	n = read(rd, bytes, sizeof(bytes));
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	eag_claim("now-the-end", told == POLLHUP && n == 0,
	    "0 again, but with POLLHUP: now it is the end");

	return eag_end();
}
