/* SPDX-License-Identifier: MIT */
/* waits.h: calls that wait, and for which descriptors. */
#ifndef WAITS_H
#define WAITS_H

#include "tracees.h"

/* A call that waits or lets time pass has begun. */
void waits_begin(struct thread *thread);

#endif
