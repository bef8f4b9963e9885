/* SPDX-License-Identifier: MIT */
/*
 * emit.c: what is reported goes to both writers from here.
 *
 * Identical calls in a row become one line.  It is made anew for each of them,
 * with a count, so that what stands in the sinks is always whole: a signal
 * handler has only to write it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* The last call; more of the same may follow while it `may_repeat`. */
static struct eag__event last;
static int may_repeat;
static char said[192], name[32], arguments[160], is[24], revents[80];

void
eag__enter(void)
{
	eag__run.busy = EAG__REPORTING;
}

void
eag__leave(void)
{
	eag__run.busy = EAG__IDLE;
	if (!eag__run.ended)
		eag__late_signals();
}

void
eag__write_out(void)
{
	eag__enter();
	may_repeat = 0;
	eag__flush();
	eag__leave();
}

/* The same call with the same answer; a new descriptor is as good as another.
 */
static int
repeats(const struct eag__event *call)
{
	const char *events = call->revents != NULL ? call->revents : "";

	if (!may_repeat || strcmp(said, call->text) != 0 ||
	    strcmp(last.actor, call->actor) != 0 ||
	    strcmp(revents, events) != 0)
		return 0;
	if (is[0] != '\0' && last.value >= 0 && call->value >= 0)
		return 1;
	return last.value == call->value &&
	    (call->value != -1 || last.error == call->error);
}

/* The number in "1000 bytes", if there is one; "1 bytes" becomes "1 byte". */
static long
asked_for(void)
{
	char *bytes = strstr(arguments, " byte"), *start = bytes;
	long asked;

	while (start != NULL && start > arguments && start[-1] >= '0' &&
	    start[-1] <= '9')
		start--;
	if (start == bytes)
		return -1;
	asked = strtol(start, NULL, 10);
	if (asked == 1 && bytes[5] == 's')
		memmove(bytes + 5, bytes + 6, strlen(bytes + 6) + 1);
	return asked;
}

/* "accept(listener) = conn" is the call accept(listener), which is "conn". */
static void
keep(const struct eag__event *call)
{
	const unsigned long number = last.number + (call->kind == EAG__CALL);
	const char *start = strchr(call->text, '('), *role, *end;

	snprintf(said, sizeof(said), "%s", call->text);
	snprintf(revents, sizeof(revents), "%s",
	    call->revents != NULL ? call->revents : "");
	role = strstr(call->text, ") = ");
	end = role != NULL ? role : call->text + strlen(call->text) - 1;
	if (start == NULL || start > end)
		start = end;
	snprintf(
	    name, sizeof(name), "%.*s", (int)(start - call->text), call->text);
	snprintf(arguments, sizeof(arguments), "%.*s",
	    start < end ? (int)(end - start - 1) : 0, start + 1);
	snprintf(is, sizeof(is), "%s", role != NULL ? role + 4 : "");
	last = *call;
	last.name = name;
	last.text = arguments;
	last.is = is;
	last.revents = call->revents != NULL ? revents : NULL;
	last.asked = asked_for();
	last.number = number;
	last.times = 1;
}

static int
is_call(enum eag__kind kind)
{
	return kind == EAG__CALL || kind == EAG__SUBMITTED ||
	    kind == EAG__COMPLETED;
}

static void
write_to(struct eag__sink *sink, const struct eag__event *event, int again,
    void (*writer)(const struct eag__event *, struct eag__line *))
{
	static struct eag__line line;

	if (sink->fd == -1)
		return;
	if (again)
		sink->used = sink->settled;
	sink->settled = sink->used;
	writer(event, &line);
	eag__append(sink, line.bytes, line.used);
}

/*
 * As many of a step's words as fit into one line of 80 columns, behind "HANG
 * NAME: [TAG] " and before ": " and the end: the whole heading stands above.
 */
static void
cut_step(char *text, size_t size, const char *end)
{
	const size_t others = strlen("HANG : [] : ") +
	    strlen(eag__run.demo->name) + strlen(eag__run.tag) + strlen(end);
	const size_t room = others < 80 ? 80 - others : 0;
	const char *dots = "";
	size_t length = strlen(eag__run.step);

	if (length > room) {
		dots = "...";
		length = room > 3 ? room - 3 : 0;
		while (length > 0 && eag__run.step[length - 1] != ' ')
			length--;
	}
	snprintf(text, size, "[%s] %.*s%s: %s", eag__run.tag, (int)length,
	    eag__run.step, dots, end);
}

/* "[empty] accept(), and nobody has called: no end in 10 s" */
void
eag__prepare_last_words(void)
{
	char hang[32], text[512];
	const struct {
		const char *word, *result, *how;
	} endings[] = {
		[EAG__HANG] = { "HANG", "hang", hang },
		[EAG__SIGINT] = { "STOP", "error", "ended by SIGINT" },
		[EAG__SIGTERM] = { "STOP", "error", "ended by SIGTERM" },
	};

	snprintf(hang, sizeof(hang), "no end in %ld s", eag__run.timeout);
	for (int i = 0; i < EAG__ENDINGS; i++) {
		const struct eag__event event = { .kind = EAG__END,
			.unit = endings[i].word,
			.name = endings[i].result,
			.text = text };

		if (eag__run.tag != NULL)
			cut_step(text, sizeof(text), endings[i].how);
		else
			snprintf(text, sizeof(text), "%s", endings[i].how);
		eag__text(&event, &eag__run.text.last_words[i]);
		eag__json(&event, &eag__run.events.last_words[i]);
	}
}

void
eag__emit(const struct eag__event *reported)
{
	struct eag__event event = *reported;
	int again = 0, error = errno;

	if (eag__run.silent)
		return;
	eag__enter();
	if (is_call(event.kind)) {
		again = event.kind == EAG__CALL && repeats(&event);
		if (again)
			last.times++;
		else
			keep(&event);
		event = last;
	}
	may_repeat = event.kind == EAG__CALL;
	event.came = last.number > 0 ? &last : NULL;
	write_to(&eag__run.text, &event, again, eag__text);
	write_to(&eag__run.events, &event, again, eag__json);
	if (event.kind == EAG__BEGIN || event.kind == EAG__STEP ||
	    event.kind == EAG__CLAIM)
		eag__prepare_last_words();
	if (event.kind == EAG__END)
		eag__run.ended = 1;
	if (eag__run.demo == NULL || eag__run.at_once) {
		may_repeat = 0;
		eag__flush();
	}
	eag__leave();
	if (eag__run.at_once)
		eag__check_output();
	errno = error;
}
