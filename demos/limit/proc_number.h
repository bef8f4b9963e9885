/* SPDX-License-Identifier: MIT */
/* proc_number.h: what /proc says of a limit. */
#ifndef PROC_NUMBER_H
#define PROC_NUMBER_H

/*
 * The number that follows `label`, at the start of a line of that file; or -1
 * with the errno of open(2) or read(2), or ENODATA: there is none.  proc(5).
 */
long number_after(const char *file, const char *label);

#endif
