/* SPDX-License-Identifier: MIT */
/* ordinary.h: a user whom limits bind. */
#ifndef ORDINARY_H
#define ORDINARY_H

/*
 * This process goes on as user 65534 if it is root's, and without privileges:
 * some limits do not bind root.  Returns -1, with errno, where that is refused.
 * For a child only.  setresuid(2), capabilities(7).
 */
int become_ordinary(void);

#endif
