/* SPDX-License-Identifier: MIT */
/*
 * tool.h: for the programs that are tools: a server, a client, a comparison.
 */
#ifndef EAG_TOOL_H
#define EAG_TOOL_H

#include <stddef.h>

/*
 * From here on the program serves others for as long as they like: no
 * watchdog, and each report is written at once.
 */
void eag_serve(void);

/*
 * Write each report at once, as a tool does from its start; or gather them
 * until that is asked for again, so that identical calls become one line.
 */
void eag_at_once(int on);

/*
 * Bytes as they are on standard output, unless with --quiet or --json alone. 0:
 * nobody reads it any more.
 */
int eag_raw(const char *bytes, size_t length);
int eag_takes_raw(void);

/* With --accessible: sentences instead of columns and bars. */
int eag_accessible(void);

/* A table: what a row says to people, and a figure of it to programs. */
void eag_row(const char *text);
void eag_figure(const char *name, long value, const char *unit);

#endif
