/* SPDX-License-Identifier: MIT */
/* same_number.c: POSIX gives out the lowest number that is free. */
#include "same_number.h"
#include "eagain.h"

void
same_number(int fd, int number, const char *call)
{
	eag_need(fd != -1, call);
	if (fd != number)
		eag_skip("a number that is the lowest free one again");
}
