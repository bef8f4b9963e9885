/* SPDX-License-Identifier: MIT */
/*
 * pipe-nowait: a read() of a pipe that waits for nobody, though the pipe has no
 * O_NONBLOCK.  recv() has MSG_DONTWAIT for that, which a pipe does not know;
 * preadv2() has RWF_NOWAIT.  Others who share the pipe go on waiting there.
 */
#define _GNU_SOURCE /* pipe2(), syscall() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "pipe-nowait",
	.title = "preadv2(RWF_NOWAIT) from an empty pipe that blocks",
	.class = "wait",
	.calls = "preadv2 write poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until a byte comes",
	.belief = "A pipe that blocks never says EAGAIN.",
	.why = "RWF_NOWAIT belongs to one call: it answers at once, as if the "
	       "pipe had O_NONBLOCK. The flag of the open file is left alone, "
	       "so nobody who shares the pipe notices.",
	.react = "Wait for POLLIN, then the same call again. Where the kernel "
		 "says EOPNOTSUPP, open /proc/self/fd/N with O_NONBLOCK.",
	.pages = "preadv2(2) pipe(7) poll(2)",
	.next = "flags-ways-out file-nowait recv-dontwait",
};

/* Not every libc has preadv2().  The offset -1: where the pipe is. */
static ssize_t
read_now(int rd)
{
	char byte;
	const struct iovec into = { &byte, 1 };
	const int nowait = 0x8; /* RWF_NOWAIT: linux/fs.h */

	return syscall(SYS_preadv2, rd, &into, 1L, -1L, -1L, nowait);
}

int
main(int argc, char *argv[])
{
	int ends[2];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("nowait", "a pipe: RWF_NOWAIT is for one call");
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	n = read_now(ends[0]);
	if (n == -1 && (errno == EOPNOTSUPP || errno == ENOSYS))
		eag_skip("a kernel that has RWF_NOWAIT for pipes");
	eag_call("reader", n, "preadv2(rd, [bytes], RWF_NOWAIT)");
	eag_claim("pipe-call-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(ends[0]) == 0,
	    "that one call answers EAGAIN; rd has no flag");
	eag_claim("poll-agrees", eag_poll("reader", ends[0], POLLIN, "rd") == 0,
	    "poll() agrees: nothing to read");

	eag_step("bytes", "a byte comes; the very same call again");
	n = write(ends[1], "x", 1);
	eag_call("writer", n, "write(wr, 1 byte)");
	eag_wait("reader", ends[0], POLLIN, "rd");
	n = read_now(ends[0]);
	eag_call("reader", n, "preadv2(rd, [bytes], RWF_NOWAIT)");
	eag_claim("then-reads", n == 1, "poll() says POLLIN, and it reads");

	return eag_end();
}
