/* SPDX-License-Identifier: MIT */
/* tally.c: the table at the end. */
#include "tally.h"

#include <stdio.h>
#include <string.h>

#include "eagain.h"
#include "tool_output.h"

static const char *const words[VERDICTS] = {
	[WAITS] = "waits",
	[GOES_ON] = "goes on",
	[NAPS] = "naps",
	[ASKS_AGAIN] = "asks again at once",
	[GIVES_UP] = "gives up",
	[NEVER_COMES_BACK] = "never comes back",
	[SENDS_AGAIN] = "sends the whole again",
	[STUCK] = "stuck",
};

static const char *const means[VERDICTS] = {
	[WAITS] = "until the kernel says that it can go on",
	[GOES_ON] = "it could go on without a wait, and did",
	[NAPS] = "time passes, whether the kernel is ready or not",
	[ASKS_AGAIN] = "again and again, and waits for nothing",
	[GIVES_UP] = "it takes \"not now\" for an error or an end",
	[NEVER_COMES_BACK] =
	    "the refused bytes are lost: it went on to others, or ended",
	[SENDS_AGAIN] = "with the bytes that were taken before",
	[STUCK] = "it waits for what only it can bring about",
};

enum { ROWS = 64, PLACE = 96 };
static struct row {
	struct answered of;
	long times[VERDICTS], met;
	char place[PLACE];
} rows[ROWS];
static int used;

static int
same(struct answered a, struct answered b)
{
	return strcmp(a.call, b.call) == 0 && strcmp(a.kind, b.kind) == 0 &&
	    (a.answer == NULL) == (b.answer == NULL) &&
	    (a.answer == NULL || strcmp(a.answer, b.answer) == 0);
}

/* Where there are more than it has room for, the last row has the rest. */
static struct row *
row_of(struct answered answered)
{
	for (int i = 0; i < used; i++)
		if (same(rows[i].of, answered))
			return &rows[i];
	if (used < ROWS)
		used++;
	rows[used - 1].of = answered;
	return &rows[used - 1];
}

int
tally_met(struct answered answered)
{
	return row_of(answered)->met++ == 0;
}

void
tally_place(struct answered answered, const char *place)
{
	snprintf(row_of(answered)->place, PLACE, "%s", place);
}

void
tally(struct answered answered, enum verdict verdict, long answers)
{
	row_of(answered)->times[verdict] += answers;
}

long
tally_of(enum verdict verdict)
{
	long sum = 0;

	for (int i = 0; i < used; i++)
		sum += rows[i].times[verdict];
	return sum;
}

const char *
tally_word(enum verdict verdict)
{
	return words[verdict];
}

int
tally_any(void)
{
	return used > 0;
}

static int
show(const struct row *row, const char *verdict, long times)
{
	const struct answered *of = &row->of;
	const char *answer = of->answer;
	char text[160];

	if (eag_accessible())
		snprintf(text, sizeof(text), "%s on %s, %s, %ld times: %s",
		    of->call, of->kind,
		    answer != NULL ? answer : "not now or a part", times,
		    verdict);
	else
		snprintf(text, sizeof(text), "%-10s %-9s %7ld  %s%s%s%s",
		    of->call, of->kind, times, verdict,
		    answer != NULL ? " (" : "", answer != NULL ? answer : "",
		    answer != NULL ? ")" : "");
	eag_row(text);
	eag_record("verdict",
	    (const struct eag_field[]){ { "call", of->call, 0 },
		{ "on", of->kind, 0 }, { "verdict", verdict, 0 },
		{ "times", NULL, times }, { "first", row->place, 0 },
		{ "answer", answer != NULL ? answer : "EAGAIN or a part", 0 },
		{ NULL, NULL, 0 } });
	return 1;
}

/* What the column of numbers counts. */
static void
say_times(void)
{
	int plain = 0, others = 0;

	for (int i = 0; i < used; i++) {
		plain += rows[i].of.answer == NULL;
		others += rows[i].of.answer != NULL;
	}
	if (plain > 0)
		eag_note("times: calls that were answered EAGAIN, or took "
			 "only a part");
	if (others > 0 && !eag_accessible())
		eag_note(plain > 0 ?
			"(...): these were answered so instead" :
			"times: calls, and (...) says how they were answered");
}

void
tally_show(void)
{
	char text[PLACE + 64];
	int shown, open = 0;

	if (used > 0 && !eag_accessible())
		eag_row("call       on          times  then");
	for (int i = 0; i < used; i++) {
		shown = 0;
		for (int verdict = 0; verdict < VERDICTS; verdict++)
			if (rows[i].times[verdict] > 0)
				shown += show(&rows[i], words[verdict],
				    rows[i].times[verdict]);
		/* Its other end was gone, or it was ended. */
		if (shown == 0)
			show(&rows[i], "open", rows[i].met);
		open += shown == 0;
		if (rows[i].place[0] == '\0')
			continue;
		snprintf(text, sizeof(text),
		    eag_accessible() ? "first in %s" :
				       "                     first in %s",
		    rows[i].place);
		eag_row(text);
	}
	say_times();
	if (open > 0)
		eag_note("open: it was ended, or the other end went, first");
	for (int verdict = 0; verdict < VERDICTS; verdict++) {
		if (tally_of((enum verdict)verdict) == 0)
			continue;
		snprintf(text, sizeof(text), "%s: %s", words[verdict],
		    means[verdict]);
		eag_note(text);
	}
}
