/* SPDX-License-Identifier: MIT */
/* fill.h: a non-blocking pipe, filled and emptied. */
#ifndef FILL_H
#define FILL_H

/* Writes zeros until EAGAIN: how many?  The calls are reported. */
long fill(int wr);

/* Reads until EAGAIN: how many bytes?  The calls are reported. */
long drain(int rd);

#endif
