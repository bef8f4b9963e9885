/* SPDX-License-Identifier: MIT */
/*
 * tool_output.h: for the programs that are tools: a server, a client, a
 * comparison.
 */
#ifndef EAG_TOOL_OUTPUT_H
#define EAG_TOOL_OUTPUT_H

#include <stddef.h>

/*
 * From here on the program serves others for as long as they like: no
 * watchdog, and each report is written at once.
 */
void eag_serve(void);

/*
 * on: write each report at once.  off: gather, so that identical calls fold.
 */
void eag_at_once(int on);

/*
 * Write raw bytes to stdout, unless with --quiet or --json alone.  0: the
 * reader has gone.
 */
int eag_raw(const char *bytes, size_t length);
int eag_takes_raw(void);

/* With --accessible: sentences instead of columns and bars. */
int eag_accessible(void);

/*
 * What an io_uring server reports in the place of eag_call(): a request, where
 * `result` is NULL, and later its result, -errno if it failed: io_uring(7).
 */
void eag_queued(const char *actor, const int *result, const char *call);

/* A row of a table, for people alone. */
void eag_row(const char *text);

/*
 * An event of the tool's own, for --json alone; docs/json.md has the fields.  A
 * field is a text, or a number where that is NULL; the last has no name.
 */
struct eag_field {
	const char *name, *text;
	long number;
};
void eag_record(const char *event, const struct eag_field *fields);

#endif
