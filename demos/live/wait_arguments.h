/* SPDX-License-Identifier: MIT */
/* wait_arguments.h: what a call that waits waits for, and for how long. */
#ifndef LIVE_WAIT_ARGUMENTS_H
#define LIVE_WAIT_ARGUMENTS_H

#include "system_calls.h"

/* Its time limit in milliseconds, the next whole one; -1: there is none. */
long waited_limit(pid_t tid, const struct call *call);

/*
 * Hand on each descriptor that poll(2) or select(2) was asked for: to be read,
 * to be written, or both.  Returns how many there are.
 */
int waited_each(pid_t tid, const struct call *call,
    void (*see)(void *with, int fd, int in, int out), void *with);

#endif
