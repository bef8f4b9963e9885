/* SPDX-License-Identifier: MIT */
/* limited.h: a socket whose connect() waits for a limited time. */
#ifndef LIMITED_H
#define LIMITED_H

/*
 * A blocking stream socket of that family whose connect() waits so many
 * milliseconds at most: SO_SNDTIMEO, socket(7).  Reported.  Ends with 99 if
 * there is no such socket.
 */
int limited(int family, int milliseconds);

#endif
