/* SPDX-License-Identifier: MIT */
/* prompt.h: a shell that waits for a command. */
#ifndef PROMPT_H
#define PROMPT_H

/*
 * Run a shell on a terminal that has O_NONBLOCK, until it has cleared that or
 * ended, or has had 3 s; and end it.
 */
void prompt(const char *const shell[], int terminal);

#endif
