/* SPDX-License-Identifier: MIT */
/* hand.c: the calls that can be made by hand, each reported as a demo does. */
#define _GNU_SOURCE /* accept4(), struct tcp_info */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "hand.h"
#include "keyboard.h"
#include "tool_output.h"

enum {
	SEND = 1000, /* bytes, unless others are asked for */
	RECV = 1024
};

static int
fd_of(const struct hand *hand)
{
	return hand->conn != -1 ? hand->conn : hand->listener;
}

static const char *
role_of(const struct hand *hand)
{
	if (hand->conn == -1)
		return "listener";
	return strcmp(hand->actor, "client") == 0 ? "sock" : "conn";
}

int
hand_is_empty(const struct hand *hand)
{
	return fd_of(hand) == -1;
}

/* Only digits, and from `least` to `most`; 0: it is not. */
static int
is_number(const char *text, long least, long most, long *number)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 10 || text[digits] != '\0')
		return 0;
	errno = 0;
	*number = strtol(text, NULL, 10);
	return errno == 0 && *number >= least && *number <= most;
}

/* So many bytes, or as many as usual if none are named. */
static int
is_length(const char *text, long usual, long *number)
{
	*number = usual;
	return *text == '\0' || is_number(text, 1, EAG_BYTES_MAX, number);
}

/* Many may wait; you hold one at a time. */
int
hand_accept(struct hand *hand, const char *none)
{
	int listens = hand->listener != -1;
	int fd = listens ? hand->listener : hand->conn;
	int flag = eag_nonblocking(fd) == 1 ? SOCK_NONBLOCK : 0;
	int conn = accept4(fd, NULL, NULL, flag);

	(void)none;
	eag_call(hand->actor, conn, "accept4(%s, %s) = conn",
	    listens ? "listener" : "sock", flag != 0 ? "SOCK_NONBLOCK" : "0");
	if (conn == -1)
		return 1;
	if (hand->conn != -1) {
		eag_call(hand->actor, close(hand->conn), "close(older)");
		eag_note("the newer one is in your hand now");
	}
	hand->conn = conn;
	return 1;
}

static ssize_t
receive(struct hand *hand, size_t length)
{
	char *bytes = malloc(length);
	ssize_t n;

	eag_need(bytes != NULL, "malloc");
	n = recv(fd_of(hand), bytes, length, 0);
	eag_call(hand->actor, n, "recv(%s, %zu bytes)", role_of(hand), length);
	free(bytes);
	return n;
}

int
hand_recv(struct hand *hand, const char *bytes)
{
	long length;

	if (!is_length(bytes, RECV, &length))
		return 0;
	receive(hand, (size_t)length);
	return 1;
}

static ssize_t
send_bytes(struct hand *hand, const char *bytes, size_t length)
{
	ssize_t n = send(fd_of(hand), bytes, length, 0);

	eag_call(hand->actor, n, "send(%s, %zu bytes)", role_of(hand), length);
	return n;
}

static ssize_t
send_more(struct hand *hand, size_t length)
{
	ssize_t n = send_bytes(hand, eag_bytes(hand->sent, length), length);

	hand->sent += n > 0 ? (size_t)n : 0;
	return n;
}

int
hand_send(struct hand *hand, const char *bytes_or_text)
{
	size_t quoted = strlen(bytes_or_text);
	long length;

	if (quoted > 2 && bytes_or_text[0] == '"' &&
	    bytes_or_text[quoted - 1] == '"') {
		send_bytes(hand, bytes_or_text + 1, quoted - 2);
		return 1;
	}
	if (!is_length(bytes_or_text, SEND, &length))
		return 0;
	send_more(hand, (size_t)length);
	return 1;
}

/* Until it moves nothing, or Ctrl-C comes. */
static void
repeat(struct hand *hand, ssize_t (*move)(struct hand *, size_t), size_t length)
{
	ssize_t n;

	eag_at_once(0);
	do
		n = move(hand, length);
	while (n > 0 && !keyboard_interrupted());
	eag_at_once(1);
	if (n > 0)
		eag_note("interrupted");
}

int
hand_fill(struct hand *hand, const char *none)
{
	(void)none;
	repeat(hand, send_more, SEND);
	return 1;
}

int
hand_drain(struct hand *hand, const char *none)
{
	(void)none;
	repeat(hand, receive, RECV);
	return 1;
}

int
hand_poll(struct hand *hand, const char *none)
{
	(void)none;
	eag_poll(hand->actor, fd_of(hand), POLLIN | POLLOUT, role_of(hand));
	return 1;
}

int
hand_wait(struct hand *hand, const char *in_or_out)
{
	struct pollfd p = { .fd = fd_of(hand) };
	int in = strcmp(in_or_out, "in") == 0;

	if (!in && strcmp(in_or_out, "out") != 0)
		return 0;
	p.events = in ? POLLIN : POLLOUT;
	if (poll(&p, 1, -1) == -1)
		eag_call(hand->actor, -1, "poll(%s, %s)", role_of(hand),
		    in ? "POLLIN" : "POLLOUT");
	else
		eag_poll(hand->actor, p.fd, p.events, role_of(hand));
	return 1;
}

