/* SPDX-License-Identifier: MIT */
/* byte_stream.c: a stream whose every byte knows its offset. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */
#include <stdint.h>
#include <sys/mman.h>

#include "internal.h"

#define PERIOD 65521 /* a prime: no usual size divides it */

static char *stream; /* NULL: nobody has asked yet */
static size_t made;

/*
 * It has a megabyte, and uses what is asked for.  RLIMIT_DATA counts all of
 * what is private, and nothing of what is shared: mm/mmap.c is_data_mapping().
 */
static void
map(void)
{
	stream = mmap(NULL, PERIOD + EAG_BYTES_MAX, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	eag_need(stream != MAP_FAILED, "mmap");
}

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

	if (stream == NULL)
		map();
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
