/* SPDX-License-Identifier: MIT */
/* judge_pipe.c: a pipe or FIFO that is full, or empty: pipe(7). */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../memory.h"
#include "../proc_files.h"
#include "judge.h"

enum { PAGE = 4096, PATH = 200 };

/*
 * Full for one more page.  Small writes leave gaps in a pipe's pages, so that
 * fewer bytes may fill it: a write() that waits proves it.
 */
int
judge_is_full(const struct descriptor *pipe)
{
	return pipe->waits_out == WAITS_CALL ||
	    (pipe->pipe.size > 0 && pipe->pipe.data + PAGE > pipe->pipe.size);
}

static void
full(struct look *look, const struct descriptor *descriptor)
{
	const struct who who = look_pipe(look, descriptor, 0);
	char fill[64] = "";

	if (descriptor->pipe.size > 0)
		snprintf(fill, sizeof(fill), ", %ld of %ld bytes",
		    descriptor->pipe.data, descriptor->pipe.size);
	judge_add(look, descriptor, who.pid,
	    SURE_FULL + judge_waits(descriptor->waits_out, 30), "wait",
	    "pipe-full", "%s does not read: the pipe is full%s, and write() %s",
	    who.text, fill, judge_answer(descriptor));
}

static void
empty(struct look *look, const struct descriptor *descriptor)
{
	const struct who who = look_pipe(look, descriptor, 1);
	const int waits = judge_waits(descriptor->waits_in, 15);

	/* An event loop wakes itself by a pipe of its own. */
	if (who.pid == look->pid && descriptor->waits_in != WAITS_CALL)
		return;
	if (who.pid == look->pid)
		judge_add(look, descriptor, who.pid, SURE_LIMITED + waits,
		    "wait", "recv-empty",
		    "%s holds the only end to write to: it waits for itself, "
		    "and the end of the pipe never comes",
		    who.text);
	else
		judge_add(look, descriptor, who.pid, SURE_IDLE + waits, "wait",
		    "recv-empty",
		    "%s has written nothing that is still to be read: read() "
		    "%s",
		    who.text, judge_answer(descriptor));
}

void
judge_pipe(struct look *look, const struct descriptor *descriptor)
{
	if (descriptor_writes(descriptor) && judge_is_full(descriptor))
		full(look, descriptor);
	else if (descriptor_reads(descriptor) && descriptor->pipe.data <= 0 &&
	    judge_is_awaited(look, descriptor))
		empty(look, descriptor);
}

/* The FIFO that a thread waits in open() for; 0: it is another file. */
static int
opens(const struct look *look, const struct doing *doing, char *path)
{
	const int which = strcmp(doing->name, "openat") == 0;
	char whole[PATH + 40] = "";
	struct stat status;

	if ((!which && strcmp(doing->name, "open") != 0) ||
	    memory_read(look->pid, doing->call.args[which], path, PATH) == 0)
		return 0;
	path[PATH - 1] = '\0';
	snprintf(whole, sizeof(whole), "/proc/%d/%s/%s", look->pid,
	    path[0] == '/' ? "root" : "cwd", path);
	proc_printable(path);
	return stat(whole, &status) == 0 && S_ISFIFO(status.st_mode);
}

/* fifo(7): open() waits until the other end is opened, too. */
void
judge_opens(struct look *look)
{
	char path[PATH];

	for (size_t i = 0; i < look->calls.count; i++)
		if (opens(look, &look->calls.all[i], path))
			judge_add(look, NULL, 0, SURE_PROVED, "wait",
			    "fifo-no-reader",
			    "nobody has opened the other end of the FIFO %s: "
			    "open() waits (with O_NONBLOCK it answers ENXIO if "
			    "it is to write)",
			    path);
}
