/* SPDX-License-Identifier: MIT */
/* judge_socket.c: a socket that is full, or that nothing has come for. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "../proc_files.h"
#include "judge.h"

/* "0.2 s" */
static void
seconds(long milliseconds, char *text, size_t size)
{
	char digits[32];
	size_t length;

	snprintf(digits, sizeof(digits), "%ld.%03ld", milliseconds / 1000,
	    milliseconds % 1000);
	length = strlen(digits);
	while (digits[length - 1] == '0')
		digits[--length] = '\0';
	if (digits[length - 1] == '.')
		digits[--length] = '\0';
	snprintf(text, size, "%s s", digits);
}

/* What the other end has not read, as a clause; "" if that is nothing. */
static void
left_there(const struct descriptor *descriptor, char *text, size_t size)
{
	const struct socket *peer = descriptor->peer;

	if (peer != NULL && peer->unread > 0)
		snprintf(text, size, " (%ld bytes wait there)", peer->unread);
	else
		text[0] = '\0';
}

/* A neighbour that does not answer keeps packets in their sender's buffer. */
static void
silent_neighbour(const struct look *look, char *text, size_t size)
{
	char *table = proc_text(look->pid, "net/arp"), *line;
	char address[64];
	unsigned flags;

	snprintf(text, size,
	    "its packets have not left this machine (a slow or missing "
	    "network, or a neighbour that does not answer)");
	for (line = table; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (sscanf(line, "%63s %*s %x", address, &flags) == 2 &&
		    flags == 0) {
			snprintf(text, size,
			    "its packets have not left this machine, as %s "
			    "does not answer ARP",
			    address);
			break;
		}
		if (*line == '\0')
			break;
	}
	free(table);
}

/*
 * Room for some bytes, but POLLOUT comes only when TCP's buffer is two thirds
 * full at most, AF_UNIX's a quarter: sk_stream_is_writeable(),
 * unix_writable().
 */
static int
is_nearly_full(const struct socket *socket)
{
	if (socket->charged <= 0 || socket->sndbuf <= 0)
		return 0;
	if (socket->family == AF_UNIX)
		return socket->charged > socket->sndbuf / 4;
	return socket_is_tcp(socket) &&
	    socket->sndbuf - socket->charged < socket->charged / 2;
}

/* Each end is full of what the other one does not read. */
static int
both_send(const struct descriptor *descriptor)
{
	const struct socket *peer = descriptor->peer;

	return peer != NULL && socket_is_tcp(peer) &&
	    descriptor->socket->unread > 0 && peer->unread > 0 &&
	    (socket_is_full(peer) == 1 || is_nearly_full(peer));
}

static const char *
program_of_full(const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;

	if (both_send(descriptor))
		return "send-both-stall";
	if (socket->family == AF_UNIX)
		return socket->type == SOCK_DGRAM ? "unix-datagram" :
						    "unix-truesize";
	return socket_is_tcp(socket) ? "send-stalled-peer" : "udp-send-full";
}

/* "nc (PID 812, stopped) does not read (2000 bytes wait there)" */
struct why {
	int pid;
	char text[400];
};

static struct why
who_does_not_read(const struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;
	struct why why = { .pid = 0 };
	struct who who;
	char left[64];

	if (!socket_is_tcp(socket) && socket->family != AF_UNIX) {
		silent_neighbour(look, why.text, sizeof(why.text));
		return why;
	}
	who = look_peer(look, socket);
	why.pid = who.pid;
	left_there(descriptor, left, sizeof(left));
	if (who.pid == 0 && socket_is_tcp(socket) && descriptor->peer == NULL &&
	    socket->window > 0 && socket->probes <= 0)
		snprintf(why.text, sizeof(why.text),
		    "%s has not acknowledged %ld bytes yet: the network is "
		    "slow, or it is",
		    who.text, socket->unacked);
	else
		snprintf(why.text, sizeof(why.text), "%s does not read%s%s",
		    who.text, left,
		    both_send(descriptor) ?
			" but sends, and this end does the same" :
			"");
	return why;
}

