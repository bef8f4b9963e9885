/* SPDX-License-Identifier: MIT */
/* write_text.c: strace's notation, by role, 76 columns of ASCII: for people. */
#define _GNU_SOURCE /* O_ASYNC */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

#define INDENT 10 /* where a call starts, after its actor */
#define CALL   32 /* room for a call; its result comes after */
#define BAR    16 /* cells of a buffer's bar */

#define BOLD  "\033[1m"
#define GREEN "\033[32m"
#define RED   "\033[1;31m"
#define PLAIN "\033[0m"

static struct eag__line *out;

#define say(...) eag__print(out, __VA_ARGS__)

static void
colour(const char *code)
{
	if (eag__run.colour)
		say("%s", code);
}

static void
coloured(const char *code, const char *text)
{
	colour(code);
	say("%s", text);
	colour(PLAIN);
}

/* A screen reader has no use for columns. */
static int
indent(int columns)
{
	return eag__run.accessible ? 0 : columns;
}

static void
begin(void)
{
	const struct eag_demo *demo = eag__run.demo;

	if (eag__run.tool)
		return;
	coloured(BOLD, demo->name);
	say(": ");
	eag__print_wrapped(out, demo->title, 4, (int)strlen(demo->name) + 2);
}

static void
step(const char *tag, const char *text)
{
	if (eag__run.accessible) {
		say("\nStep %s: %s.\n", tag, text);
		return;
	}
	say("\n");
	colour(BOLD);
	say("[%s] ", tag);
	colour(PLAIN);
	eag__print_wrapped(out, text, 4, (int)strlen(tag) + 3);
}

/* Each errno is explained once, under the first line that shows it. */
static int
first_time(const struct eag__event *call)
{
	static unsigned long shown[512]; /* by which call */
	const int error = call->error;

	if (error < 1 || error >= (int)(sizeof(shown) / sizeof(shown[0])))
		return 0;
	if (shown[error] == 0)
		shown[error] = call->number;
	return shown[error] == call->number;
}

/* A stream that takes less than it was offered is worth a word. */
static int
is_short(const struct eag__event *call)
{
	return call->value > 0 && call->asked > call->value &&
	    (strncmp(call->name, "send", 4) == 0 ||
		strncmp(call->name, "write", 5) == 0);
}

/* The flags of an open file, as /proc/PID/fdinfo has them; three by name. */
static void
name_flags(long flags, char *text, size_t size)
{
	snprintf(text, size, "%#lo%s%s%s", flags,
	    (flags & O_NONBLOCK) != 0 ? " O_NONBLOCK" : "",
	    (flags & O_APPEND) != 0 ? " O_APPEND" : "",
	    (flags & O_ASYNC) != 0 ? " O_ASYNC" : "");
}

static void
name_result(const struct eag__event *call, char *text, size_t size)
{
	if (call->value >= 0 && strcmp(call->name, "fcntl") == 0 &&
	    strstr(call->text, "F_GETFL") != NULL) {
		name_flags(call->value, text, size);
		return;
	}
	if (call->value >= 0 && call->is[0] != '\0')
		snprintf(text, size, "%s", call->is);
	else if (call->value == -1)
		snprintf(text, size, "-1 %s", eag_errno_name(call->error));
	else if (call->revents != NULL && call->revents[0] != '\0')
		snprintf(text, size, "%ld %s", call->value, call->revents);
	else
		snprintf(text, size, "%ld", call->value);
}

static void
how_much(const struct eag__event *call)
{
	if (is_short(call))
		say("short: %ld of %ld%s", call->value, call->asked,
		    call->times > 1 ? ", " : "");
	if (call->times > 1)
		say("%lu times", call->times);
}

static void
spoken_call(const struct eag__event *call, const char *result)
{
	say("%s: %s(%s)", call->actor, call->name, call->text);
	if (call->value != -1)
		say(" returned %s", result);
	else
		say(" failed with %s", eag_errno_name(call->error));
	if (call->value == -1 && first_time(call))
		say(", %s", strerror(call->error));
	if (is_short(call) || call->times > 1)
		say(", ");
	how_much(call);
	say(".\n");
}

static void
call(const struct eag__event *call)
{
	char text[256], result[96];

	name_result(call, result, sizeof(result));
	if (eag__run.accessible) {
		spoken_call(call, result);
		return;
	}
	snprintf(text, sizeof(text), "%s(%s)", call->name, call->text);
	say("  %-*s %-*s = ", INDENT - 2 - 1, call->actor, CALL - 1, text);
	if (is_short(call) || call->times > 1) {
		/* The result may be wider than its column; keep a gap. */
		if (is_short(call) && strlen(text) >= CALL)
			say("%s ", result);
		else
			say("%-*s  ", (call->asked > 99999 ? 10 : 12) - 2,
			    result);
		how_much(call);
		say("\n");
	} else {
		say("%s\n", result);
	}
	if (call->value == -1 && first_time(call))
		say("%*s%s: %s\n", INDENT, "", eag_errno_name(call->error),
		    strerror(call->error));
}

