/* SPDX-License-Identifier: MIT */
/* nameless_fifo.h: a FIFO that nobody has to remove. */
#ifndef NAMELESS_FIFO_H
#define NAMELESS_FIFO_H

/*
 * Make a FIFO below $TMPDIR or /tmp, and take its name away at once.  Returns a
 * path that still leads to it, for open(2): proc(5), /proc/PID/fd.  Nobody has
 * opened either end.  Ends with 99 if a call fails.
 */
const char *nameless_fifo(void);

#endif
