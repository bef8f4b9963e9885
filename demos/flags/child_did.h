/* SPDX-License-Identifier: MIT */
/* child_did.h: a child that makes one call, and ends. */
#ifndef CHILD_DID_H
#define CHILD_DID_H

/*
 * Wait for the end of a child, and report the call that it has made, in the
 * form of eag_call().  Ends with 99 unless it ended with 0: the call failed.
 */
void child_did(int child, const char *call);

#endif
