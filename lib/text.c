/* SPDX-License-Identifier: MIT */
/* text.c: what people read: strace's notation, by role, 76 columns of ASCII. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#define INDENT 10 /* where a call starts, after its actor */
#define CALL   32 /* room for a call; its result comes after */
#define BAR    16 /* cells of a buffer's bar */

static struct eag__sink *const out = &eag__run.text;

static void
colour(const char *code)
{
	if (eag__run.colour)
		eag__put(out, code);
}

#define BOLD  "\033[1m"
#define GREEN "\033[32m"
#define RED   "\033[1;31m"
#define PLAIN "\033[0m"

void
eag__text_begin(void)
{
	const struct eag_demo *demo = eag__run.demo;

	if (eag__run.tool)
		return;
	colour(BOLD);
	eag__put(out, demo->name);
	colour(PLAIN);
	eag__put(out, ": ");
	eag__put_wrapped(out, demo->title, 4, (int)strlen(demo->name) + 2);
}

void
eag__text_step(void)
{
	if (eag__run.accessible) {
		eag__put(out, "\nStep ");
		eag__put(out, eag__run.tag);
		eag__put(out, ": ");
		eag__put(out, eag__run.step);
		eag__put(out, ".\n");
		return;
	}
	eag__put(out, "\n");
	colour(BOLD);
	eag__put(out, "[");
	eag__put(out, eag__run.tag);
	eag__put(out, "] ");
	colour(PLAIN);
	eag__put_wrapped(out, eag__run.step, 4, (int)strlen(eag__run.tag) + 3);
}

/* Each errno is explained once, under the first line that shows it. */
static int
first_time(int error)
{
	static unsigned char seen[512];

	if (error < 1 || error >= (int)sizeof(seen) || seen[error] != 0)
		return 0;
	return seen[error] = 1;
}

/* A stream that takes less than it was offered is worth a word. */
static int
is_short(const struct eag__call *call)
{
	return call->ret > 0 && call->asked > call->ret &&
	    (strncmp(call->text, "send", 4) == 0 ||
		strncmp(call->text, "write", 5) == 0);
}

static void
note(const struct eag__call *call)
{
	if (is_short(call)) {
		eag__put(out, "short: ");
		eag__put_number(out, call->ret);
		eag__put(out, " of ");
		eag__put_number(out, call->asked);
		if (call->times > 1)
			eag__put(out, ", ");
	}
	if (call->times > 1) {
		eag__put_number(out, (long)call->times);
		eag__put(out, " times");
	}
}

static void
accessible_call(const struct eag__call *call)
{
	eag__put(out, call->actor);
	eag__put(out, ": ");
	eag__put(out, call->text);
	if (call->ret == -1) {
		eag__put(out, " failed with ");
		eag__put(out, eag_errno_name(call->error));
		if (first_time(call->error)) {
			eag__put(out, ", ");
			eag__put(out, call->meaning);
		}
	} else {
		eag__put(out, " returned ");
		eag__put_result(out, call);
	}
	if (is_short(call) || call->times > 1)
		eag__put(out, ", ");
	note(call);
	eag__put(out, ".\n");
}

void
eag__text_call(const struct eag__call *call)
{
	size_t before;

	if (eag__run.accessible) {
		accessible_call(call);
		return;
	}
	eag__put(out, "  ");
	eag__put_padded(out, call->actor, INDENT - 2 - 1);
	eag__put(out, " ");
	eag__put_padded(out, call->text, CALL - 1);
	eag__put(out, " = ");
	before = out->used;
	eag__put_result(out, call);
	if (is_short(call) || call->times > 1) {
		/* The result may be wider than its column; keep a gap. */
		eag__put_padded(out, "  ",
		    (call->asked > 99999 ? 10 : 12) -
			(int)(out->used - before));
		note(call);
	}
	eag__put(out, "\n");
	if (call->ret == -1 && first_time(call->error)) {
		eag__put_padded(out, "", INDENT);
		eag__put(out, eag_errno_name(call->error));
		eag__put(out, ": ");
		eag__put(out, call->meaning);
		eag__put(out, "\n");
	}
}

/* Where a wrapped line goes on: a screen reader has no use for columns. */
static int
indent(int columns)
{
	return eag__run.accessible ? 0 : columns;
}

/* A sentence after its label: in columns, or as a line with a full stop. */
static void
sentence(
    const char *code, const char *label, const char *spoken, const char *text)
{
	if (eag__run.accessible) {
		eag__put(out, spoken);
		eag__put(out, text);
		eag__put(out, ".\n");
		return;
	}
	colour(code);
	eag__put(out, label);
	colour(PLAIN);
	eag__put_wrapped(out, text, (int)strlen(label), (int)strlen(label));
}