static void
full(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;
	const struct why why = who_does_not_read(look, descriptor);
	const int sure = SURE_FULL + judge_waits(descriptor->waits_out, 30);
	char limit[40];

	seconds(descriptor->send_timeout, limit, sizeof(limit));
	if (descriptor->send_timeout > 0 && !descriptor_nonblocking(descriptor))
		judge_add(look, descriptor, why.pid, sure + 1, "timeout",
		    "send-timeout",
		    "%s: a send() here waits, and after %s (SO_SNDTIMEO) it "
		    "answers EAGAIN, which is a time-out",
		    why.text, limit);
	else
		judge_add(look, descriptor, why.pid, sure, "wait",
		    program_of_full(descriptor),
		    "%s: the sender's buffer is full, %ld of %ld bytes, and "
		    "send() %s",
		    why.text, socket->charged, socket->sndbuf,
		    judge_answer(descriptor));
}

static void
nearly_full(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;
	const struct why why = who_does_not_read(look, descriptor);

	judge_add(look, descriptor, why.pid,
	    SURE_FULL - 8 + judge_waits(descriptor->waits_out, 30), "wait",
	    socket_is_tcp(socket) && descriptor->peer == NULL ?
		"send-pollout" :
		program_of_full(descriptor),
	    "%s: the sender's buffer has %ld of %ld bytes taken, too many for "
	    "poll() to say POLLOUT",
	    why.text, socket->charged, socket->sndbuf);
}

/* Its bytes are here, and nobody takes them. */
static void
shut_window(struct look *look, const struct descriptor *descriptor)
{
	const struct why why = who_does_not_read(look, descriptor);

	judge_add(look, descriptor, why.pid,
	    SURE_UNREAD + judge_waits(descriptor->waits_out, 30), "wait",
	    "send-stalled-peer",
	    "%s: %ld bytes cannot leave, as its window is shut; send() "
	    "answers EAGAIN once %ld bytes of send buffer are full",
	    why.text, descriptor->socket->unsent, descriptor->socket->sndbuf);
}

static void
started(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket,
			    *listener = diag_listener(&look->diag, socket);
	struct who who = { 0, "" };
	char there[80];

	socket_there(socket, there, sizeof(there));
	if (listener != NULL)
		who = look_owner(look, listener);
	judge_add(look, descriptor, who.pid,
	    SURE_STARTED + judge_waits(descriptor->waits_out, 30), "started",
	    descriptor->send_timeout > 0 ? "connect-timeout" :
					   "connect-in-progress",
	    "%s has not answered the connect() (EINPROGRESS, EALREADY)%s%s%s",
	    there, listener != NULL ? ": the accept queue of " : "", who.text,
	    listener == NULL                   ? "" :
		socket_queue_is_full(listener) ? " is full" :
						 " is there");
}

static const char *
program_of_empty(const struct socket *socket)
{
	return socket->family == AF_UNIX || socket_is_tcp(socket) ?
	    "recv-empty" :
	    "udp-recv";
}

/* Nothing has come.  What makes it say so after a while is a time-out. */
static void
limited(struct look *look, const struct descriptor *descriptor)
{
	const struct who who = look_peer(look, descriptor->socket);
	const long unread = descriptor->socket->unread;
	char limit[40];

	seconds(descriptor->receive_timeout, limit, sizeof(limit));
	if (unread > 0)
		judge_add(look, descriptor, who.pid, SURE_KNOWN + 2, "timeout",
		    "recv-timeout",
		    "recv() here answers EAGAIN after %s without input "
		    "(SO_RCVTIMEO); now %ld bytes wait, which may be a late "
		    "answer: then the two are out of step",
		    limit, unread);
	else
		judge_add(look, descriptor, who.pid,
		    SURE_LIMITED + judge_waits(descriptor->waits_in, 30),
		    "timeout", "recv-timeout",
		    "%s has sent nothing that is still to be read: a recv() "
		    "here answers EAGAIN after %s (SO_RCVTIMEO), though the "
		    "socket is blocking; what comes later is taken for the "
		    "next answer",
		    who.text, limit);
}

