/* SPDX-License-Identifier: MIT */
/* judge_event.c: terminals, and the counters that are descriptors. */
#include <stdio.h>

#include "judge.h"

struct words {
	const char *text, *program;
};

/* What keeps a read() of it waiting; NULL: that is no finding. */
static struct words
of_input(const struct descriptor *descriptor)
{
	switch (descriptor->kind) {
	case KIND_TERMINAL:
		return (struct words){ "nobody has typed a line: read()",
			"pty-line" };
	case KIND_PTY:
		return (struct words){
			"the program in the terminal has written nothing: "
			"read()",
			"pty-line"
		};
	case KIND_EVENTFD:
		return (struct words){
			"nobody has added to its counter, which is 0: read()",
			"event-counter"
		};
	case KIND_TIMERFD:
		return (struct words){ descriptor->armed ?
			    "its timer has not gone off yet: read()" :
			    "its timer is not set at all: read()",
			"event-timer" };
	case KIND_SIGNALFD:
		return (struct words){ "none of its signals came: read()",
			"event-signal" };
	case KIND_INOTIFY:
		return (
		    struct words){ "nothing has happened to the files: read()",
			"event-inotify" };
	default:
		return (struct words){ NULL, NULL };
	}
}

void
judge_event(struct look *look, const struct descriptor *descriptor)
{
	const struct words words = of_input(descriptor);
	const char *answer = judge_answer(descriptor);

	if (words.text != NULL && descriptor->waits_in > WAITS_EPOLL &&
	    descriptor->count <= 0)
		judge_add(look, descriptor, 0,
		    SURE_IDLE - 2 + judge_waits(descriptor->waits_in, 15),
		    "wait", words.program, "%s %s", words.text, answer);
	if (descriptor->waits_out != WAITS_CALL)
		return;
	if (descriptor->kind == KIND_TERMINAL)
		judge_add(look, descriptor, 0, SURE_PROVED, "wait", "pty-line",
		    "its output is stopped (Ctrl-S), or the terminal's own "
		    "program does not read: write() %s",
		    answer);
	if (descriptor->kind == KIND_EVENTFD)
		judge_add(look, descriptor, 0, SURE_PROVED, "wait",
		    "event-counter",
		    "nobody has read its counter, which has no room for more: "
		    "write() %s",
		    answer);
}
