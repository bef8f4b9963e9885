/* SPDX-License-Identifier: MIT */
/* flag.c: a read that may not wait for the disk, and the one that may. */
#define _GNU_SOURCE /* preadv2() */
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "example.h"

#ifndef RWF_NOWAIT /* musl before 1.2.5 */
#define RWF_NOWAIT 8
static ssize_t
preadv2(int file, const struct iovec *to, int count, off_t from, int flags)
{
	return syscall(SYS_preadv2, file, to, count, (long)from,
	    (long)((unsigned long long)from >> 32), flags);
}
#endif

/*
 * Read what is in memory.  If it is not there, read it from the disk: *slow is
 * 1 then.  (A server leaves this second read to a thread that may wait.)
 */
static ssize_t
read_at(int file, void *bytes, size_t size, off_t from, int *slow)
{
	const struct iovec to = { bytes, size };
	ssize_t n = preadv2(file, &to, 1, from, RWF_NOWAIT);

	*slow = n == -1 && (errno == EAGAIN || errno == EOPNOTSUPP);
	return *slow ? pread(file, bytes, size, from) : n;
}

int
main(void)
{
	char path[] = "/tmp/example-XXXXXX", bytes[16];
	int file = mkstemp(path), slow;

	check(file != -1 && unlink(path) == 0, "mkstemp");
	check(write(file, "what it says", 12) == 12 && fsync(file) == 0,
	    "write, fsync");
	check(read_at(file, bytes, sizeof(bytes), 0, &slow) == 12 &&
		memcmp(bytes, "what it says", 12) == 0,
	    "it is read, with the flag or without");
	/* Ask the kernel to forget it; not every file system does. */
	posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	check(read_at(file, bytes, sizeof(bytes), 5, &slow) == 7 &&
		memcmp(bytes, "it says", 7) == 0,
	    "the same when it may be on the disk only");
	check(read_at(file, bytes, sizeof(bytes), 12, &slow) == 0,
	    "the end is 0, and not EAGAIN");
	puts("every reaction did what it should");
	return 0;
}
