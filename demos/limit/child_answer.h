/* SPDX-License-Identifier: MIT */
/* child_answer.h: what a call answered in a child, reported. */
#ifndef CHILD_ANSWER_H
#define CHILD_ANSWER_H

#include "arrange.h"

/*
 * Report it, as the call of a child, in the form of eag_call().  Gives back
 * what the call returned, and its errno.
 */
long told(const struct eag_answer *answer, const char *call);

#endif
