/* SPDX-License-Identifier: MIT */
/* descriptors.c: ask each number; fcntl(2) says EBADF of one that is free. */
#include <errno.h>
#include <fcntl.h>

#include "descriptors.h"
#include "eagain.h"

int
descriptors(void)
{
	int number = 0;

	for (int fd = 0; fd < 1024; fd++)
		if (fcntl(fd, F_GETFD) != -1)
			number++;
		else
			eag_need(errno == EBADF, "fcntl F_GETFD");
	return number;
}

void
same_number(int fd, int number, const char *call)
{
	eag_need(fd != -1, call);
	if (fd != number)
		eag_skip("a number that is the lowest free one again");
}
