/* SPDX-License-Identifier: MIT */
/* signaller.h: a signal that comes while a call waits. */
#ifndef SIGNALLER_H
#define SIGNALLER_H

#include <signal.h>

/* A handler, and how often it has run for SIGUSR1. */
extern volatile sig_atomic_t signals;
void count(int number);

/*
 * A child: it sends SIGUSR1 to this process once that waits in a call; and
 * "hello" to the peer of `sock` when it waits again, or has gone on.  Returns
 * the child's number; it ends with 0.  Ends the program with 77 where no /proc
 * tells whether a call waits.
 */
int signal_once_it_waits(int sock);

#endif