static void
empty(struct look *look, const struct descriptor *descriptor)
{
	const struct who who = look_peer(look, descriptor->socket);
	const int sure = SURE_IDLE + judge_waits(descriptor->waits_in, 15);
	char left[64], limit[40];

	/* An event loop wakes itself by a socketpair() of its own. */
	if (who.pid == look->pid && descriptor->socket->family == AF_UNIX &&
	    descriptor->waits_in != WAITS_CALL)
		return;
	left_there(descriptor, left, sizeof(left));
	seconds(descriptor->wait_limit, limit, sizeof(limit));
	if (descriptor->wait_limit >= 0)
		judge_add(look, descriptor, who.pid, sure + 1, "timeout",
		    "recv-timeout",
		    "%s has sent nothing%s: poll() waits for it for at most "
		    "%s, a time limit of the program's own",
		    who.text, left, limit);
	else
		judge_add(look, descriptor, who.pid,
		    sure + (left[0] != '\0' ? 5 : 0), "wait",
		    program_of_empty(descriptor->socket),
		    "%s has sent nothing that is still to be read%s: recv() %s",
		    who.text, left, judge_answer(descriptor));
}

/* Bytes are here, and it waits for a new event: epoll(7), EPOLLET. */
static void
edge(struct look *look, const struct descriptor *descriptor)
{
	judge_add(look, descriptor, look->pid, SURE_LIMITED + 5, "wait",
	    "edge-unread",
	    "%ld bytes are here and are not read, while it waits in epoll "
	    "with EPOLLET: no event comes for what it left, on purpose or not",
	    descriptor->socket->unread);
}

/* It sends to a receiver whose queue is full: net.unix.max_dgram_qlen. */
static void
datagram(struct look *look, const struct descriptor *descriptor)
{
	const struct who who = look_peer(look, descriptor->socket);
	const int proved = descriptor->waits_out == WAITS_CALL;

	judge_add(look, descriptor, who.pid,
	    (proved ? SURE_FULL : SURE_UNREAD) +
		judge_waits(descriptor->waits_out, 30),
	    "wait", "unix-datagram",
	    "%s does not read, and its queue %s full "
	    "(net.unix.max_dgram_qlen): send() %s",
	    who.text, proved ? "is" : "may be", judge_answer(descriptor));
}

/* 0: nothing keeps it from sending. */
static int
judge_sending(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;

	if (socket_is_full(socket) == 1)
		full(look, descriptor);
	else if (socket->family == AF_UNIX && socket->type == SOCK_DGRAM &&
	    (descriptor->waits_out == WAITS_CALL || socket->charged > 0))
		datagram(look, descriptor);
	else if (is_nearly_full(socket) ||
	    (descriptor->waits_out == WAITS_CALL && socket->charged > 0))
		nearly_full(look, descriptor);
	else if (socket_is_tcp(socket) && socket->unsent > 0 &&
	    socket->window == 0)
		shut_window(look, descriptor);
	else
		return 0;
	return 1;
}

/* A stream without another end: a connect() may be on its way. */
static int
is_unconnected(const struct socket *socket)
{
	if (socket->family == AF_UNIX)
		return socket->type != SOCK_DGRAM && socket->peer == 0 &&
		    socket->queued_at == 0 && socket->peer_pid == 0;
	return socket_is_tcp(socket) && socket->to_port == 0;
}

void
judge_socket(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;
	int sends;

	if (socket_is_tcp(socket) && socket->state == SOCKET_SYN_SENT) {
		started(look, descriptor);
		return;
	}
	if (is_unconnected(socket))
		return;
	sends = !judge_sending(look, descriptor);
	if (descriptor->receive_timeout > 0 &&
	    !descriptor_nonblocking(descriptor)) {
		limited(look, descriptor);
	} else if (sends && socket->unread == 0 &&
	    judge_is_awaited(look, descriptor) &&
	    (!socket_is_tcp(socket) || socket->state == SOCKET_ESTABLISHED)) {
		empty(look, descriptor);
	} else if (socket->unread > 0 && (descriptor->watched & EPOLLET) != 0 &&
	    descriptor->waits_in == WAITS_EPOLL) {
		edge(look, descriptor);
	}
}
