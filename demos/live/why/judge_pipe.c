/* SPDX-License-Identifier: MIT */
/* judge_pipe.c: a pipe or FIFO that is full, or empty: pipe(7). */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "judge.h"

enum { PAGE = 4096 };

/*
 * Full for one more page.  Small writes leave gaps in a pipe's pages, so that
 * fewer bytes may fill it: a write() that waits proves it.
 */
static int
is_full(const struct descriptor *descriptor)
{
	return descriptor->waits_out == WAITS_CALL ||
	    (descriptor->pipe.size > 0 &&
		descriptor->pipe.data + PAGE > descriptor->pipe.size);
}

static void
full(struct look *look, const struct descriptor *descriptor)
{
	struct finding *finding;
	char who[200], fill[64] = "";
	const int pid = look_pipe(look, descriptor, 0, who, sizeof(who));

	if (descriptor->pipe.size > 0)
		snprintf(fill, sizeof(fill), ", %ld of %ld bytes",
		    descriptor->pipe.data, descriptor->pipe.size);
	finding = findings_add(&look->findings,
	    SURE_FULL + judge_waits(descriptor->waits_out, 30), "wait",
	    "pipe-full", "%s does not read: the pipe is full%s, and write() %s",
	    who, fill,
	    descriptor_nonblocking(descriptor) ?
		"answers EAGAIN" :
		"waits (EAGAIN with O_NONBLOCK)");
	judge_about(look, finding, descriptor, pid);
}

static void
empty(struct look *look, const struct descriptor *descriptor)
{
	struct finding *finding;
	char who[200];
	const int pid = look_pipe(look, descriptor, 1, who, sizeof(who));
	const int itself = pid == look->pid;

	/* An event loop wakes itself by a pipe of its own. */
	if (itself && descriptor->waits_in != WAITS_CALL)
		return;
	finding = findings_add(&look->findings,
	    (itself ? SURE_LIMITED : SURE_IDLE) +
		judge_waits(descriptor->waits_in, 15),
	    "wait", "recv-empty",
	    itself ? "%s holds the only end to write to: it waits for "
		     "itself, and the end of the pipe never comes" :
		     "%s has written nothing that is still to be read: "
		     "read() %s",
	    who,
	    descriptor_nonblocking(descriptor) ?
		"answers EAGAIN, and poll() tells when it will not" :
		"waits (EAGAIN with O_NONBLOCK)");
	judge_about(look, finding, descriptor, pid);
}

void
judge_pipe(struct look *look, const struct descriptor *descriptor)
{
	if (descriptor_writes(descriptor) && is_full(descriptor))
		full(look, descriptor);
	else if (descriptor_reads(descriptor) && descriptor->pipe.data <= 0 &&
	    judge_is_awaited(look, descriptor))
		empty(look, descriptor);
}
