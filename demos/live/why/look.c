/* SPDX-License-Identifier: MIT */
/* look.c: gather all that is known of one process. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "../proc_files.h"
#include "arrange.h"
#include "duplicate.h"
#include "eagain.h"
#include "look.h"
#include "sharing.h"

enum { ENOUGH = 100000000 /* ns: ten ticks, mostly */ };

void
look_unseen(struct look *look, const char *format, ...)
{
	va_list arguments;

	if (look->unseen_count == UNSEEN)
		return;
	va_start(arguments, format);
	vsnprintf(look->unseen[look->unseen_count++], sizeof(look->unseen[0]),
	    format, arguments);
	va_end(arguments);
}

static int
has_kind(const struct look *look, enum kind kind)
{
	for (size_t i = 0; i < look->descriptors.count; i++)
		if (look->descriptors.all[i].kind == kind)
			return 1;
	return 0;
}

static int
is_other_network(int pid)
{
	char path[32], theirs[64], ours[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/net", pid);
	return proc_link(path, theirs, sizeof(theirs)) == 0 &&
	    proc_link("/proc/self/ns/net", ours, sizeof(ours)) == 0 &&
	    strcmp(theirs, ours) != 0;
}

/* Linux 5.6 has pidfd_getfd(); a sandbox may refuse it with ENOSYS, too. */
static void
need_a_kernel(void)
{
	struct utsname system;
	int major = 0, minor = 0;

	eag_need(uname(&system) == 0, "uname");
	if (sscanf(system.release, "%d.%d", &major, &minor) == 2 &&
	    (major < 5 || (major == 5 && minor < 6)))
		eag_skip("pidfd_getfd(), which Linux 5.6 has");
}

static void
find_sockets(struct look *look)
{
	look->other_network = is_other_network(look->pid);
	if (!has_kind(look, KIND_SOCKET) || look->other_network)
		return;
	diag_load(&look->diag, DIAG_INET | DIAG_UNIX);
	for (size_t i = 0; i < look->descriptors.count; i++) {
		struct descriptor *descriptor = &look->descriptors.all[i];

		if (descriptor->kind != KIND_SOCKET)
			continue;
		descriptor->socket = diag_socket(
		    &look->diag, descriptor->inode);
	}
}

void
look_why_unseen(const struct look *look, char *text, size_t size)
{
	const long scope = eag_sysctl("kernel/yama/ptrace_scope");

	if (look->calls.foreign)
		snprintf(text, size,
		    "its program has words of another size than this one");
	else if (look->process.uid != (long)geteuid())
		snprintf(text, size,
		    "it runs as uid %ld, and you are uid %ld: ask as that "
		    "user or as root (sudo), or for one of its ports",
		    look->process.uid, (long)geteuid());
	else if (scope > 0)
		snprintf(text, size,
		    "kernel.yama.ptrace_scope is %ld: ask as root (sudo)",
		    scope);
	else
		snprintf(text, size,
		    "ptrace permission is missing (a sandbox, or a program "
		    "that has or had privileges): ask as root (sudo), outside "
		    "of the sandbox");
}

static void
ask_duplicates(struct look *look)
{
	const int process = proc_pidfd(look->pid);
	int refused;

	if (process == -1 && errno == ENOSYS)
		need_a_kernel();
	refused = process == -1 ? errno :
				  duplicate_ask(&look->descriptors, process);
	if (refused == ENOSYS)
		need_a_kernel();
	look->refused = refused != 0 && refused != ESRCH;
	if (look->refused &&
	    (has_kind(look, KIND_SOCKET) || has_kind(look, KIND_PIPE)))
		look_unseen(look,
		    "time limits of its sockets (SO_RCVTIMEO, SO_SNDTIMEO) "
		    "and how full its pipes are: pidfd_getfd() answers %s",
		    eag_errno_name(refused));
	if (process != -1)
		close(process);
}

/* Both ends may be among the sockets that only duplicates told of. */
static struct socket *
own_peer(const struct look *look, const struct socket *socket)
{
	for (size_t i = 0; i < look->descriptors.count; i++) {
		struct socket *other = look->descriptors.all[i].socket;

		if (other != NULL && other->to_port != 0 &&
		    other->family != AF_UNIX && socket->family != AF_UNIX &&
		    other->to_port == socket->from_port &&
		    other->from_port == socket->to_port &&
		    memcmp(other->to, socket->from, 16) == 0 &&
		    memcmp(other->from, socket->to, 16) == 0)
			return other;
	}
	return NULL;
}

static void
find_peers(struct look *look)
{
	for (size_t i = 0; i < look->descriptors.count; i++) {
		struct descriptor *descriptor = &look->descriptors.all[i];
		struct socket *socket = descriptor->socket, *listener;

		holders_want(&look->holders, descriptor->key);
		if (socket == NULL)
			continue;
		descriptor->peer = descriptor->own_socket ?
		    own_peer(look, socket) :
		    diag_peer(&look->diag, socket);
		if (descriptor->peer != NULL)
			holders_want(&look->holders,
			    descriptors_socket_key(descriptor->peer->inode));
		/* Nobody has accepted it yet, or the SYN is on its way. */
		listener = NULL;
		if (socket->queued_at != 0)
			listener = diag_socket(&look->diag, socket->queued_at);
		else if (socket_is_tcp(socket) && socket->to_port != 0 &&
		    (descriptor->peer == NULL || descriptor->peer->inode == 0))
			listener = diag_listener(&look->diag, socket);
		if (listener != NULL)
			holders_want(&look->holders,
			    descriptors_socket_key(listener->inode));
	}
	/* A connect() that waits does not say in the socket where to. */
	for (size_t i = 0; i < look->diag.count; i++)
		if (look->diag.sockets[i].family == AF_UNIX &&
		    socket_queue_is_full(&look->diag.sockets[i]))
			holders_want(&look->holders,
			    descriptors_socket_key(
				look->diag.sockets[i].inode));
}

static void
find_sharers(struct look *look)
{
	int refused;

	holders_look(&look->holders);
	refused = sharing_find(&look->descriptors, look->pid, &look->holders);
	if (refused != 0)
		look_unseen(look,
		    "who shares its open files: kcmp() answers %s",
		    eag_errno_name(refused));
	if (look->holders.unseen > 0)
		look_unseen(look,
		    "the descriptors of %ld process%s of other users, which "
		    "may be the other end: root sees them",
		    look->holders.unseen,
		    look->holders.unseen == 1 ? "" : "es");
}

/*
 * Does a thread run on and on, and never wait?  Other processes may leave it
 * little of a processor: what counts is that it did not sleep meanwhile.  How
 * much they leave it: the time that it ran, out of that in which it was ready.
 */
static void
measure(struct look *look)
{
	const long long deadline = eag_deadline(3000);
	long long ran, before, stood;
	int tid = look->process.state == 'R' ? look->pid : 0;
	struct process now;
	long sleeps;

	for (size_t i = 0; i < look->calls.count; i++)
		if (look->calls.all[i].runs)
			tid = look->calls.all[i].tid;
	sleeps = tid != 0 ? eag_sleeps_of(tid) : -1;
	before = tid != 0 ? process_ran(tid) : -1;
	stood = tid != 0 ? eag_run_delay(tid) : -1;
	if (sleeps == -1 || before == -1)
		return;
	do {
		ran = process_ran(tid) - before;
	} while (
	    ran < ENOUGH && eag_asleep(tid) == 0 && eag_time_left(deadline));
	if (ran < ENOUGH || eag_sleeps_of(tid) != sleeps)
		return;
	stood = eag_run_delay(tid) - stood;
	look->busy = (int)(100 * ran / (ran + (stood > 0 ? stood : 0)));
	look->in_kernel = process_read(look->pid, &now) == -1 ?
	    100 :
	    process_in_kernel(&look->process, &now);
}

static void
say_what_is_hidden(struct look *look)
{
	char why[160];

	if (look->descriptors.error != 0)
		look_unseen(look, "its descriptors: /proc/%d/fd answers %s",
		    look->pid, eag_errno_name(look->descriptors.error));
	if (look->process.state == 'Z' && look->process.threads > 1)
		look_unseen(look,
		    "its descriptors: its first thread has ended, and others "
		    "run on");
	if (look->calls.error != 0)
		look_unseen(look,
		    "the system calls that its threads are in: "
		    "/proc/%d/syscall answers %s",
		    look->pid, eag_errno_name(look->calls.error));
	if (look->calls.foreign)
		look_unseen(look, "the system calls that its threads are in");
	if (look->other_network && has_kind(look, KIND_SOCKET))
		look_unseen(look,
		    "the other ends of its sockets, and listeners' queues of "
		    "AF_UNIX: it lives in another network namespace");
	if (look->diag.error != 0)
		look_unseen(look, "some of its sockets: sock_diag answers %s",
		    eag_errno_name(look->diag.error));
	if (look->locks.error != 0)
		look_unseen(look, "locks: /proc/locks answers %s",
		    eag_errno_name(look->locks.error));
	if (look->descriptors.error != 0 || look->calls.error != 0 ||
	    look->calls.foreign || look->refused) {
		look_why_unseen(look, why, sizeof(why));
		look_unseen(look, "%s", why);
	}
	if (has_kind(look, KIND_URING))
		look_unseen(look, "what it asked io_uring for");
}

int
look_at(struct look *look, int pid)
{
	memset(look, 0, sizeof(*look));
	if (process_read(pid, &look->process) == -1 ||
	    (look->process.group != pid &&
		process_read(look->process.group, &look->process) == -1)) {
		errno = ESRCH;
		return -1;
	}
	look->pid = pid = look->process.pid;
	/* A kernel thread, or what has ended, has no memory and no calls. */
	if (look->process.size >= 0)
		calls_read(&look->calls, pid);
	descriptors_read(&look->descriptors, pid);
	find_sockets(look);
	ask_duplicates(look);
	calls_mark(&look->calls, &look->process, &look->descriptors);
	locks_read(&look->locks);
	find_peers(look);
	find_sharers(look);
	limits_read(&look->limits, &look->process,
	    look->descriptors.error != 0 ? -1 :
					   (long long)look->descriptors.count);
	measure(look);
	say_what_is_hidden(look);
	return 0;
}

void
look_at_sockets(struct look *look, struct diag *diag, struct holders *holders,
    struct socket *const *sockets, size_t count)
{
	memset(look, 0, sizeof(*look));
	look->diag = *diag;
	look->holders = *holders;
	memset(diag, 0, sizeof(*diag));
	memset(holders, 0, sizeof(*holders));
	for (size_t i = 0; i < count; i++) {
		struct descriptor *descriptor = descriptors_add(
		    &look->descriptors, -1);

		descriptor->kind = KIND_SOCKET;
		descriptor->socket = sockets[i];
		descriptor->peer = diag_peer(&look->diag, sockets[i]);
		look->descriptors.count++;
	}
	if (look->holders.unseen > 0)
		look_unseen(look,
		    "the descriptors of %ld process%s of other users, and so "
		    "which of them has which of these sockets: root sees them",
		    look->holders.unseen,
		    look->holders.unseen == 1 ? "" : "es");
}

void
look_free(struct look *look)
{
	descriptors_free(&look->descriptors);
	calls_free(&look->calls);
	diag_free(&look->diag);
	holders_free(&look->holders);
	locks_free(&look->locks);
	findings_free(&look->findings);
}
