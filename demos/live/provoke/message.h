/* SPDX-License-Identifier: MIT */
/* message.h: is what a call writes the rest of what was not taken? */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "history.h"

/* Keep what is to come of a message, and how it began. */
void message_remember(struct thread *thread, struct side *side, size_t taken);

/* What a call that writes brings, after a part or nothing was taken. */
enum message { NEXT_PART, THE_WHOLE, ANOTHER };
enum message message_of(struct thread *thread, const struct side *side);

#endif
