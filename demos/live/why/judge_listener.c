/* SPDX-License-Identifier: MIT */
/* judge_listener.c: who waits in a listener's queue, or for room in it. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "judge.h"

/*
 * AF_UNIX answers EAGAIN; TCP drops the SYN, and the client's connect() has no
 * answer: unix(7), listen(2).
 */
static void
full(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *listener = descriptor->socket;
	const int is_unix = listener->family == AF_UNIX;
	struct finding *finding;
	char who[200];
	const int pid = look_owner(look, listener, who, sizeof(who));

	finding = findings_add(&look->findings, SURE_QUEUE - 3 * !is_unix,
	    is_unix ? "unwaitable" : "started",
	    is_unix ? "unix-connect-backlog" : "connect-in-progress",
	    "%s does not accept(): the queue is FULL, %ld wait and the backlog "
	    "is %ld; %s",
	    who, listener->unread, listener->backlog,
	    is_unix ? "a non-blocking connect() answers EAGAIN, and no poll() "
		      "tells when to try again" :
		      "a further connect() stays without an answer "
		      "(EINPROGRESS)");
	judge_about(look, finding, descriptor, pid);
}

static void
some(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *listener = descriptor->socket;
	struct finding *finding;

	finding = findings_add(&look->findings, SURE_UNREAD - 4, "wait",
	    "accept-empty",
	    "%ld %s to be accepted (the backlog is %ld), and no thread waits "
	    "for that in accept(), poll() or epoll",
	    listener->unread,
	    listener->unread == 1 ? "connection waits" : "connections wait",
	    listener->backlog);
	judge_about(look, finding, descriptor, look->pid);
}

static void
none(struct look *look, const struct descriptor *descriptor)
{
	struct finding *finding;

	finding = findings_add(&look->findings,
	    SURE_IDLE - 2 + judge_waits(descriptor->waits_in, 15), "wait",
	    "accept-empty", "nobody has connected: accept() %s",
	    descriptor_nonblocking(descriptor) ?
		"answers EAGAIN, and poll() tells when it will not" :
		"waits (EAGAIN with O_NONBLOCK)");
	judge_about(look, finding, descriptor, 0);
}

void
judge_listener(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *listener = descriptor->socket;

	if (socket_queue_is_full(listener))
		full(look, descriptor);
	else if (listener->unread > 0 && descriptor->waits_in == WAITS_NOT)
		some(look, descriptor);
	else if (listener->unread == 0 && judge_is_awaited(look, descriptor))
		none(look, descriptor);
}

/* A listener whose queue is full and whose path is this. */
static const struct socket *
full_at(const struct look *look, const char *path)
{
	for (size_t i = 0; i < look->diag.count; i++) {
		const struct socket *socket = &look->diag.sockets[i];

		if (socket->family == AF_UNIX && socket_queue_is_full(socket) &&
		    strcmp(socket->name, path) == 0)
			return socket;
	}
	return NULL;
}

/* A thread waits in connect() for room in an AF_UNIX listener's queue. */
void
judge_connects(struct look *look)
{
	for (size_t i = 0; i < look->calls.count; i++) {
		const struct call *call = &look->calls.all[i];
		const struct descriptor *descriptor = descriptors_find(
		    &look->descriptors, call->fd);
		const struct socket *listener;
		struct finding *finding;
		char path[128], who[200] = "whoever listens there";
		int pid = 0;

		if (call->kind != CALL_CONNECTS || descriptor == NULL ||
		    descriptor->socket == NULL ||
		    descriptor->socket->family != AF_UNIX)
			continue;
		if (!calls_connects_to(call, look->pid, path, sizeof(path)))
			snprintf(path, sizeof(path), "a path that is unseen");
		listener = full_at(look, path);
		if (listener != NULL)
			pid = look_owner(look, listener, who, sizeof(who));
		finding = findings_add(&look->findings, SURE_PROVED + 5,
		    "unwaitable", "unix-connect-backlog",
		    "%s does not accept(): its queue at %s is full, and this "
		    "connect() waits for room%s",
		    who, path,
		    descriptor->send_timeout > 0 ?
			", until SO_SNDTIMEO makes it EAGAIN" :
			" (non-blocking it answers EAGAIN at once)");
		judge_about(look, finding, descriptor, pid);
	}
}
