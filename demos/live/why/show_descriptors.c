/* SPDX-License-Identifier: MIT */
/* show_descriptors.c: what each descriptor is, with its figures. */
#define _GNU_SOURCE /* O_ASYNC of some libcs */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "page.h"
#include "show.h"
#include "tool_output.h"

enum { FEW = 16 };

struct line {
	char text[700];
	size_t used;
};

static void __attribute__((format(printf, 2, 3)))
add(struct line *line, const char *format, ...)
{
	va_list arguments;
	int length;

	if (line->used > 0 && line->used + 2 < sizeof(line->text)) {
		memcpy(line->text + line->used, "; ", 3);
		line->used += 2;
	}
	va_start(arguments, format);
	length = vsnprintf(line->text + line->used,
	    sizeof(line->text) - line->used, format, arguments);
	va_end(arguments);
	if (length > 0)
		line->used += (size_t)length;
	if (line->used >= sizeof(line->text))
		line->used = sizeof(line->text) - 1;
}

static void
add_time_limits(struct line *line, const struct descriptor *descriptor)
{
	if (descriptor->receive_timeout > 0)
		add(line, "SO_RCVTIMEO %ld ms: EAGAIN then is a time-out",
		    descriptor->receive_timeout);
	if (descriptor->send_timeout > 0)
		add(line, "SO_SNDTIMEO %ld ms: EAGAIN then is a time-out",
		    descriptor->send_timeout);
}

static void
add_socket(struct line *line, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;

	if (socket_listens(socket)) {
		if (socket->unread >= 0 && socket->backlog >= 0)
			add(line, "%ld wait, the backlog is %ld%s",
			    socket->unread, socket->backlog,
			    socket_queue_is_full(socket) ? ": FULL" : "");
	} else {
		if (socket->sndbuf >= 0)
			add(line, "sending %ld of %ld bytes%s", socket->charged,
			    socket->sndbuf,
			    socket_is_full(socket) == 1 ? ": FULL" : "");
		if (socket->unsent > 0)
			add(line, "%ld unsent", socket->unsent);
		if (socket->unread >= 0)
			add(line, "%ld unread, SO_RCVBUF %ld", socket->unread,
			    socket->rcvbuf);
		if (socket_is_tcp(socket) && socket->window >= 0 &&
		    socket->state == SOCKET_ESTABLISHED)
			add(line, "the peer's window %ld", socket->window);
		if (socket->window_ms > 0)
			add(line, "held up by the window for %ld ms",
			    socket->window_ms);
		if (socket->buffer_ms > 0)
			add(line, "by the send buffer for %ld ms",
			    socket->buffer_ms);
	}
	add_time_limits(line, descriptor);
}

static void
add_members(
    struct line *line, const struct look *look, const struct descriptor *set)
{
	int members = 0;

	for (size_t i = 0; i < look->descriptors.member_count; i++) {
		const struct member *member = &look->descriptors.members[i];
		const int in = (member->events & EPOLLIN) != 0,
			  out = (member->events & EPOLLOUT) != 0;

		if (member->set != set->fd || ++members > 8)
			continue;
		add(line, "fd %d for %s%s%s%s", member->fd, in ? "EPOLLIN" : "",
		    out ? in ? "|EPOLLOUT" : "EPOLLOUT" : "",
		    in || out ? "" :
			(member->events & ~(unsigned)EPOLLET) == 0 ?
				"nothing" :
				"other events",
		    member->events & EPOLLET ? "|EPOLLET" : "");
	}
	if (members > 8)
		add(line, "and %d more members", members - 8);
}

static void
add_sharing(struct line *line, const struct descriptor *descriptor)
{
	if (descriptor->twin != -1)
		add(line, "the same open file as fd %d", descriptor->twin);
	if (descriptor->sharers > 1)
		add(line, "shared with PID %d and %d more processes",
		    descriptor->sharer[0], descriptor->sharers - 1);
	else if (descriptor->sharers == 1)
		add(line, "shared with PID %d", descriptor->sharer[0]);
}

