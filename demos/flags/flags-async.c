/* SPDX-License-Identifier: MIT */
/*
 * flags-async: a pipe has O_NONBLOCK, and its reader polls.  Somebody who wants
 * SIGIO sets O_ASYNC alone, and so clears O_NONBLOCK: the reader's next read()
 * waits.  flags-clobbered is the same mistake the other way round.
 */
#define _GNU_SOURCE /* pipe2(), O_ASYNC */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "reader.h"

static const struct eag_demo demo = {
	.name = "flags-async",
	.title = "F_SETFL with O_ASYNC takes O_NONBLOCK away: read() waits",
	.class = "contrast",
	.calls = "fcntl pipe2 read write poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until a byte comes",
	.belief = "A descriptor that is non-blocking stays so.",
	.why = "F_SETFL replaces O_NONBLOCK and O_ASYNC together. The one that "
	       "is not named is cleared, for everybody who shares the open "
	       "file, and no errno tells.",
	.react = "Ask F_GETFL, change one bit, and set the result: flags | "
		 "O_ASYNC. An event loop that hangs in read(): look for the "
		 "flag in /proc/PID/fdinfo/FD, 04000.",
	.pages = "fcntl(2) pipe(2) read(2) proc(5)",
	.next = "flags-clobbered flags-shared",
};

int
main(int argc, char *argv[])
{
	int ends[2], flags, ret, reader;
	char byte;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("wait", "a pipe has O_NONBLOCK; somebody sets O_ASYNC alone");
	ret = pipe2(ends, O_NONBLOCK | O_CLOEXEC);
	eag_call("ours", ret, "pipe2([rd, wr], O_NONBLOCK)");
	eag_need(ret == 0, "pipe2");
	n = read(ends[0], &byte, 1);
	eag_call("ours", n, "read(rd, 1 byte)");
	eag_claim("empty-is-eagain", n == -1 && errno == EAGAIN,
	    "the pipe is empty: EAGAIN");
	ret = fcntl(ends[0], F_SETFL, O_ASYNC);
	eag_call("theirs", ret, "fcntl(rd, F_SETFL, O_ASYNC)");
	eag_claim("poll-agrees", eag_poll("ours", ends[0], POLLIN, "rd") == 0,
	    "poll() says nothing, as before: it does not tell of flags");
	reader = reader_asleep(ends[0]);
	n = write(ends[1], "x", 1);
	eag_call("theirs", n, "write(wr, 1 byte)");
	eag_claim("now-it-waits", reader != 0 && reader_has_read(reader, "rd"),
	    "the same read(), in a child, sleeps until a byte comes");

	eag_step("add", "F_GETFL first, and one bit more");
	flags = fcntl(ends[0], F_GETFL);
	eag_call("ours", flags, "fcntl(rd, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(ends[0], F_SETFL, flags | O_NONBLOCK);
	eag_call("ours", ret, "fcntl(rd, F_SETFL, flags | O_NONBLOCK)");
	n = read(ends[0], &byte, 1);
	eag_call("ours", n, "read(rd, 1 byte)");
	flags = fcntl(ends[0], F_GETFL);
	eag_call("ours", flags, "fcntl(rd, F_GETFL)");
	eag_claim("both-are-set",
	    n == -1 && errno == EAGAIN && (flags & O_ASYNC) != 0,
	    "the same read() is EAGAIN again, and O_ASYNC is still set");

	return eag_end();
}
