/* SPDX-License-Identifier: MIT */
/* judge_socket.c: a socket that is full, or that nothing has come for. */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "judge.h"
#include "proc.h"

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
static int
who_does_not_read(const struct look *look, const struct descriptor *descriptor,
    char *text, size_t size)
{
	const struct socket *socket = descriptor->socket;
	char who[200], left[64];
	int pid = 0;

	if (!socket_is_tcp(socket) && socket->family != AF_UNIX) {
		silent_neighbour(look, text, size);
		return 0;
	}
	pid = look_peer(look, socket, who, sizeof(who));
	left_there(descriptor, left, sizeof(left));
	if (pid == 0 && socket_is_tcp(socket) && descriptor->peer == NULL &&
	    socket->window > 0 && socket->probes <= 0)
		snprintf(text, size,
		    "%s has not acknowledged %ld bytes yet: the network is "
		    "slow, or it is",
		    who, socket->unacked);
	else
		snprintf(text, size, "%s does not read%s%s", who, left,
		    both_send(descriptor) ?
			" but sends, and this end does the same" :
			"");
	return pid;
}

static void
full(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;
	const int limited = descriptor->send_timeout > 0 &&
	    !descriptor_nonblocking(descriptor);
	int sure = SURE_FULL + judge_waits(descriptor->waits_out, 30);
	struct finding *finding;
	char why[400], limit[40];
	int pid;

	pid = who_does_not_read(look, descriptor, why, sizeof(why));
	seconds(descriptor->send_timeout, limit, sizeof(limit));
	if (limited)
		finding = findings_add(&look->findings, sure + 1, "timeout",
		    "send-timeout",
		    "%s: a send() here waits, and after %s (SO_SNDTIMEO) it "
		    "answers EAGAIN, which is a time-out",
		    why, limit);
	else
		finding = findings_add(&look->findings, sure, "wait",
		    program_of_full(descriptor),
		    "%s: the sender's buffer is full, %ld of %ld bytes, and "
		    "send() %s",
		    why, socket->charged, socket->sndbuf,
		    descriptor_nonblocking(descriptor) ?
			"answers EAGAIN" :
			"waits (EAGAIN with O_NONBLOCK)");
	judge_about(look, finding, descriptor, pid);
}

static void
nearly_full(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket;
	struct finding *finding;
	char why[400];
	int pid;

	pid = who_does_not_read(look, descriptor, why, sizeof(why));
	finding = findings_add(&look->findings,
	    SURE_FULL - 8 + judge_waits(descriptor->waits_out, 30), "wait",
	    socket_is_tcp(socket) && descriptor->peer == NULL ?
		"send-pollout" :
		program_of_full(descriptor),
	    "%s: the sender's buffer has %ld of %ld bytes taken, too many for "
	    "poll() to say POLLOUT",
	    why, socket->charged, socket->sndbuf);
	judge_about(look, finding, descriptor, pid);
}

/* Its bytes are here, and nobody takes them. */
static void
shut_window(struct look *look, const struct descriptor *descriptor)
{
	struct finding *finding;
	char why[400];
	int pid;

	pid = who_does_not_read(look, descriptor, why, sizeof(why));
	finding = findings_add(&look->findings,
	    SURE_UNREAD + judge_waits(descriptor->waits_out, 30), "wait",
	    "send-stalled-peer",
	    "%s: %ld bytes cannot leave, as its window is shut; send() "
	    "answers EAGAIN once %ld bytes of send buffer are full",
	    why, descriptor->socket->unsent, descriptor->socket->sndbuf);
	judge_about(look, finding, descriptor, pid);
}

static void
started(struct look *look, const struct descriptor *descriptor)
{
	const struct socket *socket = descriptor->socket,
			    *listener = diag_listener(&look->diag, socket);
	struct finding *finding;
	char there[80], who[200] = "";
	int pid = 0;

	socket_there(socket, there, sizeof(there));
	if (listener != NULL)
		pid = look_owner(look, listener, who, sizeof(who));
	finding = findings_add(&look->findings,
	    SURE_STARTED + judge_waits(descriptor->waits_out, 30), "started",
	    descriptor->send_timeout > 0 ? "connect-timeout" :
					   "connect-in-progress",
	    "%s has not answered the connect() (EINPROGRESS, EALREADY)%s%s%s",
	    there, pid != 0 ? ": the accept queue of " : "", who,
	    pid == 0                           ? "" :
		socket_queue_is_full(listener) ? " is full" :
						 " is there");
	judge_about(look, finding, descriptor, pid);
}

