/* SPDX-License-Identifier: MIT */
/*
 * file-nowait: a read of a regular file that does say EAGAIN.  RWF_NOWAIT asks
 * for bytes only if they are in memory; these are on the disk.
 */
#define _GNU_SOURCE /* syscall() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "nowait/disk.h"

enum { NOWAIT = 8 }; /* RWF_NOWAIT; like preadv2(), not in every libc */

static const struct eag_demo demo = {
	.name = "file-nowait",
	.title = "preadv2(RWF_NOWAIT), and the bytes are on the disk",
	.class = "flag",
	.calls = "preadv2 pread write fsync posix_fadvise poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN at once: a lie for this call",
	.belief = "A regular file never says EAGAIN.",
	.why =
	    "The kernel would have to wait for the disk, and RWF_NOWAIT "
	    "says not to. With O_NONBLOCK it waits all the same: file-never.",
	.react = "Read without the flag, in a thread that may wait. Asking "
		 "again may help soon, late or never: nothing tells when.",
	.pages = "preadv2(2) pread(2) posix_fadvise(2)",
	.next = "file-never",
};

int
main(int argc, char *argv[])
{
	static char bytes[4096];
	const struct iovec into = { bytes, sizeof(bytes) };
	int file, ret, tries = 0;
	long again = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("disk", "the bytes are on the disk, and not in memory");
	file = file_on_disk();
	n = write(file, eag_bytes(0, sizeof(bytes)), sizeof(bytes));
	eag_call("main", n, "write(file, %zu bytes)", sizeof(bytes));
	ret = fsync(file);
	eag_call("main", ret, "fsync(file)");
	if (!read_waits(file, bytes, sizeof(bytes)))
		eag_skip("a disk that a read has to wait for");
	do { /* by chance the disk may be quicker than the call */
		ret = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
		n = syscall(SYS_preadv2, file, &into, 1, 0L, 0L, NOWAIT);
	} while (n > 0 && ++tries < 20);
	eag_call("main", ret, "posix_fadvise(file, POSIX_FADV_DONTNEED)");
	eag_call("main", n, "preadv2(file, bytes, RWF_NOWAIT)");
	eag_claim("disk-is-eagain", n == -1 && errno == EAGAIN,
	    "the bytes are not in memory: EAGAIN");
	eag_claim("poll-lies", eag_poll("main", file, POLLIN, "file") == POLLIN,
	    "poll() says POLLIN all the same: it calls any file ready");

	eag_step("wait", "the same bytes, without the flag");
	n = pread(file, bytes, sizeof(bytes), 0);
	eag_call("main", n, "pread(file, bytes)");
	eag_claim("then-read",
	    n == sizeof(bytes) &&
		eag_first_wrong(bytes, sizeof(bytes), 0) == -1,
	    "without the flag they come, however long that takes");
	n = syscall(SYS_preadv2, file, &into, 1, 0L, 0L, NOWAIT);
	eag_call("main", n, "preadv2(file, bytes, RWF_NOWAIT)");
	eag_claim("then-in-memory", n == sizeof(bytes),
	    "now they are in memory: the first call succeeds");

	eag_step("again", "on the disk once more; asked again and again");
	ret = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	eag_call("main", ret, "posix_fadvise(file, POSIX_FADV_DONTNEED)");
	do
		n = syscall(SYS_preadv2, file, &into, 1, 0L, 0L, NOWAIT);
	while (n == -1 && errno == EAGAIN && ++again < 10000);
	eag_timing("EAGAIN", again, "times");

	return eag_end();
}
