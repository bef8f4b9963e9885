/* SPDX-License-Identifier: MIT */
/* judge_process.c: what the process as a whole does, or what its threads do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../proc_files.h"
#include "cgroup.h"
#include "judge.h"

enum { MOST = 90 /* percent: nobody else wants the processor */ };

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
	const struct who who = look_who(look, look->pid);
	const long bytes = unread(look);
	char left[64] = "";

	if (bytes > 0)
		snprintf(
		    left, sizeof(left), ", and %ld bytes wait for it", bytes);
	judge_add(look, NULL, look->pid, SURE_STOPPED, "wait",
	    "send-stalled-peer", "%s is %s: it reads and writes nothing%s",
	    who.text, how, left);
}

/* A call on it that would answer EAGAIN now; NULL: there is none. */
static const char *
would_answer(const struct descriptor *d)
{
	const struct socket *socket = d->socket;

	if (!descriptor_nonblocking(d) || d->fd <= STDERR_FILENO)
		return NULL;
	if (socket != NULL && socket_is_full(socket) == 1)
		return "send";
	if (socket != NULL)
		return socket->unread != 0 ? NULL :
		    socket_listens(socket) ? "accept" :
					     "recv";
	if (d->kind != KIND_PIPE || d->pipe.size <= 0)
		return NULL;
	if (descriptor_reads(d))
		return d->pipe.data == 0 ? "read" : NULL;
	return d->pipe.data >= d->pipe.size ? "write" : NULL;
}

/*
 * An epoll set wakes nobody for what is empty, unless it is asked for room,
 * which is there; and an event loop wakes itself by a pipe.
 */
static int
is_asked(const struct look *look, const struct descriptor *d)
{
	const char *call = would_answer(d);

	if (call == NULL || look->descriptors.member_count == 0)
		return call != NULL;
	if (d->watched != 0)
		return (d->watched & (EPOLLOUT | EPOLLET)) == EPOLLOUT &&
		    strcmp(call, "recv") == 0;
	return d->socket != NULL && d->socket->family != AF_UNIX;
}

/* It runs all the time: in its own code, or because it is told EAGAIN? */
static void
spins(struct look *look)
{
	const struct who who = look_who(look, look->pid);
	const struct descriptor *asked = NULL;
	char why[120] = "if a call answers EAGAIN, it asks again at once";
	char share[64] = "";

	if (look->busy < MOST)
		snprintf(share, sizeof(share),
		    " (others leave it %d %% of a processor)", look->busy);

	for (size_t i = 0; i < look->descriptors.count && asked == NULL; i++)
		if (is_asked(look, &look->descriptors.all[i]))
			asked = &look->descriptors.all[i];
	if (look->in_kernel < 3) {
		judge_add(look, NULL, look->pid, SURE_IDLE + 12, "nothing",
		    NULL,
		    "%s runs all the time%s, in its own code: hardly any of "
		    "it in system calls",
		    who.text, share);
		return;
	}
	if (asked != NULL)
		snprintf(why, sizeof(why),
		    "%s() on fd %d would answer EAGAIN, and is likely asked "
		    "again and again",
		    would_answer(asked), asked->fd);
	judge_add(look, asked, look->pid,
	    asked != NULL ? SURE_QUEUE + 1 : SURE_IDLE + 12, "wait",
	    "echo-spin",
	    "%s runs all the time%s and does not wait: %s (strace -c -p %d "
	    "counts its calls)",
	    who.text, share, why, look->pid);
}

/* Is there a finding that may be a verdict? */
static int
is_explained(const struct look *look)
{
	for (size_t i = 0; i < look->findings.count; i++)
		if (look->findings.all[i].sure >= SURE_SLEEPS)
			return 1;
	return 0;
}

/* An event loop: one finding for all of its members. */
static void
loop(struct look *look, const struct doing *doing)
{
	const int is_set = doing_is(doing, CALL_EPOLLS);

	/* The descriptors of a poll() have told what they can. */
	if (!is_set && is_explained(look))
		return;
	if (!is_set && doing->waited == 0)
		judge_add(look, NULL, 0, SURE_SLEEPS, "nothing", NULL,
		    "it sleeps in %s(), which names no descriptor",
		    doing->name);
	else
		judge_add(look, descriptors_find(&look->descriptors, doing->fd),
		    0, is_set ? SURE_IDLE + 5 : SURE_SLEEPS + 3, "wait",
		    is_set ? "echo-epoll" : "echo-poll",
		    "it waits in %s() for any of %d descriptor%s, and none has "
		    "an event that it asked for",
		    doing->name, doing->waited, doing->waited == 1 ? "" : "s");
}

