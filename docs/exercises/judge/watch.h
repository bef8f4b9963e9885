/* SPDX-License-Identifier: MIT */
/*
 * watch.h: a student's program, with its children and their threads, run and
 * looked at from outside: by processor time, state and wake-ups (proc(5)),
 * never by its text.
 */
#ifndef WATCH_H
#define WATCH_H

#include <sys/types.h>

struct watched {
	pid_t pid;
	int out; /* a file: its standard output */
};

/*
 * Start `program` with `in` as its descriptor 0, which is closed here, and at
 * most four arguments.  It gets no other descriptor of ours but 2, and dies
 * with this process.
 */
void watch_start(struct watched *watched, const char *program, int in,
    const char *const arguments[]);

/* The same, with `out` as its descriptor 1, which is closed here as well. */
void watch_start_to(struct watched *watched, const char *program, int in,
    int out, const char *const arguments[]);

/* `in` for a program that reads nothing. */
int watch_nothing(void);

/*
 * Does it sleep for `ms` milliseconds, without waking up again and again?  If
 * not, what it did is noted.
 */
int watch_sleeps(const struct watched *watched, int ms);

/*
 * Does it leave the processor alone for `ms` milliseconds?  It may wake up and
 * look again.  If it does not, what it did is noted.
 */
int watch_rests(const struct watched *watched, int ms);

/*
 * Wait, at most 5 s, until it sleeps or has ended, or has used so much
 * processor time that it is not going to sleep.
 */
void watch_until_asleep(const struct watched *watched);

/* How often it has gone to sleep by itself so far. */
long watch_naps(const struct watched *watched);

/*
 * Does it wake when something comes?  `give` is called five times; at least
 * four of them must wake it within 150 ms.
 */
int
watch_wakes(const struct watched *watched, void (*give)(int conn), int conn);

/*
 * There is something for it to do.  Does it sleep all the same, for a tenth of
 * a second?  0 if it ends, or works for 2 s.
 */
int watch_sleeps_on(const struct watched *watched);

/* How many descriptors it has open. */
int watch_descriptors(const struct watched *watched);

/* Has it ended?  Its children may go on. */
int watch_has_ended(const struct watched *watched);

/* What it has written to its standard output, from the beginning, as a string.
 */
void watch_output(const struct watched *watched, char *text, size_t size);

/* The last number that it has written to its standard output, or -1. */
long watch_number(const struct watched *watched);

/*
 * Wait, at most `ms`, until it ends: its exit status, 128 + a signal's number,
 * or -1 if it, or a child of it, did not; all of them are killed then.
 */
int watch_end(const struct watched *watched, int ms);

#endif
