/* SPDX-License-Identifier: MIT */
/* sized_thread.h: a thread that does nothing. */
#ifndef SIZED_THREAD_H
#define SIZED_THREAD_H

#include <pthread.h>

/*
 * What pthread_create() needs for a thread of a stack of that many bytes that
 * nobody has to join: pthread_attr_setstacksize(3).  Ends with 99 if a call
 * fails.
 */
void thread_attributes(pthread_attr_t *attributes, size_t stack);

/* What the thread does. */
void *nothing(void *argument);

#endif
