/* SPDX-License-Identifier: MIT */
/* tally.h: how often which call was answered so, and what was done then. */
#ifndef TALLY_H
#define TALLY_H

enum verdict {
	WAITS,
	GOES_ON, /* without a wait, and could: a drain loop that is done */
	NAPS,
	ASKS_AGAIN,
	GIVES_UP,
	NEVER_COMES_BACK,
	SENDS_AGAIN,
	STUCK,
	VERDICTS
};

/* A call on a descriptor of that kind, and what it was answered. */
struct answered {
	const char *call, *kind;
	const char *answer; /* NULL: EAGAIN, or a short count */
};

/* It was answered so.  1: for the first time. */
int tally_met(struct answered answered);

/* Where that was. */
void tally_place(struct answered answered, const char *place);

/* What the program did after so many such answers. */
void tally(struct answered answered, enum verdict verdict, long answers);

/* How often that came, of any call. */
long tally_of(enum verdict verdict);
const char *tally_word(enum verdict verdict);

/* Was anything met at all? */
int tally_any(void);

/* The table, for people, and as events. */
void tally_show(void);

#endif
