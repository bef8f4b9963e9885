/* SPDX-License-Identifier: MIT */
/* sized_thread.c: a thread that does nothing. */
#include "sized_thread.h"
#include "eagain.h"

void
thread_attributes(pthread_attr_t *attributes, size_t stack)
{
	eag_need(pthread_attr_init(attributes) == 0 &&
		pthread_attr_setdetachstate(
		    attributes, PTHREAD_CREATE_DETACHED) == 0 &&
		pthread_attr_setstacksize(attributes, stack) == 0,
	    "pthread_attr_setstacksize");
}

void *
nothing(void *argument)
{
	return argument;
}
