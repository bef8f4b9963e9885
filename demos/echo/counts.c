/* SPDX-License-Identifier: MIT */
/* counts.c: the counts of a server, in a file or in memory without a name. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "counts.h"
#include "eagain.h"

struct counts *
counts_map(const char *file)
{
	int fd = -1, flags = MAP_SHARED | MAP_ANONYMOUS;
	struct stat status;
	void *counts;

	if (file != NULL) {
		fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		eag_need(fd != -1, "open --counts");
		eag_need(fstat(fd, &status) == 0, "fstat");
		errno = EEXIST; /* somebody's file, and no counts */
		eag_need(status.st_size == 0 ||
			status.st_size == (off_t)sizeof(struct counts),
		    "open --counts");
		eag_need(
		    ftruncate(fd, sizeof(struct counts)) == 0, "ftruncate");
		flags = MAP_SHARED;
	}
	counts = mmap(
	    NULL, sizeof(struct counts), PROT_READ | PROT_WRITE, flags, fd, 0);
	eag_need(counts != MAP_FAILED, "mmap");
	memset(counts, 0, sizeof(struct counts));
	if (fd != -1)
		close(fd);
	return counts;
}
