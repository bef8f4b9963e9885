/* SPDX-License-Identifier: MIT */
/* show.c: the verdict, the findings, and the process as a whole. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "page.h"
#include "show.h"
#include "tool_output.h"

enum { FEW_THREADS = 8 };

static void
event_of(const char *event, const struct finding *finding)
{
	eag_record(event,
	    (const struct eag_field[]){ { "class", finding->class, 0 },
		{ "pid", NULL, finding->pid }, { "fd", NULL, finding->fd },
		{ "is", finding->subject, 0 },
		{ "culprit", NULL, finding->culprit },
		{ "text", finding->text, 0 },
		{ "program", finding->program != NULL ? finding->program : "",
		    0 },
		{ NULL, NULL, 0 } });
}

/* "On fd 3 of PID 811, TCP a -> b ESTABLISHED.  See send-stalled-peer." */
static void
where(const struct finding *finding, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	if (finding->fd != -1)
		length = (size_t)snprintf(text, size,
		    "On fd %d of PID %d, %s. ", finding->fd, finding->pid,
		    finding->subject);
	else if (finding->subject[0] != '\0')
		length = (size_t)snprintf(
		    text, size, "On %s. ", finding->subject);
	else if (finding->pid != 0 && finding->culprit != finding->pid)
		length = (size_t)snprintf(
		    text, size, "In PID %d. ", finding->pid);
	if (finding->program != NULL && length < size)
		snprintf(
		    text + length, size - length, "See %s.", finding->program);
}

static void
show_one(const struct finding *finding, const char *first)
{
	char place[400], next[80] = "";

	where(finding, place, sizeof(place));
	/* Who is to blame may be blocked by a third. */
	if (finding->culprit != 0 && finding->culprit != finding->pid &&
	    calls_waits(finding->culprit))
		snprintf(next, sizeof(next),
		    " It waits itself: why-blocked %d.", finding->culprit);
	page_text(first, 4, "%s: %s. %s%s", finding->class, finding->text,
	    place, next);
}

void
show_findings(const struct findings *findings, size_t most)
{
	const size_t few = findings->count < most ? findings->count : most;

	event_of("verdict", &findings->all[0]);
	show_one(&findings->all[0], "");
	if (few > 1)
		page_title("Also found, the likeliest first");
	for (size_t i = 0; i < findings->count; i++) {
		event_of("finding", &findings->all[i]);
		if (i > 0 && i < few)
			show_one(&findings->all[i], "  ");
	}
	if (most > 1 && few < findings->count)
		page_text(
		    "  ", 4, "and %zu more: --all", findings->count - few);
}

void
show_unseen(const struct look *look)
{
	if (look->unseen_count > 0)
		page_title("Not seen");
	for (int i = 0; i < look->unseen_count; i++) {
		page_text("  ", 4, "%s", look->unseen[i]);
		eag_record("unseen",
		    (const struct eag_field[]){ { "pid", NULL, look->pid },
			{ "text", look->unseen[i], 0 }, { NULL, NULL, 0 } });
	}
}

static const char *
state_name(char state)
{
	switch (state) {
	case 'R':
		return "running";
	case 'S':
		return "waiting";
	case 'D':
		return "waiting, not to be interrupted";
	case 'T':
		return "stopped";
	case 't':
		return "stopped by its tracer";
	case 'Z':
		return "ended, a zombie";
	default:
		return "idle";
	}
}

void
show_process(const struct look *look)
{
	const struct process *p = &look->process;
	char title[128];

	if (look->pid == 0) {
		page_title("Sockets of processes that cannot be seen");
		return;
	}
	snprintf(title, sizeof(title), "PID %d, %s: %s, uid %ld, %ld thread%s",
	    p->pid, p->name, state_name(p->state), p->uid, p->threads,
	    p->threads == 1 ? "" : "s");
	page_title(title);
	eag_record("process",
	    (const struct eag_field[]){ { "pid", NULL, p->pid },
		{ "name", p->name, 0 }, { "state", state_name(p->state), 0 },
		{ "uid", NULL, p->uid }, { "threads", NULL, p->threads },
		{ "descriptors", NULL,
		    look->descriptors.error != 0 ?
			-1 :
			(long)look->descriptors.count },
		{ NULL, NULL, 0 } });
}

void
show_threads(const struct look *look, int all)
{
	char text[80];
	size_t shown = 0;

	for (size_t i = 0; i < look->calls.count; i++) {
		const struct doing *call = &look->calls.all[i];

		if (call->runs)
			snprintf(text, sizeof(text), "no call: it runs");
		else if (call->unseen)
			snprintf(text, sizeof(text), "unseen%s%s",
			    call->wchan[0] != '\0' ? "; the kernel waits in " :
						     "",
			    call->wchan);
		else if (call->fd != -1)
			snprintf(text, sizeof(text), "%s(fd %d)", call->name,
			    call->fd);
		else if (call->name[0] != '\0')
			snprintf(text, sizeof(text), "%s()", call->name);
		else
			snprintf(text, sizeof(text), "system call %ld",
			    call->number);
		eag_record("thread",
		    (const struct eag_field[]){ { "pid", NULL, look->pid },
			{ "tid", NULL, call->tid }, { "call", call->name, 0 },
			{ "number", NULL, call->number },
			{ "fd", NULL, call->fd }, { NULL, NULL, 0 } });
		if (all || shown < FEW_THREADS)
			page_text("  ", 4, "thread %d: %s", call->tid, text);
		shown++;
	}
	if (!all && shown > FEW_THREADS)
		page_text("  ", 4, "and %zu more threads: --all",
		    shown - FEW_THREADS);
}

void
show_limits(const struct look *look)
{
	char line[1200];
	size_t used = 0;

	line[0] = '\0';
	for (int i = 0; i < LIMIT_KINDS; i++) {
		const struct limit *limit = &look->limits.of[i];

		if (limit->used < 0 || limit->most < 0 ||
		    limit->most == LLONG_MAX)
			continue;
		eag_record("limit",
		    (const struct eag_field[]){ { "pid", NULL, look->pid },
			{ "name", limits_name((enum limit_kind)i), 0 },
			{ "used", NULL, (long)limit->used },
			{ "most", NULL, (long)limit->most },
			{ "counts", NULL, !limit->exempt },
			{ NULL, NULL, 0 } });
		used += (size_t)snprintf(line + used, sizeof(line) - used,
		    "%s%lld of %lld %s%s", used > 0 ? "; " : "", limit->used,
		    limit->most, limits_name((enum limit_kind)i),
		    limit->exempt ? " (which do not count for it)" : "");
		if (used >= sizeof(line))
			break;
	}
	page_text("  ", 4, "limits: %s", line);
}
