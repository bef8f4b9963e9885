/* SPDX-License-Identifier: MIT */
/*
 * flags-clobbered: fcntl(log, F_SETFL, O_NONBLOCK) stands in many books.  It
 * sets all flags, and so clears O_APPEND of a log that two programs share: one
 * of them then writes over the other's lines.  With F_GETFL first this does not
 * happen.
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "flags-clobbered",
	.title = "F_SETFL without F_GETFL clears the other flags",
	.class = "contrast",
	.calls = "fcntl open write poll",
	.errnos = "",
	.poll = "ready, always: it is a regular file",
	.belief = "F_SETFL with O_NONBLOCK adds a flag.",
	.why =
	    "F_SETFL replaces O_APPEND, O_ASYNC, O_DIRECT, O_NOATIME and "
	    "O_NONBLOCK, all of them. Each that is not named is cleared, and "
	    "no errno tells. Without O_APPEND a write() goes to where this "
	    "open file's last one ended.",
	.react =
	    "Ask F_GETFL, change one bit, and set the result: flags | "
	    "O_NONBLOCK, flags & ~O_NONBLOCK. Better: ask for the flag when "
	    "the descriptor is made (open, pipe2, socket, accept4).",
	.pages = "fcntl(2) open(2) write(2)",
	.next = "flags-async flags-shared",
};

/* Does the file hold these lines, and nothing else? */
static int
holds(int file, const char *lines)
{
	char text[64];
	ssize_t n = pread(file, text, sizeof(text), 0);

	eag_need(n != -1, "pread");
	return (size_t)n == strlen(lines) &&
	    memcmp(text, lines, (size_t)n) == 0;
}

int
main(int argc, char *argv[])
{
	const int append = O_WRONLY | O_APPEND | O_CLOEXEC;
	int file, ours, theirs, flags, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("append", "two programs append to one log");
	file = eag_file();
	ours = open(eag_path(file), append);
	theirs = open(eag_path(file), append);
	if (ours == -1 || theirs == -1)
		eag_skip("opening a file anew: /proc/self/fd");
	eag_call("ours", ours, "open(log, O_WRONLY|O_APPEND) = ours");
	eag_call("theirs", theirs, "open(log, O_WRONLY|O_APPEND) = theirs");
	flags = fcntl(ours, F_GETFL);
	eag_call("ours", flags, "fcntl(ours, F_GETFL)");
	n = write(ours, "ours 1\n", 7);
	eag_call("ours", n, "write(ours, \"ours 1\\n\")");
	n = write(theirs, "theirs 1\n", 9);
	eag_call("theirs", n, "write(theirs, \"theirs 1\\n\")");

	eag_step("clobber", "we set O_NONBLOCK, and write the next line");
	ret = fcntl(ours, F_SETFL, O_NONBLOCK);
	eag_call("ours", ret, "fcntl(ours, F_SETFL, O_NONBLOCK)");
	flags = fcntl(ours, F_GETFL);
	eag_call("ours", flags, "fcntl(ours, F_GETFL)");
	eag_claim("append-is-gone",
	    ret == 0 && (flags & O_NONBLOCK) != 0 && (flags & O_APPEND) == 0,
	    "the call succeeds: O_NONBLOCK is set, and O_APPEND is gone");
	eag_claim("always-ready",
	    eag_poll("ours", ours, POLLOUT, "ours") == POLLOUT,
	    "poll() says POLLOUT: a file is always ready");
	n = write(ours, "ours 2\n", 7);
	eag_call("ours", n, "write(ours, \"ours 2\\n\")");
	eag_claim("written-over", holds(file, "ours 1\nours 2\n1\n"),
	    "their line is written over: \"1\" is left of \"theirs 1\"");

	eag_step("add", "F_GETFL first, and one bit more");
	flags = fcntl(ours, F_GETFL);
	eag_call("ours", flags, "fcntl(ours, F_GETFL)");
	eag_need(flags != -1, "fcntl");
	ret = fcntl(ours, F_SETFL, flags | O_APPEND);
	eag_call("ours", ret, "fcntl(ours, F_SETFL, flags | O_APPEND)");
	n = write(ours, "ours 3\n", 7);
	eag_call("ours", n, "write(ours, \"ours 3\\n\")");
	eag_claim("appended",
	    eag_nonblocking(ours) == 1 &&
		holds(file, "ours 1\nours 2\n1\nours 3\n"),
	    "the line goes to the end, and O_NONBLOCK is still set");

	return eag_end();
}