int
hand_buffers(struct hand *hand, const char *none)
{
	struct eag_fill fill;

	(void)none;
	if (eag_fill(fd_of(hand), EAG_SEND, &fill) == -1)
		eag_note("nothing is in the buffers of a socket that listens");
	/* SIOCOUTQ still counts what nobody will send, a refused SYN too. */
	if (eag_tcp_state(fd_of(hand)) == TCP_CLOSE)
		eag_note("the connection is over: nothing is sent any more");
	else
		eag_buffer(hand->actor, fd_of(hand), EAG_SEND);
	eag_buffer(hand->actor, fd_of(hand), EAG_RECEIVE);
	return 1;
}

/* A listener's tcpi_unacked is how many wait in its queue: net/ipv4/tcp.c. */
int
hand_state(struct hand *hand, const char *none)
{
	struct tcp_info info = { .tcpi_state = 0 };
	socklen_t size = sizeof(info);

	(void)none;
	eag_state(fd_of(hand));
	if (hand->listener != -1 &&
	    getsockopt(hand->listener, IPPROTO_TCP, TCP_INFO, &info, &size) ==
		0)
		eag_measure("accept-queue", (long)info.tcpi_unacked, "waiting");
	return 1;
}

static void
set_nonblock(struct hand *hand, int fd, const char *role, int on)
{
	int flags = fcntl(fd, F_GETFL), ret;

	eag_need(flags != -1, "fcntl");
	flags = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
	ret = fcntl(fd, F_SETFL, flags);
	eag_call(hand->actor, ret, "fcntl(%s, F_SETFL, flags %sO_NONBLOCK)",
	    role, on ? "| " : "& ~");
}

/* What is accepted takes after the listener: hand_accept(). */
int
hand_nonblock(struct hand *hand, const char *on_or_off)
{
	int on = strcmp(on_or_off, "on") == 0;

	if (!on && strcmp(on_or_off, "off") != 0)
		return 0;
	if (hand->listener != -1)
		set_nonblock(hand, hand->listener, "listener", on);
	if (hand->conn != -1)
		set_nonblock(hand, hand->conn, role_of(hand), on);
	return 1;
}

static int
set_size(struct hand *hand, int option, const char *name, const char *bytes)
{
	int size, ret;
	long number;

	if (!is_number(bytes, 1, HAND_BUFFER, &number))
		return 0;
	size = (int)number;
	ret = setsockopt(fd_of(hand), SOL_SOCKET, option, &size, sizeof(size));
	eag_call(hand->actor, ret, "setsockopt(%s, %s, %d)", role_of(hand),
	    name, size);
	return 1;
}

int
hand_sndbuf(struct hand *hand, const char *bytes)
{
	return set_size(hand, SO_SNDBUF, "SO_SNDBUF", bytes);
}

int
hand_rcvbuf(struct hand *hand, const char *bytes)
{
	return set_size(hand, SO_RCVBUF, "SO_RCVBUF", bytes);
}

static void
set_timeout(struct hand *hand, int fd, const char *role, long milliseconds)
{
	const struct timeval time = { .tv_sec = milliseconds / 1000,
		.tv_usec = milliseconds % 1000 * 1000 };
	int ret = setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));

	eag_call(hand->actor, ret, "setsockopt(%s, SO_RCVTIMEO, %ld ms)", role,
	    milliseconds);
}

int
hand_timeout(struct hand *hand, const char *milliseconds)
{
	long number;

	if (!is_number(milliseconds, 0, HAND_TIMEOUT, &number))
		return 0;
	if (hand->listener != -1)
		set_timeout(hand, hand->listener, "listener", number);
	if (hand->conn != -1)
		set_timeout(hand, hand->conn, role_of(hand), number);
	return 1;
}

int
hand_error(struct hand *hand, const char *none)
{
	int error = 0, ret;
	socklen_t size = sizeof(error);

	(void)none;
	ret = getsockopt(fd_of(hand), SOL_SOCKET, SO_ERROR, &error, &size);
	eag_call(hand->actor, ret, "getsockopt(%s, SO_ERROR, [%s])",
	    role_of(hand), eag_errno_name(error));
	return 1;
}

int
hand_shutdown(struct hand *hand, const char *none)
{
	int ret = shutdown(fd_of(hand), SHUT_WR);

	(void)none;
	eag_call(hand->actor, ret, "shutdown(%s, SHUT_WR)", role_of(hand));
	return 1;
}

int
hand_close(struct hand *hand, const char *none)
{
	int ret = close(fd_of(hand));

	(void)none;
	eag_call(hand->actor, ret, "close(%s)", role_of(hand));
	if (hand->conn != -1)
		hand->conn = -1;
	else
		hand->listener = -1;
	return 1;
}

int
hand_reset(struct hand *hand, const char *none)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };
	int ret = setsockopt(
	    fd_of(hand), SOL_SOCKET, SO_LINGER, &now, sizeof(now));

	eag_call(hand->actor, ret, "setsockopt(%s, SO_LINGER, {on, 0 s})",
	    role_of(hand));
	return hand_close(hand, none);
}

void
hand_drop(struct hand *hand)
{
	while (!hand_is_empty(hand))
		hand_close(hand, "");
}
