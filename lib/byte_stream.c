/* SPDX-License-Identifier: MIT */
/* byte_stream.c: a stream whose every byte knows its offset. */
#include <stdint.h>

#include "internal.h"

#define PERIOD 65521 /* a prime: no usual size divides it */

static char stream[PERIOD + EAG_BYTES_MAX];
static size_t made;

/* xorshift32, a byte at a time; after a period the same bytes again. */
static void
make(size_t length)
{
	static uint32_t state = 2463534242u;

	for (; made < length && made < PERIOD; made++) {
		state ^= state << 13;
		state ^= state >> 17;
		state ^= state << 5;
		stream[made] = (char)(state >> 24);
	}
	for (; made < length; made++)
		stream[made] = stream[made - PERIOD];
}

const char *
eag_bytes(size_t offset, size_t length)
{
	size_t start = offset % PERIOD;

	if (start + length > made)
		make(start + length);
	return stream + start;
}

long
eag_first_wrong(const char *bytes, size_t length, size_t offset)
{
	const char *right = eag_bytes(offset, length);

	for (size_t i = 0; i < length; i++)
		if (bytes[i] != right[i])
			return (long)i;
	return -1;
}
