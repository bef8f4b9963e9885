/* SPDX-License-Identifier: MIT */
/* counts.h: what an echo server counts, for other processes to look at. */
#ifndef COUNTS_H
#define COUNTS_H

/* clang-format off */
#define OPT_COUNTS(variable) { .name = "counts", \
	.kind = EAG_TEXT, .word = &(variable), .value = "FILE", \
	.text = "keep running counts in FILE, for compare-waiting" }
/* clang-format on */

struct counts {
	_Atomic unsigned long calls;   /* that move, wait, accept or watch */
	_Atomic unsigned long refused; /* of these, answered EAGAIN */
	_Atomic unsigned long accepted, closed;
	_Atomic unsigned long turned_away; /* before it became a client */
	_Atomic unsigned long limited; /* by any limit, before or after that */
	char limit[128];               /* the last of these limits */
};

/* All 0, and shared with children; in `file`, unless that is NULL. */
struct counts *counts_map(const char *file);

#endif
