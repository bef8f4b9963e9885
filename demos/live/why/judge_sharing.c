/* SPDX-License-Identifier: MIT */
/*
 * judge_sharing.c: O_NONBLOCK is a flag of the open file, and whoever shares
 * that may have set it: fcntl(2), open(2).
 */
#define _GNU_SOURCE /* O_ASYNC of some libcs */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "judge.h"

/* Neither its ancestor, as a shell is, nor another of its own kind. */
static int
is_stranger(const struct look *look, int pid)
{
	struct process process;

	return process_read(pid, &process) == 0 &&
	    strcmp(process.name, look->process.name) != 0 &&
	    !process_descends(look->pid, pid);
}

static int
pick(const struct look *look, const struct descriptor *descriptor)
{
	const int kept = descriptor->sharers < SHARERS ? descriptor->sharers :
							 SHARERS;

	for (int i = 0; i < kept; i++)
		if (is_stranger(look, descriptor->sharer[i]))
			return descriptor->sharer[i];
	return kept > 0 ? descriptor->sharer[0] : 0;
}

/* A call never waits for what is non-blocking: it became so meanwhile. */
static int
changed_under_it(const struct descriptor *descriptor)
{
	return descriptor->kind != KIND_SOCKET &&
	    (descriptor->waits_in == WAITS_CALL ||
		descriptor->waits_out == WAITS_CALL);
}

static int
how_sure(const struct look *look, const struct descriptor *descriptor, int pid)
{
	const int standard = descriptor->fd <= STDERR_FILENO;
	const int waits = descriptor->watched != 0 ||
	    descriptor->waits_in != WAITS_NOT ||
	    descriptor->waits_out != WAITS_NOT;

	if (changed_under_it(descriptor))
		return SURE_PROVED + 1;
	if (descriptor->kind != KIND_TERMINAL &&
	    (!standard || descriptor->kind == KIND_FILE ||
		descriptor->kind == KIND_DEVICE))
		return 0;
	/* It knows, and waits by poll() or epoll. */
	if (waits)
		return SURE_KNOWN;
	/* An event loop knows EAGAIN, and most often set the flag itself. */
	if (look->descriptors.member_count > 0)
		return SURE_IDLE + 2;
	if (descriptor->kind == KIND_TERMINAL || (pid != 0 && standard))
		return SURE_SHARED;
	return SURE_UNREAD - 2;
}

static const char *
program_of(const struct descriptor *descriptor)
{
	if (descriptor->kind == KIND_TERMINAL)
		return "flags-terminal";
	return descriptor->fd == STDOUT_FILENO ||
		descriptor->fd == STDERR_FILENO ?
	    "flags-stdout" :
	    "flags-shared";
}

void
judge_sharing(struct look *look, const struct descriptor *descriptor)
{
	struct who who = { 0, "nobody who can be seen" };
	int sure;

	if (!descriptor_nonblocking(descriptor))
		return;
	/* 0, 1 and 2 are often one open file: once is enough. */
	if (descriptor->twin != -1 && descriptor->twin < descriptor->fd &&
	    descriptor->waits_in != WAITS_CALL &&
	    descriptor->waits_out != WAITS_CALL)
		return;
	who.pid = pick(look, descriptor);
	sure = how_sure(look, descriptor, who.pid);
	if (sure == 0)
		return;
	if (who.pid != 0)
		who = look_who(look, who.pid);
	look_and_more(&who, descriptor->sharers - 1);
	judge_add(look, descriptor, who.pid, sure, "shared",
	    program_of(descriptor),
	    "%s %s: O_NONBLOCK%s is set for all that share the open file, "
	    "whoever set it, so read() and write() answer EAGAIN%s",
	    who.text, who.pid != 0 ? "has the same open file" : "shares it now",
	    descriptor->flags & O_ASYNC ? " (and O_ASYNC: SIGIO comes)" : "",
	    changed_under_it(descriptor) ?
		"; a thread waits in a call that began before it was set" :
		"");
}
