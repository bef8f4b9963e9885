/* SPDX-License-Identifier: MIT */
/*
 * flags-loop-file: `while read line; do command; done <lines`.  The command
 * sets O_NONBLOCK on the loop's stdin, as in flags-loop; but that is a file,
 * and the loop goes on.  So a loop that works with a file may fail with a pipe.
 */
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "child_did.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "flags-loop-file",
	.title = "a command sets the flag on a loop's file: nothing happens",
	.class = "contrast",
	.calls = "read fcntl write poll",
	.errnos = "",
	.poll = "POLLIN, always: it is a regular file",
	.belief = "My loop works with a file, so it works with a pipe.",
	.why = "A file's next line is on the disk, or it is the end: nobody is "
	       "waited for, so O_NONBLOCK means nothing to a regular file.",
	.react = "Try a loop with a pipe whose lines come one by one. Give its "
		 "command another stdin all the same: </dev/null.",
	.pages = "read(2) fcntl(2) open(2)",
	.next = "flags-loop file-never",
};

int
main(int argc, char *argv[])
{
	int file, child;
	char line[4];
	ssize_t n, end;

	eag_start(&demo, argc, argv);

	eag_step("file",
	    "the lines are in a file, which is the command's stdin too");
	file = eag_file();
	n = write(file, "one\ntwo\n", 8);
	eag_call("loop", n, "write(file, 8 bytes)");
	eag_need(lseek(file, 0, SEEK_SET) == 0, "lseek");
	n = read(file, line, sizeof(line));
	eag_call("loop", n, "read(file, %zu bytes)", sizeof(line));
	child = eag_child();
	if (child == 0)
		_exit(fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK) !=
		    0);
	child_did(child, "fcntl(file, F_SETFL, flags | O_NONBLOCK)");
	n = read(file, line, sizeof(line));
	eag_call("loop", n, "read(file, %zu bytes)", sizeof(line));
	eag_claim("poll-says-ready",
	    eag_poll("loop", file, POLLIN, "file") == POLLIN,
	    "poll() says POLLIN, at the end of the file too");
	end = read(file, line, sizeof(line));
	eag_call("loop", end, "read(file, %zu bytes)", sizeof(line));
	eag_claim("file-never",
	    eag_nonblocking(file) == 1 && n == 4 && end == 0,
	    "a file never says EAGAIN: it gives the line, and then its end");

	return eag_end();
}
