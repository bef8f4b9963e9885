/* SPDX-License-Identifier: MIT */
/*
 * file-never: O_NONBLOCK means nothing to a regular file: read() and write()
 * never say EAGAIN.  A pipe with the same flag does.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "file-never",
	.title = "O_NONBLOCK on a regular file: read() never says EAGAIN",
	.class = "contrast",
	.calls = "read write open fsync posix_fadvise lseek poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once, always",
	.belief = "With O_NONBLOCK a slow disk answers EAGAIN.",
	.why = "A disk will answer, so the kernel does not look at O_NONBLOCK. "
	       "read() waits for the disk, and poll() calls the file ready.",
	.react = "Read files in a thread that may wait, or with io_uring.",
	.pages = "open(2) read(2) poll(2)",
	.next = "file-end file-nowait",
};

int
main(int argc, char *argv[])
{
	struct statfs system;
	char bytes[4096];
	int anonymous, file, ret, fds[2];
	long before, slept;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("write", "a regular file, with O_NONBLOCK");
	anonymous = eag_file();
	eag_need(fstatfs(anonymous, &system) == 0, "fstatfs");
	if (system.f_type == 0x65735546) /* FUSE_SUPER_MAGIC: statfs(2) */
		eag_skip("a file system that leaves poll() to the kernel");
	file = open(eag_path(anonymous), O_RDWR | O_NONBLOCK | O_CLOEXEC);
	eag_call("main", file, "open(the file, O_RDWR|O_NONBLOCK) = file");
	n = write(file, eag_bytes(0, sizeof(bytes)), sizeof(bytes));
	eag_call("main", n, "write(file, %zu bytes)", sizeof(bytes));
	eag_claim("write-takes-all",
	    n == sizeof(bytes) && eag_nonblocking(file) == 1,
	    "the flag is set, and write() takes all bytes");

	eag_step("read", "the bytes leave memory, where the file has a disk");
	ret = fsync(file);
	eag_call("main", ret, "fsync(file)");
	ret = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	eag_call("main", ret, "posix_fadvise(file, POSIX_FADV_DONTNEED)");
	ret = (int)lseek(file, 0, SEEK_SET);
	eag_call("main", ret, "lseek(file, 0)");
	eag_claim("poll-says-ready",
	    eag_poll("main", file, POLLIN | POLLOUT, "file") ==
		(POLLIN | POLLOUT),
	    "poll() calls it ready, wherever the bytes are");
	before = eag_sleeps();
	n = read(file, bytes, sizeof(bytes));
	slept = eag_sleeps() - before;
	eag_call("main", n, "read(file, %zu bytes)", sizeof(bytes));
	eag_claim("read-gives-all",
	    n == sizeof(bytes) && eag_nonblocking(file) == 1 &&
		eag_first_wrong(bytes, sizeof(bytes), 0) == -1,
	    "the flag is set, and read() gives the bytes: no EAGAIN");
	eag_timing("read() slept", slept, "times");

	eag_step("pipe", "the same flag on a pipe, which is empty");
	eag_need(pipe2(fds, O_NONBLOCK | O_CLOEXEC) == 0, "pipe2");
	n = read(fds[0], bytes, sizeof(bytes));
	eag_call("main", n, "read(pipe, %zu bytes)", sizeof(bytes));
	eag_claim("pipe-is-eagain", n == -1 && errno == EAGAIN,
	    "a pipe can keep a reader waiting for ever: EAGAIN");

	return eag_end();
}
