/* SPDX-License-Identifier: MIT */
/* disk.c: a file whose bytes are not always in memory. */
#define _GNU_SOURCE /* O_TMPFILE, syscall() */
#include "disk.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static int
has_nowait(int file)
{
	char byte;
	const struct iovec into = { &byte, 1 };
	const int nowait = 8; /* RWF_NOWAIT */

	return syscall(SYS_preadv2, file, &into, 1, 0L, 0L, nowait) != -1;
}

int
file_on_disk(void)
{
	int file = eag_file();

	if (!has_nowait(file)) {
		eag_need(close(file) == 0, "close");
		file = open("/var/tmp", O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
		if (file == -1 || !has_nowait(file))
			eag_skip("a file whose file system has RWF_NOWAIT");
	}
	return file;
}

int
read_waits(int file, char *bytes, size_t length)
{
	long before, waited = 0;

	for (int tries = 0; tries < 20 && waited == 0; tries++) {
		eag_need(posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) == 0,
		    "posix_fadvise");
		before = eag_sleeps();
		eag_need(
		    pread(file, bytes, length, 0) == (ssize_t)length, "pread");
		waited = eag_sleeps() - before;
	}
	return waited > 0;
}
