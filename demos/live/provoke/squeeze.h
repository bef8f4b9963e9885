/* SPDX-License-Identifier: MIT */
/* squeeze.h: the least room that the kernel gives. */
#ifndef SQUEEZE_H
#define SQUEEZE_H

#include "tracees.h"

/*
 * What a call has just made, before its caller goes on: a stream socket gets
 * the smallest buffers, a pipe one page.  socket(7), pipe(7).
 */
void squeeze_made(struct thread *thread);

#endif
