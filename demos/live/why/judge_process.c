/* SPDX-License-Identifier: MIT */
/* judge_process.c: what the process as a whole does, or what its threads do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup.h"
#include "judge.h"
#include "proc.h"

static long
unread(const struct look *look)
{
	long bytes = 0;

	for (size_t i = 0; i < look->descriptors.count; i++) {
		const struct descriptor *d = &look->descriptors.all[i];

		if (d->socket != NULL && !socket_listens(d->socket) &&
		    d->socket->unread > 0)
			bytes += d->socket->unread;
		else if (d->kind == KIND_PIPE && descriptor_reads(d) &&
		    d->pipe.data > 0)
			bytes += d->pipe.data;
	}
	return bytes;
}

static void
stopped(struct look *look, const char *how)
{
	const long bytes = unread(look);
	char who[120], left[64] = "";

	look_who(look, look->pid, who, sizeof(who));
	if (bytes > 0)
		snprintf(
		    left, sizeof(left), ", and %ld bytes wait for it", bytes);
	findings_add(&look->findings, SURE_STOPPED, "wait", "send-stalled-peer",
	    "%s is %s: it reads and writes nothing%s", who, how, left)
	    ->culprit = look->pid;
}

static void
spins(struct look *look)
{
	char who[120];

	look_who(look, look->pid, who, sizeof(who));
	findings_add(&look->findings, SURE_IDLE + 12, "wait", "echo-spin",
	    "%s takes %d %% of a processor and does not wait: if a call "
	    "answers EAGAIN, it asks again at once",
	    who, look->busy)
	    ->culprit = look->pid;
}

static int
in(const struct look *look, enum call_kind kind)
{
	int threads = 0;

	for (size_t i = 0; i < look->calls.count; i++)
		threads += look->calls.all[i].kind == kind;
	return threads;
}

/* An event loop: one finding for all of its members. */
static void
epolls(struct look *look)
{
	const struct call *call = NULL;
	const struct descriptor *set;
	struct finding *finding;
	int members = 0;

	for (size_t i = 0; i < look->calls.count && call == NULL; i++)
		if (look->calls.all[i].kind == CALL_EPOLLS)
			call = &look->calls.all[i];
	if (call == NULL)
		return;
	for (size_t i = 0; i < look->descriptors.member_count; i++)
		members += look->descriptors.members[i].set == call->fd;
	set = descriptors_find(&look->descriptors, call->fd);
	finding = findings_add(&look->findings, SURE_IDLE + 5, "wait",
	    "echo-epoll",
	    "it waits in %s() for any of %d descriptor%s, and none has an "
	    "event that it asked for",
	    call->name, members, members == 1 ? "" : "s");
	judge_about(look, finding, set, 0);
}

/*
 * A set watches open files, not numbers: what is closed here stays in it as
 * long as a duplicate is open anywhere: epoll(7), questions and answers, 6.
 */
static void
ghosts(struct look *look)
{
	for (size_t i = 0; i < look->descriptors.member_count; i++) {
		const struct member *member = &look->descriptors.members[i];
		const struct descriptor *now = descriptors_find(
		    &look->descriptors, member->fd);
		struct finding *finding;

		if (member->inode == 0 ||
		    (now != NULL && now->inode == member->inode) ||
		    (now != NULL && now->inode == 0))
			continue;
		finding = findings_add(&look->findings,
		    SURE_IDLE + 9 + (look->busy >= 60 ? 4 : 0), "wait",
		    "reuse-epoll-ghost",
		    "it watches an open file that was fd %d, which is %s here: "
		    "a duplicate keeps that file open, and its events come as "
		    "if they were of fd %d",
		    member->fd, now == NULL ? "closed" : "another one",
		    member->fd);
		judge_about(look, finding,
		    descriptors_find(&look->descriptors, member->set), 0);
		return;
	}
}

static void
sleeps(struct look *look)
{
	const int futexes = in(look, CALL_FUTEX);

	if (futexes > 0)
		findings_add(&look->findings, SURE_SLEEPS + 2, "nothing",
		    "ipc-futex",
		    "%d thread%s for another thread in futex(), and not for a "
		    "descriptor",
		    futexes, futexes == 1 ? " waits" : "s wait");
	if (in(look, CALL_SLEEPS) > 0)
		findings_add(&look->findings, SURE_SLEEPS, "nothing", NULL,
		    "it sleeps, for a time or until a signal comes, and no "
		    "descriptor has to do with it");
}

/* A shell, most often: the child is the one to look into. */
static void
waits_for_a_child(struct look *look)
{
	char file[48], who[120] = "a child", *children = NULL;
	int child = 0;

	for (size_t i = 0; i < look->calls.count && child == 0; i++) {
		const struct call *call = &look->calls.all[i];

		if (strncmp(call->name, "wait", 4) != 0)
			continue;
		snprintf(file, sizeof(file), "task/%d/children", call->tid);
		children = proc_text(look->pid, file);
		child = children != NULL ? atoi(children) : 0;
		free(children);
	}
	if (child == 0)
		return;
	look_who(look, child, who, sizeof(who));
	findings_add(&look->findings, SURE_SLEEPS + 3, "nothing", NULL,
	    "it waits for a child to end, %s: look into that", who)
	    ->culprit = child;
}

static void
waits_for_signals(struct look *look)
{
	for (size_t i = 0; i < look->calls.count; i++)
		if (strcmp(look->calls.all[i].name, "rt_sigtimedwait") == 0 &&
		    look->calls.all[i].arguments[2] != 0) {
			findings_add(&look->findings, SURE_IDLE + 11, "timeout",
			    "signal-timedwait",
			    "no signal has come: sigtimedwait() answers "
			    "EAGAIN when its time is over");
			return;
		}
}

void
judge_process(struct look *look)
{
	if (look->process.state == 'Z' && look->process.threads <= 1)
		findings_add(&look->findings, SURE_PROVED, "nothing", NULL,
		    "it has ended already (a zombie): PID %d, which started "
		    "it, has not asked how",
		    look->process.parent);
	else if (look->process.state == 'T')
		stopped(look, "stopped (SIGSTOP, Ctrl-Z, or a terminal's)");
	else if (look->process.state == 't')
		stopped(look, "stopped by its tracer");
	else if (cgroup_is_frozen(look->pid))
		stopped(look, "frozen with its cgroup");
	if (look->busy >= 60)
		spins(look);
	epolls(look);
	ghosts(look);
	waits_for_signals(look);
	waits_for_a_child(look);
	sleeps(look);
}
