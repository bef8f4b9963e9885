/* SPDX-License-Identifier: MIT */
/* fill.c: a non-blocking pipe, filled and emptied. */
#include "fill.h"

#include <unistd.h>

#include "eagain.h"

long
fill(int wr)
{
	static const char zeros[4096];
	long bytes = 0;
	ssize_t n;

	while ((n = write(wr, zeros, sizeof(zeros))) > 0) {
		eag_call("writer", n, "write(wr, %zu bytes)", sizeof(zeros));
		bytes += n;
	}
	eag_call("writer", n, "write(wr, %zu bytes)", sizeof(zeros));
	return bytes;
}

long
drain(int rd)
{
	char some[4096];
	long bytes = 0;
	ssize_t n;

	while ((n = read(rd, some, sizeof(some))) > 0) {
		eag_call("reader", n, "read(rd, %zu bytes)", sizeof(some));
		bytes += n;
	}
	eag_call("reader", n, "read(rd, %zu bytes)", sizeof(some));
	return bytes;
}
