/* SPDX-License-Identifier: MIT */
/*
 * flags-loop-shells: the loop of flags-loop in bash and dash, with dd(1) as its
 * command.  What a shell makes of the flag that dd leaves is observed.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "command.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "flags-loop-shells",
	.title = "dd in a `while read` loop of bash and dash",
	.class = "shared",
	.calls = "read write poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until the next line comes",
	.belief = "A shell would say so if its loop stopped early.",
	.why = "dd's flag stays on the loop's stdin, and the shell's next "
	       "read() is refused. Some shells end the loop then, and not each "
	       "says why; others clear the flag and read on.",
	.react = "Give the command another stdin: </dev/null. A loop that has "
		 "left lines unread was stopped by this, and not by the end.",
	.pages = "read(2) fcntl(2) dd(1) bash(1)",
	.next = "flags-loop flags-prompt flags-shared",
};

/* Its stdin has one line; the next one comes when the loop has ended. */
static void
observe(const char *shell)
{
	const char *const argv[] = { shell, "-c",
		"while read l; do dd iflag=nonblock count=0 status=none; done",
		NULL };
	struct eag_fill left;
	int ends[2];
	ssize_t n;

	if (!command_version(shell))
		return;
	/* A pipe of its own: nobody but the loop's dd sets a flag there. */
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	n = write(ends[1], "one\n", 4);
	eag_call("writer", n, "write(wr, 4 bytes)");
	if (command_run(argv, ends[0], -1)) {
		n = write(ends[1], "two\n", 4);
		eag_call("writer", n, "write(wr, 4 bytes)");
		eag_need(eag_fill(ends[0], EAG_PIPE, &left) == 0, "FIONREAD");
		eag_measure("left unread", left.data, "bytes");
	}
	close(ends[0]);
	close(ends[1]);
}

int
main(int argc, char *argv[])
{
	static const char *const dd[] = { "dd", "iflag=nonblock", "count=0",
		"status=none", NULL };
	int ends[2];
	char line[16];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("dd", "dd has the pipe as its stdin, and reads nothing");
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	if (command_version("dd"))
		command_run(dd, ends[0], -1);
	if (eag_nonblocking(ends[0]) == 0)
		eag_skip("a dd that sets the flag: no shell is tried");
	n = read(ends[0], line, sizeof(line));
	eag_call("loop", n, "read(rd, %zu bytes)", sizeof(line));
	eag_claim("read-is-eagain", n == -1 && errno == EAGAIN,
	    "dd has ended, and the loop's read() is refused: EAGAIN");
	eag_claim("poll-agrees", eag_poll("loop", ends[0], POLLIN, "rd") == 0,
	    "poll() agrees: nothing is there, and it is not the end");

	eag_step("line", "a line comes; the very same call again");
	n = write(ends[1], "one\n", 4);
	eag_call("writer", n, "write(wr, 4 bytes)");
	eag_wait("loop", ends[0], POLLIN, "rd");
	n = read(ends[0], line, sizeof(line));
	eag_call("loop", n, "read(rd, %zu bytes)", sizeof(line));
	eag_claim("then-reads", n == 4 && eag_nonblocking(ends[0]) == 1,
	    "poll() and then read(): so it works with the flag set");

	eag_step("shells", "two shells loop with dd, and a line comes later");
	observe("bash");
	observe("dash");

	return eag_end();
}
