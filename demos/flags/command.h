/* SPDX-License-Identifier: MIT */
/*
 * command.h: another program, as a shell starts it.  What it does is observed:
 * programs differ, so nothing of it is claimed.
 */
#ifndef COMMAND_H
#define COMMAND_H

/*
 * Start argv[0] with these descriptors as 0, 1 and 2: its number.  It speaks
 * English, dies with this process, and has a session of its own, so that it
 * leaves the caller's terminal alone.
 */
int command_start(const char *const argv[], int in, int out, int err);

/*
 * A note: the first line that `name --version` says.  Returns whether there is
 * such a program.
 */
int command_version(const char *name);

/*
 * Run it with these as 0 and 1, until it ends or has had 3 s; -1 for `in` is an
 * empty file, for `out` where stderr goes.  Notes: what is run, the first line
 * that it says there, and its exit status.  Returns whether it ended by itself.
 */
int command_run(const char *const argv[], int in, int out);

#endif
