/* SPDX-License-Identifier: MIT */
/* place.h: where in a program a call was made. */
#ifndef PLACE_H
#define PLACE_H

#include <stddef.h>

#include "tracees.h"

/* "put() in drops", or what can be read of that; "" if nothing can. */
void place_of(const struct thread *thread, char *text, size_t size);

#endif
