/* SPDX-License-Identifier: MIT */
/* told.h: what a call answered in a child, reported. */
#ifndef TOLD_H
#define TOLD_H

#include "arrange.h"

/*
 * Report it, as the call of a child, in the form of eag_call().  Gives back
 * what the call returned, and its errno.
 */
long told(const struct eag_answer *answer, const char *call);

#endif
