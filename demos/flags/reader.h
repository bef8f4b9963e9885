/* SPDX-License-Identifier: MIT */
/* reader.h: another process, in a read() that waits. */
#ifndef READER_H
#define READER_H

/*
 * A child calls read(fd, 1 byte).  Returns its number once it sleeps there, or
 * 0 if it has not slept within 2 s.
 */
int reader_asleep(int fd);

/* Wait for its end: has it got a byte?  Then its call is reported. */
int reader_has_read(int reader, const char *role);

#endif