static const char *
program_of_empty(const struct socket *socket)
{
	return socket->family == AF_UNIX ? "recv-empty" :
	    socket_is_tcp(socket)        ? "recv-empty" :
					   "udp-recv";
}

/* Nothing has come.  What makes it say so after a while is a time-out. */
static void
limited(struct look *look, const struct descriptor *descriptor)
{
	struct finding *finding;
	char who[200], limit[40];
	int pid;

	seconds(descriptor->receive_timeout, limit, sizeof(limit));
	pid = look_peer(look, descriptor->socket, who, sizeof(who));
	finding = findings_add(&look->findings,
	    descriptor->socket->unread > 0 ?
		SURE_KNOWN + 2 :
		SURE_LIMITED + judge_waits(descriptor->waits_in, 30),
	    "timeout", "recv-timeout",
	    "%s has sent nothing that is still to be read: a recv() here "
	    "answers EAGAIN after %s (SO_RCVTIMEO), though the socket is "
	    "blocking; what comes later is taken for the next answer",
	    who, limit);
	if (descriptor->socket->unread > 0)
		snprintf(finding->text, sizeof(finding->text),
		    "recv() here answers EAGAIN after %s without input "
		    "(SO_RCVTIMEO); now %ld bytes wait, which may be a late "
		    "answer: then the two are out of step",
		    limit, descriptor->socket->unread);
	judge_about(look, finding, descriptor, pid);
}

static void
empty(struct look *look, const struct descriptor *descriptor)
{
	const int polls = descriptor->wait_limit >= 0;
	const int waits = judge_waits(descriptor->waits_in, 15);
	struct finding *finding;
	char who[200], left[64], limit[40];
	int pid;

	pid = look_peer(look, descriptor->socket, who, sizeof(who));
	/* An event loop wakes itself by a socketpair() of its own. */
	if (pid == look->pid && descriptor->socket->family == AF_UNIX &&
	    descriptor->waits_in != WAITS_CALL)
		return;
	left_there(descriptor, left, sizeof(left));
	seconds(descriptor->wait_limit, limit, sizeof(limit));
	if (polls)
		finding = findings_add(&look->findings, SURE_IDLE + waits + 1,
		    "timeout", "recv-timeout",
		    "%s has sent nothing%s: poll() waits for it for at most "
		    "%s, a time limit of the program's own",
		    who, left, limit);
	else
		finding = findings_add(&look->findings,
		    SURE_IDLE + waits + (left[0] != '\0' ? 5 : 0), "wait",
		    program_of_empty(descriptor->socket),
		    "%s has sent nothing that is still to be read%s: recv() "
		    "%s",
		    who, left,
		    descriptor_nonblocking(descriptor) ?
			"answers EAGAIN, and poll() tells when it will not" :
			"waits (EAGAIN with O_NONBLOCK)");
	judge_about(look, finding, descriptor, pid);
}

/* Bytes are here, and it waits for a new event: epoll(7), EPOLLET. */
static void
edge(struct look *look, const struct descriptor *descriptor)
{
	struct finding *finding;

	finding = findings_add(&look->findings, SURE_LIMITED + 5, "wait",
	    "edge-unread",
	    "%ld bytes are here and are not read, while it waits in epoll "
	    "with EPOLLET: no event comes for what it left, on purpose or not",
	    descriptor->socket->unread);
	judge_about(look, finding, descriptor, look->pid);
}

/* It sends to a receiver whose queue is full: net.unix.max_dgram_qlen. */
static void
datagram(struct look *look, const struct descriptor *descriptor)
{
	struct finding *finding;
	char who[200];
	const int pid = look_peer(look, descriptor->socket, who, sizeof(who));
	const int proved = descriptor->waits_out == WAITS_CALL;

	finding = findings_add(&look->findings,
	    (proved ? SURE_FULL : SURE_UNREAD) +
		judge_waits(descriptor->waits_out, 30),
	    "wait", "unix-datagram",
	    "%s does not read, and its queue %s full "
	    "(net.unix.max_dgram_qlen): send() %s",
	    who, proved ? "is" : "may be",
	    descriptor_nonblocking(descriptor) ?
		"answers EAGAIN" :
		"waits (EAGAIN with O_NONBLOCK)");
	judge_about(look, finding, descriptor, pid);
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
	else if (is_nearly_full(socket) || descriptor->waits_out == WAITS_CALL)
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
	} else if (socket->unread > 0 && descriptor->edge &&
	    descriptor->waits_in == WAITS_EPOLL) {
		edge(look, descriptor);
	}
}
