/* SPDX-License-Identifier: MIT */
/* filter.h: stop at the calls that are watched, and at no other. */
#ifndef FILTER_H
#define FILTER_H

/*
 * From here on, and in all that this process starts, the calls of
 * system_calls.h stop for the tracer: seccomp(2), SECCOMP_RET_TRACE.  A
 * set-user-ID program gets no privilege any more: prctl(2),
 * PR_SET_NO_NEW_PRIVS.  0, or -1 with errno.
 */
int filter_install(void);

#endif