void
eag__text_claim(int ok, const char *text)
{
	static const char *const labels[] = { "  not ok  expected: ",
		"  ok      " };
	static const char *const spoken[] = { "Does not hold: ", "Holds: " };

	sentence(ok ? GREEN : RED, labels[ok != 0], spoken[ok != 0], text);
	if (ok || eag__run.call.number == 0)
		return;
	eag__put(out, eag__run.accessible ? "Came: " : "          came:     ");
	eag__put(out, eag__run.call.text);
	eag__put(out, " = ");
	eag__put_result(out, &eag__run.call);
	eag__put(out, "\n");
}

void
eag__text_left_out(const char *text)
{
	sentence("", "  -       left out: ", "Left out: ", text);
}

static const char *
side_name(enum eag_side side)
{
	static const char *const names[] = {
		[EAG_SEND] = "send buffer",
		[EAG_RECEIVE] = "receive buffer",
		[EAG_PIPE] = "pipe",
	};

	return names[side];
}

static void
amount(const char *before, long bytes, const char *after)
{
	if (bytes < 0)
		return;
	eag__put(out, before);
	eag__put_number(out, bytes);
	eag__put(out, after);
}

static void
accessible_buffer(
    const char *actor, enum eag_side side, const struct eag_fill *fill)
{
	eag__put(out, actor);
	eag__put(out, ": the size of the ");
	eag__put(out, side_name(side));
	amount(" is ", fill->size, " bytes");
	amount(", ", fill->charged, " are charged against it");
	amount(", ", fill->data, " bytes of data are in it");
	amount(", ", fill->unsent, " of these were never sent");
	eag__put(out, ".\n");
}

static void
bar(long used, long size)
{
	double part = size > 0 ? (double)used / (double)size : 0;

	eag__put(out, "[");
	for (int i = 0; i < BAR; i++)
		eag__put(out, i + 1 <= part * BAR ? "#" : ".");
	eag__put(out, "]");
}

void
eag__text_buffer(
    const char *actor, enum eag_side side, const struct eag_fill *fill)
{
	long used = fill->charged >= 0 ? fill->charged : fill->data;

	if (eag__run.accessible) {
		accessible_buffer(actor, side, fill);
		return;
	}
	eag__put_padded(out, "", INDENT);
	eag__put_padded(out, side_name(side), 15);
	bar(used, fill->size);
	amount(" ", used, "");
	amount(" of ", fill->size, "");
	amount(", ", fill->charged >= 0 ? fill->data : -1, " data");
	eag__put(out, "\n");
	if (side == EAG_PIPE || fill->data < 0)
		return;
	eag__put_padded(out, "", INDENT + 15);
	eag__put_number(out, fill->data);
	eag__put(out, side == EAG_SEND ? " unacknowledged" : " unread");
	if (fill->unsent >= 0) {
		amount(": ", fill->data - fill->unsent, " in flight");
		amount(", ", fill->unsent, " unsent");
	}
	eag__put(out, "\n");
}

static void
fact(const char *name)
{
	eag__put_padded(out, "", indent(INDENT));
	eag__put_padded(out, name, indent(14));
	eag__put(out, eag__run.accessible ? ": " : " ");
}

void
eag__text_measure(const char *name, long value, const char *unit)
{
	fact(name);
	eag__put_number(out, value);
	eag__put(out, " ");
	eag__put(out, unit);
	eag__put(out, "\n");
}

/* Marked, as no two runs print the same here. */
void
eag__text_timing(const char *name, long value, const char *unit)
{
	eag__put(out, "  ~ ");
	eag__put(out, name);
	eag__put(out, " ");
	eag__put_number(out, value);
	eag__put(out, " ");
	eag__put(out, unit);
	eag__put(out, "\n");
}

void
eag__text_row(const char *text)
{
	eag__put(out, "  ~ ");
	eag__put(out, text);
	eag__put(out, "\n");
}

void
eag__text_state(int state)
{
	fact("TCP state");
	eag__put(out, eag_tcp_state_name(state));
	eag__put(out, "\n");
}

void
eag__text_note(const char *text, const char *more)
{
	eag__put_padded(out, "", indent(INDENT));
	eag__put(out, text);
	eag__put(out, more);
	eag__put(out, "\n");
}

static void
advice(const char *label, const char *text)
{
	colour(BOLD);
	eag__put_padded(out, label, indent(6));
	colour(PLAIN);
	eag__put(out, eag__run.accessible ? ": " : "");
	eag__put_wrapped(out, text, indent(6), 6);
}

void
eag__text_advice(void)
{
	const struct eag_demo *demo = eag__run.demo;

	eag__put(out, "\n");
	advice("Why", demo->why);
	advice("Do", demo->react);
	if (demo->next[0] != '\0')
		advice("Next", demo->next);
}

void
eag__text_end(const char *word, const char *text)
{
	int good = strcmp(word, "PASS") == 0;

	eag__put(out, "\n");
	colour(good ? GREEN : RED);
	eag__put(out, word);
	colour(PLAIN);
	eag__put(out, " ");
	eag__put(out, eag__run.demo->name);
	eag__put(out, ": ");
	eag__put(out, text);
	eag__put(out, "\n");
}
