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
	const struct who who = look_owner(look, listener);

	judge_add(look, descriptor, who.pid, SURE_QUEUE - 3 * !is_unix,
	    is_unix ? "unwaitable" : "started",
	    is_unix ? "unix-connect-backlog" : "connect-in-progress",
	    "%s does not accept(): the queue is FULL, %ld wait and the backlog "
	    "is %ld; %s",
	    who.text, listener->unread, listener->backlog,
	    is_unix ? "a non-blocking connect() answers EAGAIN, and no poll() "
		      "tells when to try again" :
		      "a further connect() stays without an answer "
		      "(EINPROGRESS)");
}

static void
some(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *listener = descriptor->socket;

	judge_add(look, descriptor, look->pid, SURE_UNREAD - 4, "wait",
	    "accept-empty",
	    "%ld %s to be accepted (the backlog is %ld), and no thread waits "
	    "for that in accept(), poll() or epoll",
	    listener->unread,
	    listener->unread == 1 ? "connection waits" : "connections wait",
	    listener->backlog);
}

static void
none(struct look *look, const struct descriptor *descriptor)
{
	judge_add(look, descriptor, 0,
	    SURE_IDLE - 2 + judge_waits(descriptor->waits_in, 15), "wait",
	    "accept-empty", "nobody has connected: accept() %s",
	    judge_answer(descriptor));
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

static void
judge_connect(struct look *look, const struct doing *doing,
    const struct descriptor *descriptor)
{
	char path[128] = "a path that is unseen";
	const struct socket *listener;
	struct who who = { 0, "whoever listens there" };

	calls_connects_to(&doing->call, look->pid, path, sizeof(path));
	listener = full_at(look, path);
	if (listener != NULL)
		who = look_owner(look, listener);
	judge_add(look, descriptor, who.pid, SURE_PROVED + 5, "unwaitable",
	    "unix-connect-backlog",
	    "%s does not accept(): its queue at %s is full, and this "
	    "connect() waits for room%s",
	    who.text, path,
	    descriptor->send_timeout > 0 ?
		", until SO_SNDTIMEO makes it EAGAIN" :
		" (non-blocking it answers EAGAIN at once)");
}

/* A thread waits in connect() for room in an AF_UNIX listener's queue. */
void
judge_connects(struct look *look)
{
	for (size_t i = 0; i < look->calls.count; i++) {
		const struct doing *doing = &look->calls.all[i];
		const struct descriptor *descriptor = descriptors_find(
		    &look->descriptors, doing->fd);

		if (doing_is(doing, CALL_CONNECTS) && descriptor != NULL &&
		    descriptor->waits_out == WAITS_CALL &&
		    descriptor->socket != NULL &&
		    descriptor->socket->family == AF_UNIX)
			judge_connect(look, doing, descriptor);
	}
}