static void
loops(struct look *look)
{
	for (size_t i = 0; i < look->calls.count; i++)
		if (doing_is(&look->calls.all[i], CALL_EPOLLS) ||
		    doing_is(&look->calls.all[i], CALL_POLLS) ||
		    doing_is(&look->calls.all[i], CALL_SELECTS)) {
			loop(look, &look->calls.all[i]);
			return;
		}
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

		if (member->inode == 0 ||
		    (now != NULL && now->inode == member->inode) ||
		    (now != NULL && now->inode == 0))
			continue;
		judge_add(look,
		    descriptors_find(&look->descriptors, member->set), 0,
		    SURE_IDLE + 9 + (look->busy > 0 ? 4 : 0), "wait",
		    "reuse-epoll-ghost",
		    "it watches an open file that was fd %d, which is %s here: "
		    "a duplicate keeps that file open, and its events come as "
		    "if they were of fd %d",
		    member->fd, now == NULL ? "closed" : "another one",
		    member->fd);
		return;
	}
}

/* Calls that wait for what is no descriptor, or not told of one. */
static const struct other {
	const char *call; /* a part of its name */
	int sure;
	const char *class, *program, *text;
	const char *alone; /* in the place of text, if it has one thread */
} others[] = {
	{ "futex", SURE_SLEEPS + 2, "nothing", "ipc-futex",
	    "it waits for another thread in futex(), and not for a descriptor "
	    "(a debugger shows which: gdb, thread apply all bt)",
	    "it waits in futex(), and has no other thread: for a lock that it "
	    "holds itself, or for another process that shares its memory" },
	{ "nanosleep", SURE_SLEEPS, "nothing", NULL,
	    "it sleeps for a time, and no descriptor has to do with it" },
	{ "pause", SURE_SLEEPS, "nothing", NULL,
	    "it sleeps until a signal comes, and no descriptor has to do "
	    "with it" },
	{ "rt_sigsuspend", SURE_SLEEPS, "nothing", NULL,
	    "it sleeps until a signal comes, and no descriptor has to do "
	    "with it" },
	{ "mq_timedreceive", SURE_IDLE + 13, "wait", "ipc-mq",
	    "its message queue is empty: mq_receive() waits (EAGAIN with "
	    "O_NONBLOCK)" },
	{ "mq_timedsend", SURE_PROVED, "wait", "ipc-mq",
	    "nobody has received from its message queue, which is full: "
	    "mq_send() waits (EAGAIN with O_NONBLOCK)" },
	{ "msgrcv", SURE_IDLE + 13, "wait", "ipc-sysv",
	    "its System V queue has no such message: msgrcv() waits (ENOMSG "
	    "with IPC_NOWAIT)" },
	{ "msgsnd", SURE_PROVED, "wait", "ipc-sysv",
	    "nobody has received from its System V queue, which is full: "
	    "msgsnd() waits (EAGAIN with IPC_NOWAIT)" },
	{ "sem", SURE_PROVED, "wait", "ipc-sysv",
	    "its System V semaphore is not free: semop() waits (EAGAIN with "
	    "IPC_NOWAIT)" },
	{ "io_uring_enter", SURE_SLEEPS + 3, "wait", "echo-uring",
	    "it waits for a result of io_uring; what it has asked for cannot "
	    "be seen" },
	{ "vfork", SURE_SLEEPS + 3, "nothing", NULL,
	    "it waits for a child of vfork() to call exec(), or to end" },
};

static void
sleeps(struct look *look)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		for (size_t j = 0; j < look->calls.count; j++) {
			const struct other *o = &others[i];
			const struct doing *doing = &look->calls.all[j];

			if (strstr(doing->name, o->call) == NULL ||
			    calls_child(doing) != 0)
				continue;
			judge_add(look,
			    descriptors_find(&look->descriptors, doing->fd), 0,
			    o->sure, o->class, o->program, "%s",
			    o->alone != NULL && look->process.threads == 1 ?
				o->alone :
				o->text);
			break;
		}
}

/*
 * What this process has to do before that child can end: read a pipe that the
 * child fills, or close one that it reads to the end.  NULL: nothing is seen.
 */
