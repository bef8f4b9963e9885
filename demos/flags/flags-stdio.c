/* SPDX-License-Identifier: MIT */
/*
 * flags-stdio: "hello" goes through fwrite() and fflush() into a full pipe that
 * somebody made non-blocking, and then through write() and poll().  What a
 * stream does with bytes that it could not write is not defined: glibc and musl
 * throw them away.  So it is measured here, and not claimed, what is delivered.
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
	.why =
	    "fwrite() answers for the stream's buffer, not for the pipe. When "
	    "write() is refused, glibc and musl do not keep the bytes for "
	    "another try. Then the buffer is empty, and fflush() says 0.",
	.react =
	    "Take one failed fflush(), or ferror(), for a loss. Where somebody "
	    "may set the flag, use write() and poll(), or a stream on an open "
	    "file of your own.",
	.pages = "fflush(3) fwrite(3) ferror(3) write(2) pipe(7)",
	.next = "flags-stdout flags-ways-out flags-shared",
};

int
main(int argc, char *argv[])
{
	int ends[2], rd, wr, ret, room;
	long filled, came;
	size_t taken;
	FILE *out;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("stdio", "the pipe is full; five bytes go to the stream");
	ret = pipe2(ends, O_NONBLOCK | O_CLOEXEC);
	eag_call("writer", ret, "pipe2([rd, wr], O_NONBLOCK)");
	eag_need(ret == 0, "pipe2");
	rd = ends[0];
	wr = ends[1];
	filled = fill(wr);
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
	eag_call("writer", fflush(out), "fflush(out)");

	eag_step("lost", "somebody reads; now there is room");
	came = drain(rd);
	eag_wait("writer", wr, POLLOUT, "wr");
	eag_call("writer", fflush(out), "fflush(out)");
	came += drain(rd) - filled;
	eag_measure("accepted", (long)taken, "bytes, by fwrite()");
	eag_measure("delivered", came, "of them");
	ret = ferror(out);
	eag_call("writer", ret != 0, "ferror(out)");
	eag_claim("ferror-remembers", ret != 0,
	    "whatever fflush() says, ferror() remembers that one failed");

	eag_step("write", "the same with write() and poll()");
	filled = fill(wr);
	n = write(wr, "hello", 5);
	eag_call("writer", n, "write(wr, 5 bytes)");
	eag_claim("write-takes-none", n == -1 && errno == EAGAIN,
	    "write() answers EAGAIN: it has taken none, and you know it");
	came = drain(rd) - filled;
	eag_wait("writer", wr, POLLOUT, "wr");
	n = write(wr, "hello", 5);
	eag_call("writer", n, "write(wr, 5 bytes)");
	came += drain(rd);
	eag_claim("nothing-is-lost", n == 5 && came == 5,
	    "after poll() the very same call delivers them");

	return eag_end();
}
