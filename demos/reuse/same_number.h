/* SPDX-License-Identifier: MIT */
/* same_number.h: has the next open() or socket() got the number just closed? */
#ifndef SAME_NUMBER_H
#define SAME_NUMBER_H

/*
 * `fd` is what `call` returned, and must be the number that was closed just
 * before.  Ends with 99 if the call failed, and with 77 if somebody else has
 * taken the number.
 */
void same_number(int fd, int number, const char *call);

#endif