static void
figures(struct line *line, const struct look *look,
    const struct descriptor *descriptor)
{
	if (descriptor_nonblocking(descriptor))
		add(line, "O_NONBLOCK");
	if (descriptor->flags != -1 && (descriptor->flags & O_ASYNC) != 0)
		add(line, "O_ASYNC");
	if (descriptor->socket != NULL)
		add_socket(line, descriptor);
	else if (descriptor->kind == KIND_PIPE && descriptor->pipe.size > 0)
		add(line, "%ld of %ld bytes", descriptor->pipe.data,
		    descriptor->pipe.size);
	else if (descriptor->kind == KIND_EVENTFD && descriptor->count >= 0)
		add(line, "counter %lld", descriptor->count);
	else if (descriptor->kind == KIND_TIMERFD)
		add(line, "%s, %lld ticks to read",
		    descriptor->armed ? "set" : "not set", descriptor->count);
	else if (descriptor->kind == KIND_EPOLL)
		add_members(line, look, descriptor);
	if (descriptor->kind != KIND_FILE) /* it never waits */
		add_sharing(line, descriptor);
}

static void
event(const struct look *look, const struct descriptor *d, const char *text)
{
	const struct socket *s = d->socket;
	const int listens = s != NULL && socket_listens(s);
	const int is_pipe = d->kind == KIND_PIPE;

	eag_record("descriptor",
	    (const struct eag_field[]){ { "pid", NULL, look->pid },
		{ "fd", NULL, d->fd }, { "is", text, 0 },
		{ "nonblock", NULL,
		    d->flags == -1 ? -1 : descriptor_nonblocking(d) },
		{ "async", NULL,
		    d->flags == -1 ? -1 : (d->flags & O_ASYNC) != 0 },
		{ "sharers", NULL, d->sharers },
		{ "sharer", NULL, d->sharers > 0 ? d->sharer[0] : 0 },
		{ "twin", NULL, d->twin },
		{ "rcvtimeo", NULL, d->receive_timeout },
		{ "sndtimeo", NULL, d->send_timeout },
		{ "unread", NULL,
		    s != NULL   ? listens ? -1 : s->unread :
			is_pipe ? d->pipe.data :
				  -1 },
		{ "charged", NULL, s != NULL && !listens ? s->charged : -1 },
		{ "sndbuf", NULL, s != NULL ? s->sndbuf : -1 },
		{ "rcvbuf", NULL, s != NULL ? s->rcvbuf : -1 },
		{ "unsent", NULL, s != NULL && !listens ? s->unsent : -1 },
		{ "window", NULL, s != NULL && !listens ? s->window : -1 },
		{ "size", NULL, is_pipe ? d->pipe.size : -1 },
		{ "queue", NULL, listens ? s->unread : -1 },
		{ "backlog", NULL, listens ? s->backlog : -1 },
		{ NULL, NULL, 0 } });
}

void
show_descriptors(const struct look *look,
    int (*wanted)(const struct look *look, int fd), int all)
{
	size_t shown = 0, more = 0;

	for (size_t i = 0; i < look->descriptors.count; i++) {
		const struct descriptor *descriptor = &look->descriptors.all[i];
		struct line line = { .used = 0 };
		char text[160], first[24];

		if (!wanted(look, descriptor->fd))
			continue;
		descriptor_text(descriptor, text, sizeof(text));
		event(look, descriptor, text);
		if (!all && shown == FEW) {
			more++;
			continue;
		}
		shown++;
		figures(&line, look, descriptor);
		if (descriptor->fd == -1)
			snprintf(first, sizeof(first), "  ");
		else
			snprintf(
			    first, sizeof(first), "  fd %d: ", descriptor->fd);
		page_text(first, 4, "%s%s%s", text, line.used > 0 ? "; " : "",
		    line.text);
	}
	if (more > 0)
		page_text("  ", 4, "and %zu more descriptors: --all", more);
}
