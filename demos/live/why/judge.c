/* SPDX-License-Identifier: MIT */
/* judge.c: each descriptor by its kind, then the process as a whole. */
#include <stdarg.h>
#include <stdio.h>

#include "judge.h"

enum { FEW = 6 };

int
judge_waits(enum waiting waiting, int call)
{
	switch (waiting) {
	case WAITS_CALL:
		return call;
	case WAITS_POLL:
		return call / 2;
	case WAITS_EPOLL:
		return call / 2 - 1;
	case WAITS_NOT:
		break;
	}
	return 0;
}

int
judge_is_awaited(const struct look *look, const struct descriptor *descriptor)
{
	return descriptor->waits_in > (look->few ? WAITS_NOT : WAITS_EPOLL);
}

/* Connections and pipes that an event loop waits for: are they few? */
static void
count(struct look *look)
{
	int loops = 0;

	for (size_t i = 0; i < look->descriptors.count; i++) {
		const struct descriptor *d = &look->descriptors.all[i];

		loops += d->waits_in == WAITS_EPOLL &&
		    (d->kind == KIND_PIPE ||
			(d->socket != NULL && !socket_listens(d->socket)));
	}
	look->few |= loops <= FEW;
}

const char *
judge_answer(const struct descriptor *descriptor)
{
	return descriptor_nonblocking(descriptor) ?
	    "answers EAGAIN" :
	    descriptor->receive_timeout == 0 && descriptor->send_timeout == 0 ?
	    "waits, without a time limit (EAGAIN with O_NONBLOCK)" :
	    "waits (EAGAIN with O_NONBLOCK)";
}

void
judge_add(struct look *look, const struct descriptor *descriptor, int culprit,
    int sure, const char *class, const char *program, const char *format, ...)
{
	struct finding finding = { .sure = sure,
		.class = class,
		.program = program,
		.pid = look->pid,
		.culprit = culprit,
		.fd = -1 };
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(finding.text, sizeof(finding.text), format, arguments);
	va_end(arguments);
	if (descriptor != NULL) {
		/* -1 if it is of no process: then the socket alone tells. */
		finding.fd = descriptor->fd;
		descriptor_text(
		    descriptor, finding.subject, sizeof(finding.subject));
	}
	findings_keep(&look->findings, &finding);
}

static void
judge_descriptor(struct look *look, const struct descriptor *descriptor)
{
	judge_sharing(look, descriptor);
	if (descriptor->kind == KIND_PIPE)
		judge_pipe(look, descriptor);
	else if (descriptor->socket == NULL)
		judge_event(look, descriptor);
	else if (socket_listens(descriptor->socket))
		judge_listener(look, descriptor);
	else
		judge_socket(look, descriptor);
}

void
judge(struct look *look)
{
	count(look);
	for (size_t i = 0; i < look->descriptors.count; i++)
		judge_descriptor(look, &look->descriptors.all[i]);
	if (look->pid != 0) {
		judge_connects(look);
		judge_opens(look);
		judge_locks(look);
		judge_limits(look);
		judge_process(look);
	}
	findings_sort(&look->findings);
}
