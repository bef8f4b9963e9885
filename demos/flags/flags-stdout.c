/* SPDX-License-Identifier: MIT */
/*
 * flags-stdout: why `cat` says "write error: Resource temporarily unavailable".
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "child_did.h"
#include "command.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "flags-stdout",
	.title = "a sibling makes everybody's stdout non-blocking",
	.class = "shared",
	.calls = "write fcntl dup read poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until somebody reads",
	.belief = "O_NONBLOCK on my stdout is my business.",
	.why = "In `(node; cat) 2>&1 | less` both have one open file, as "
	       "stdout and stderr. O_NONBLOCK belongs to that file: who sets "
	       "it for one sets it for all, and it stays when node has ended.",
	.react = "Give the program that sets the flag a pipe of its own: node "
		 "x.js | cat. In your own program wait for POLLOUT after "
		 "EAGAIN. Do not set it on a descriptor that you were given.",
	.pages = "write(2) fcntl(2) dup(2) pipe(7) bash(1)",
	.next = "flags-shared flags-stdio flags-loop flags-ways-out",
};

int
main(int argc, char *argv[])
{
	static const char *const commands[][4] = { { "cat", "/dev/zero" },
		{ "bash", "-c", "echo hello" },
		{ "dash", "-c", "echo hello" } };
	static char bytes[4096];
	int ends[2], out, err, child;
	ssize_t n, sent;

	eag_start(&demo, argc, argv);

	eag_step("sibling", "a sibling sets the flag on stdout, and ends");
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	out = ends[1];
	child = eag_child();
	if (child == 0)
		_exit(
		    fcntl(out, F_SETFL, fcntl(out, F_GETFL) | O_NONBLOCK) != 0);
	child_did(child, "fcntl(out, F_SETFL, flags | O_NONBLOCK)");
	for (sent = 0; (n = write(out, bytes, sizeof(bytes))) > 0; sent += n)
		eag_call("program", n, "write(out, %zu bytes)", sizeof(bytes));
	eag_call("program", n, "write(out, %zu bytes)", sizeof(bytes));
	eag_claim("sibling-did-it", n == -1 && errno == EAGAIN,
	    "the sibling is gone; the program's write() answers EAGAIN");
	eag_claim("poll-agrees", eag_poll("program", out, POLLOUT, "out") == 0,
	    "poll() agrees: the pipe is full");

	eag_step("stderr", "2>&1: stderr is another number for that file");
	err = dup(out);
	eag_call("program", err, "dup(out) = err");
	n = write(err, "write error\n", 12);
	eag_call("program", n, "write(err, 12 bytes)");
	eag_claim("stderr-too", n == -1 && errno == EAGAIN,
	    "the message that would tell of it is refused as well");

	eag_step("others", "what others do, with that pipe as their stdout");
	for (int i = 0; i < 3; i++)
		if (command_version(commands[i][0]))
			command_run(commands[i], -1, out);

	eag_step("read", "somebody reads, and the very same call follows");
	for (; sent > 0; sent -= n) {
		n = read(ends[0], bytes, sizeof(bytes));
		eag_call("reader", n, "read(rd, %zu bytes)", sizeof(bytes));
	}
	eag_wait("program", err, POLLOUT, "err");
	n = write(err, "write error\n", 12);
	eag_call("program", n, "write(err, 12 bytes)");
	eag_claim("then-writes", n == 12 && eag_nonblocking(err) == 1,
	    "poll(), and then write(): so it works with the flag set");

	return eag_end();
}
