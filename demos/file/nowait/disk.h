/* SPDX-License-Identifier: MIT */
/* disk.h: a file whose bytes are not always in memory. */
#ifndef DISK_H
#define DISK_H

#include <stddef.h>

/*
 * A file as eag_file() makes it; and where that is memory, which never waits,
 * one in /var/tmp.  Ends with 77 if there is none whose file system has
 * RWF_NOWAIT.
 */
int file_on_disk(void);

/*
 * Does a read of its first `length` bytes wait for the disk, once they have
 * left memory?  By chance it may be there already: 20 tries.
 */
int read_waits(int file, char *bytes, size_t length);

#endif
