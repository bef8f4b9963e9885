/* SPDX-License-Identifier: MIT */
/*
 * exercise: stdout
 *
 * Writes the numbers from 1 to 20000, a line each, as seq(1) does.  Its stdout
 * is a pipe that other programs write to as well.  One of them has set
 * O_NONBLOCK there, and needs it.  When the reader is slow, lines are missing,
 * and the exit status is 0.
 */
#include <stdio.h>

int
main(void)
{
	for (int number = 1; number <= 20000; number++)
		printf("%d\n", number);
	return 0;
}
