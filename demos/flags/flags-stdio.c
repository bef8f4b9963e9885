/* SPDX-License-Identifier: MIT */
/*
 * flags-stdio: what a stream does with bytes that it could not write is not
 * defined.  So what is delivered of them is measured here, and not claimed.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "stdio/fill.h"

static const struct eag_demo demo = {
	.name = "flags-stdio",
	.title = "stdio loses what it accepted, and then says all is well",
	.class = "shared",
	.calls = "fflush fwrite ferror write read poll pipe2",
	.errnos = "EAGAIN",
	.poll = "nothing, until somebody reads",
	.belief = "fflush() says 0, so everything has been written.",
	.why = "fwrite() answers for the stream's buffer, not for the pipe. "
	       "When write() is refused, glibc and musl throw away what is in "
	       "the buffer. It is empty then, and the next fflush() says 0.",
	.react = "Take one failed fflush(), or ferror(), for a loss. To lose "
		 "none use write() and poll(), or an open file of your own.",
	.pages = "fflush(3) fwrite(3) ferror(3) write(2) pipe(7)",
	.next = "flags-stdout flags-ways-out flags-shared",
};

int
main(int argc, char *argv[])
{
	int ends[2], rd, wr, ret, room;
	ssize_t n, filled;
	size_t taken;
	FILE *out;

	eag_start(&demo, argc, argv);

	eag_step("stdio", "the pipe is full; five bytes go to the stream");
	ret = pipe2(ends, O_NONBLOCK | O_CLOEXEC);
	eag_call("writer", ret, "pipe2([rd, wr], O_NONBLOCK)");
	rd = ends[0];
	wr = ends[1];
	fill(wr);
	out = fdopen(wr, "w");
	eag_need(out != NULL, "fdopen");
	taken = fwrite("hello", 1, 5, out);
	eag_call("writer", (long)taken, "fwrite(5 bytes, out)");
	room = eag_poll("writer", wr, POLLOUT, "wr");
	eag_claim("fwrite-accepts", taken == 5 && room == 0,
	    "fwrite() accepts them all, and the pipe has no room");
	ret = fflush(out);
	eag_call("writer", ret, "fflush(out)");
	eag_claim("fflush-is-eagain", ret == EOF && errno == EAGAIN,
	    "fflush() answers EAGAIN: nobody has read");

	eag_step("lost", "somebody reads; now there is room");
	drain(rd);
	eag_call("writer", fflush(out), "fflush(out)");
	eag_measure("delivered", drain(rd), "of the 5 bytes");
	ret = ferror(out);
	eag_call("writer", ret != 0, "ferror(out)");
	eag_claim("ferror-remembers", ret != 0,
	    "whatever fflush() says, ferror() remembers that one failed");

	eag_step("write", "the same with write() and poll()");
	filled = fill(wr);
	n = write(wr, "hello", 5);
	eag_call("writer", n, "write(wr, 5 bytes)");
	eag_claim("write-takes-none",
	    n == -1 && errno == EAGAIN && drain(rd) == filled,
	    "write() answers EAGAIN: it has taken none, and you know it");
	eag_wait("writer", wr, POLLOUT, "wr");
	n = write(wr, "hello", 5);
	eag_call("writer", n, "write(wr, 5 bytes)");
	eag_claim("nothing-is-lost", n == 5 && drain(rd) == 5,
	    "after poll() the very same call delivers them");

	return eag_end();
}
