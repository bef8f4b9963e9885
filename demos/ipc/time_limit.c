/* SPDX-License-Identifier: MIT */
/* time_limit.c: when a wait is to end. */
#include "time_limit.h"

#include "arrange.h"

struct timespec
in_ms(long milliseconds)
{
	const long long end = eag_time(CLOCK_REALTIME) +
	    milliseconds * 1000000LL;
	struct timespec time = { .tv_sec = (time_t)(end / 1000000000) };

	time.tv_nsec = (long)(end % 1000000000);
	return time;
}
