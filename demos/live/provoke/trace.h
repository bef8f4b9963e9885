/* SPDX-License-Identifier: MIT */
/* trace.h: run a command, and stop it at the calls that are watched. */
#ifndef TRACE_H
#define TRACE_H

/*
 * NULL: it can be done here; or what is missing, and since when Linux has it.
 */
const char *trace_missing(void);

/*
 * Only processes that run this program are judged, whoever starts them.  99: it
 * is not there.
 */
void trace_only(const char *program);

/* Start the command, with `out` as its standard output.  99: it cannot run. */
void trace_start(char *command[], int out);

/*
 * Watch until it and all that it has started have ended.  A signal that asks
 * this program to end is passed on; the second one ends them all.  Returns how
 * the command ended: waitpid(2)'s status.
 */
int trace_run(int squeeze);

/* Say what there was that cannot be seen. */
void trace_say_unseen(void);

#endif
