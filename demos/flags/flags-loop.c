/* SPDX-License-Identifier: MIT */
/*
 * flags-loop: `producer | while read line; do command; done`.  The command sets
 * O_NONBLOCK on its stdin, and the loop takes EAGAIN for the end of its input.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "child_did.h"
#include "eagain.h"
#include "reader.h"

static const struct eag_demo demo = {
	.name = "flags-loop",
	.title = "a command in a `while read` loop ends the loop",
	.class = "shared",
	.calls = "read write fcntl poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until the next line comes",
	.belief = "My loop stopped early, so the input had ended.",
	.why = "What runs in the loop inherits its stdin: the same open file. "
	       "If it sets O_NONBLOCK there, the loop's next read() answers "
	       "EAGAIN where it would have waited for a line.",
	.react =
	    "Give the command another stdin: `ssh host </dev/null`, `ssh -n`. "
	    "Or let the loop read from another descriptor: `while read line "
	    "<&3; do ...; done 3<lines`.",
	.pages = "read(2) fcntl(2) open(2)",
	.next = "flags-loop-shells flags-loop-file flags-shared",
};

int
main(int argc, char *argv[])
{
	int ends[2], rd, wr, null, child, loop;
	char line[16];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step(
	    "pipe", "the loop reads a line, and its command sets the flag");
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	rd = ends[0];
	wr = ends[1];
	n = write(wr, "one\n", 4);
	eag_call("writer", n, "write(wr, 4 bytes)");
	n = read(rd, line, sizeof(line));
	eag_call("loop", n, "read(rd, %zu bytes)", sizeof(line));
	child = eag_child();
	if (child == 0)
		_exit(fcntl(rd, F_SETFL, fcntl(rd, F_GETFL) | O_NONBLOCK) != 0);
	child_did(child, "fcntl(rd, F_SETFL, flags | O_NONBLOCK)");
	n = read(rd, line, sizeof(line));
	eag_call("loop", n, "read(rd, %zu bytes)", sizeof(line));
	eag_claim("loop-fails", n == -1 && errno == EAGAIN,
	    "the next read() does not wait for a line: EAGAIN");
	eag_claim("poll-agrees", eag_poll("loop", rd, POLLIN, "rd") == 0,
	    "poll() agrees: nothing is there, and it is not the end");
	n = write(wr, "two\n", 4);
	eag_call("writer", n, "write(wr, 4 bytes)");
	eag_wait("loop", rd, POLLIN, "rd");
	n = read(rd, line, sizeof(line));
	eag_call("loop", n, "read(rd, %zu bytes)", sizeof(line));
	eag_claim("not-the-end", n == 4,
	    "the line comes, and the very same call gives it");

	eag_step("null", "the same with </dev/null, and with a new pipe");
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	eag_need(null != -1, "open /dev/null");
	child = eag_child();
	if (child == 0)
		_exit(fcntl(null, F_SETFL, fcntl(null, F_GETFL) | O_NONBLOCK) !=
		    0);
	child_did(child, "fcntl(null, F_SETFL, flags | O_NONBLOCK)");
	loop = reader_asleep(ends[0]);
	n = write(ends[1], "x", 1);
	eag_call("writer", n, "write(new_wr, 1 byte)");
	eag_claim("null-has-it",
	    eag_nonblocking(null) == 1 && loop != 0 &&
		reader_has_read(loop, "new_rd"),
	    "/dev/null has the flag; the loop's read() waits for a byte");

	return eag_end();
}