static const struct descriptor *
owed_to(const struct look *look, int child)
{
	for (size_t i = 0; i < look->descriptors.count; i++) {
		const struct descriptor *d = &look->descriptors.all[i];

		if (d->kind != KIND_PIPE)
			continue;
		if (descriptor_reads(d) ?
			judge_is_full(d) && look_pipe(look, d, 1).pid == child :
			calls_reads(child, d->key))
			return d;
	}
	return NULL;
}

/*
 * A shell, most often: the child is the one to look into, or the last in the
 * line, if children wait for their own.
 */
static void
waits_for_a_child(struct look *look, const struct doing *doing)
{
	const int child = calls_child(doing), named = doing->name[0] == 'w';
	const int last = calls_last_child(child);
	const struct descriptor *owed = owed_to(look, last);
	const int full = owed != NULL && descriptor_reads(owed);
	const struct who who = look_who(look, last);
	char circle[96] = "";

	if (owed != NULL)
		snprintf(circle, sizeof(circle),
		    full ? " (the pipe that it writes to is full: read fd %d "
			   "first, then wait)" :
			   " (it reads a pipe until the end: close fd %d "
			   "first, then wait)",
		    owed->fd);
	/* The only thread does nothing else: no descriptor keeps it waiting. */
	judge_add(look, owed, last,
	    named && look->process.threads == 1 ? SURE_FULL + 1 :
						  SURE_SLEEPS + 3,
	    owed != NULL ? "wait" : "nothing",
	    full             ? "pipe-full" :
		owed != NULL ? "recv-empty" :
			       NULL,
	    "it waits %s%s: %s%s",
	    named ? "for a child to end" : "for a signal, and has a child",
	    last != child ? ", and in the end for" : "", who.text, circle);
}

static void
children(struct look *look)
{
	for (size_t i = 0; i < look->calls.count; i++)
		if (calls_child(&look->calls.all[i]) != 0) {
			waits_for_a_child(look, &look->calls.all[i]);
			return;
		}
}

static void
waits_for_signals(struct look *look)
{
	for (size_t i = 0; i < look->calls.count; i++) {
		const struct doing *doing = &look->calls.all[i];

		if (strcmp(doing->name, "rt_sigtimedwait") != 0)
			continue;
		if (doing->call.args[2] != 0)
			judge_add(look, NULL, 0, SURE_IDLE + 11, "timeout",
			    "signal-timedwait",
			    "no signal has come: sigtimedwait() answers EAGAIN "
			    "when its time is over");
		else
			judge_add(look, NULL, 0, SURE_SLEEPS, "nothing", NULL,
			    "it waits for a signal in sigwait(), without a "
			    "time limit");
		return;
	}
}

/* A call that no file here knows more of. */
static void
unexplained(struct look *look)
{
	for (size_t i = 0; i < look->calls.count; i++) {
		const struct doing *doing = &look->calls.all[i];
		const struct descriptor *descriptor = descriptors_find(
		    &look->descriptors, doing->fd);
		const int reads = doing_is(doing, CALL_READS) ||
		    doing_is(doing, CALL_ACCEPTS);

		if (doing->name[0] == '\0')
			continue;
		if (reads && descriptor != NULL &&
		    descriptor->kind == KIND_SOCKET)
			judge_add(look, descriptor, 0, SURE_SLEEPS, "wait",
			    "recv-empty", "nothing has come for it: %s() %s",
			    doing->name, judge_answer(descriptor));
		else
			judge_add(look, descriptor, 0, SURE_SLEEPS, "nothing",
			    NULL, "it waits in %s(); what for is not seen",
			    doing->name);
		return;
	}
}

void
judge_process(struct look *look)
{
	if (look->process.state == 'Z' && look->process.threads <= 1)
		judge_add(look, NULL, 0, SURE_PROVED, "nothing", NULL,
		    "it has ended already (a zombie): PID %d, which started "
		    "it, has not asked how",
		    look->process.parent);
	else if (look->process.state == 'T')
		stopped(look, "stopped (SIGSTOP, Ctrl-Z, or a terminal's)");
	else if (look->process.state == 't')
		stopped(look, "stopped by its tracer");
	else if (cgroup_is_frozen(look->pid))
		stopped(look, "frozen with its cgroup");
	if (look->busy > 0)
		spins(look);
	loops(look);
	ghosts(look);
	waits_for_signals(look);
	children(look);
	sleeps(look);
	if (!is_explained(look))
		unexplained(look);
}
