/* SPDX-License-Identifier: MIT */
/* descriptors.h: how many numbers are open, and which one comes next. */
#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

int descriptors(void); /* below 1024 */

/*
 * `fd` is what `call` returned, and must be the number that was closed just
 * before.  Ends with 99 if the call failed, and with 77 if somebody else has
 * taken the number.
 */
void same_number(int fd, int number, const char *call);

#endif
