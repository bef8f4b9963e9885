/* SPDX-License-Identifier: MIT */
/* late_sender.h: a peer that sends once its reader waits. */
#ifndef LATE_SENDER_H
#define LATE_SENDER_H

#include <stddef.h>

/*
 * A child that sends `length` bytes on `sock` when this process has opened
 * *gate and is then asleep in the kernel.  Returns the child: it exits with 0
 * if all were sent.
 */
int late_sender(int sock, const char *bytes, size_t length, int *gate);

#endif