static void
queued(const struct eag__event *call)
{
	const int done = call->kind == EAG__COMPLETED;
	char result[96];

	name_result(call, result, sizeof(result));
	say(eag__run.accessible ? "%s: " : "  %-7s ", call->actor);
	say("%s %s(%s)%s%s%s\n", done ? "completed" : "submitted", call->name,
	    call->text, done ? " = " : "", done ? result : "",
	    eag__run.accessible ? "." : "");
}

static void
claim(int ok, const char *text, const struct eag__event *came)
{
	char result[96];

	if (eag__run.accessible) {
		say("%s: %s.\n", ok ? "Holds" : "Does not hold", text);
	} else {
		const char *label = ok ? "  ok      " : "  not ok  expected: ";

		coloured(ok ? GREEN : RED, label);
		eag__print_wrapped(
		    out, text, (int)strlen(label), (int)strlen(label));
	}
	if (ok || came == NULL)
		return;
	name_result(came, result, sizeof(result));
	say("%s%s(%s) = %s\n",
	    eag__run.accessible ? "Came: " : "          came:     ", came->name,
	    came->text, result);
}

/* What the kernel does not tell is left out. */
static void
amount(const char *before, long bytes, const char *after)
{
	if (bytes >= 0)
		say("%s%ld%s", before, bytes, after);
}

static void
spoken_buffer(const struct eag__event *event, const char *what)
{
	const struct eag_fill *fill = event->fill;

	say("%s: the size of the %s", event->actor, what);
	amount(" is ", fill->size, " bytes");
	amount(", ", fill->charged, " are charged against it");
	amount(", ", fill->data, " bytes of data are in it");
	amount(", ", fill->unsent, " of these were never sent");
	say(".\n");
}

static void
buffer(const struct eag__event *event)
{
	static const char full[] = "################",
			  none[] = "................";
	const struct eag_fill *fill = event->fill;
	const long used = fill->charged >= 0 ? fill->charged : fill->data;
	const double part = fill->size > 0 ? (double)used / (double)fill->size :
					     0;
	const int cells = part >= 1 ? BAR : part > 0 ? (int)(part * BAR) : 0;
	char what[16];

	snprintf(what, sizeof(what), "%s%s", event->name,
	    event->side == EAG_PIPE ? "" : " buffer");
	if (eag__run.accessible) {
		spoken_buffer(event, what);
		return;
	}
	say("%*s%-15s[%.*s%.*s]", INDENT, "", what, cells, full, BAR - cells,
	    none);
	amount(" ", used, "");
	amount(" of ", fill->size, "");
	amount(", ", fill->charged >= 0 ? fill->data : -1, " data");
	say("\n");
	if (event->side == EAG_PIPE || fill->data < 0)
		return;
	say("%*s%ld%s", INDENT + 15, "", fill->data,
	    event->side == EAG_SEND ? " unacknowledged" : " unread");
	if (fill->unsent >= 0)
		say(": %ld in flight, %ld unsent", fill->data - fill->unsent,
		    fill->unsent);
	say("\n");
}

static void
fact(const char *name)
{
	say("%*s%-*s%s", indent(INDENT), "", indent(14), name,
	    eag__run.accessible ? ": " : " ");
}

/* What no two runs print the same is marked; once a run it is said why. */
static void
mark(void)
{
	static int said;

	if (!said++)
		say("  ~ measured, and different in each run:\n");
}

static void
advice(const char *label, const char *text)
{
	colour(BOLD);
	say("%-*s", indent(6), label);
	colour(PLAIN);
	say("%s", eag__run.accessible ? ": " : "");
	eag__print_wrapped(out, text, indent(6), 6);
}

static void
end(const struct eag__event *event)
{
	const struct eag_demo *demo = eag__run.demo;
	const int good = strcmp(event->name, "pass") == 0;

	if (event->unit == NULL) /* a tool says no verdict */
		return;
	say("\n");
	if (good) {
		advice("Why", demo->why);
		if (demo->react[0] != '\0')
			advice("Do", demo->react);
		if (demo->next[0] != '\0')
			advice("Next", demo->next);
		say("\n");
	}
	coloured(good ? GREEN : RED, event->unit);
	say(" %s: %s\n", demo->name, event->text);
}

void
eag__text(const struct eag__event *event, struct eag__line *line)
{
	out = line;
	out->used = 0;
	switch (event->kind) {
	case EAG__BEGIN:
		begin();
		break;
	case EAG__STEP:
		step(event->name, event->text);
		break;
	case EAG__CALL:
		call(event);
		break;
	case EAG__SUBMITTED:
	case EAG__COMPLETED:
		queued(event);
		break;
	case EAG__CLAIM:
		claim(event->value != 0, event->text, event->came);
		break;
	case EAG__BUFFER:
		buffer(event);
		break;
	case EAG__STATE:
		fact("TCP state");
		say("%s\n", event->unit);
		break;
	case EAG__MEASURE:
		fact(event->name);
		say("%ld %s\n", event->value, event->unit);
		break;
	case EAG__ROW:
		mark();
		say("  ~ %s\n", event->text);
		break;
	case EAG__NOTE:
		say("%*s%s\n", indent(INDENT), "", event->text);
		break;
	case EAG__LISTEN:
		say("%*slistening on %s\n", indent(INDENT), "", event->text);
		break;
	case EAG__END:
		end(event);
		break;
	case EAG__RECORD: /* is for programs alone */
		break;
	}
}
