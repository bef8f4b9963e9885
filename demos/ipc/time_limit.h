/* SPDX-License-Identifier: MIT */
/* time_limit.h: when a wait is to end. */
#ifndef TIME_LIMIT_H
#define TIME_LIMIT_H

#include <time.h>

/*
 * So many milliseconds from now, as sem_timedwait(3) and mq_send(3) take it:
 * by CLOCK_REALTIME.  Ends with 99 if clock_gettime(2) fails.
 */
struct timespec in_ms(long milliseconds);

#endif
