/* SPDX-License-Identifier: MIT */
/*
 * message.c: a message is known again by its bytes, since programs move what is
 * left to another place, and fill up behind it.  Where its bytes repeat
 * themselves it may be either, and nobody is blamed.
 */
#include "message.h"

#include <string.h>

#include "payload.h"

void
message_remember(struct thread *thread, struct side *side, size_t taken)
{
	const struct call *call = &thread->call;

	side->rest_length = payload_of(
	    thread->tid, call, taken, side->rest, REST);
	side->start_length = payload_of(
	    thread->tid, call, 0, side->start, REST);
}

static int
same(const unsigned char *a, size_t a_length, const unsigned char *b,
    size_t b_length)
{
	const size_t length = a_length < b_length ? a_length : b_length;

	return length > 0 && memcmp(a, b, length) == 0;
}

enum message
message_of(struct thread *thread, const struct side *side)
{
	const struct call *call = &thread->call;
	unsigned char bytes[REST];
	size_t length = payload_of(thread->tid, call, 0, bytes, REST);
	int rest, start;

	if (side->rest_length == 0 || length == 0)
		return NEXT_PART; /* nothing to know it by */
	rest = same(bytes, length, side->rest, side->rest_length);
	start = same(bytes, length, side->start, side->start_length);
	return rest ? NEXT_PART : start ? THE_WHOLE : ANOTHER;
}
