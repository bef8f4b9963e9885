/* SPDX-License-Identifier: MIT */
/* judge.h: what the judge of each exercise is made of; see also watch.h. */
#ifndef JUDGE_H
#define JUDGE_H

#include <stddef.h>

struct watched; /* watch.h */

/*
 * The part that an exercise brings along, in its judge.c: it puts `program`
 * through the bad day, and claims what a right program does.
 */
void judge(const char *program);

/*
 * The program sends `total` bytes on descriptor 0, to a peer that stops reading
 * for a while.  Byte i of them is i % 251.
 */
void judge_sender(const char *program, size_t total);

/*
 * The program reads descriptor 0 to the end, and writes how many bytes came.
 * The end comes after the last bytes, and in a second run together with them.
 */
void judge_reader(const char *program);

/*
 * The parts of the first, for other streams: wait, at most 5 s, until as many
 * bytes as fit are there and no more come; read to the end, and claim that this
 * is the stream, and that the program ends.  `shared`, or -1, is another
 * descriptor of what the program writes to: its O_NONBLOCK stays as it is.  It
 * is closed here.
 */
void until_full(int ours);
void judge_rest(const struct watched *watched, int ours, int slept,
    const char *stream, size_t total, int shared);

/* What comes within 3 s, up to a newline, as a string. */
void hear(int conn, char *text, size_t size);

#endif
