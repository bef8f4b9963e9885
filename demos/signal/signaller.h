/* SPDX-License-Identifier: MIT */
/* signaller.h: a signal that comes while a call waits. */
#ifndef SIGNALLER_H
#define SIGNALLER_H

/*
 * A child: it sends SIGUSR1 to this process once that waits in a call; and
 * "hello" to the peer of `sock` when it waits again, or has gone on.  Returns
 * the child's number; it ends with 0.
 */
int signal_once_it_waits(int sock);

#endif
