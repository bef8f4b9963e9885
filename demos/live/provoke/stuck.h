/* SPDX-License-Identifier: MIT */
/* stuck.h: a program that waits for itself. */
#ifndef STUCK_H
#define STUCK_H

/*
 * All is quiet: is anybody stuck?  A verdict falls for each that is.  1: all of
 * them are, so that this would last for ever.
 */
int stuck_look(void);

#endif
