/* SPDX-License-Identifier: MIT */
/* ordinary.h: a user whom limits bind. */
#ifndef ORDINARY_H
#define ORDINARY_H

#include "arrange.h"

/*
 * eag_ask_child() in a child that goes on as user 65534 if it is root's, and
 * without privileges: some limits do not bind root.  `count` is less than
 * EAG_ANSWERS.  Ends with 77 where that is refused.  setresuid(2),
 * capabilities(7).
 */
void ask_ordinary(void (*ask)(struct eag_answer *answers),
    struct eag_answer *answers, int count);

#endif
