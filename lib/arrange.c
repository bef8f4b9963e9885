/* SPDX-License-Identifier: MIT */
/* arrange.c: the states that demonstrations start from. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "internal.h"

#define SETTLE 2000 /* ms: the window's probe takes about 300 */
#define STILL  400  /* ms; that probe comes in less */
#define QUEUE  16   /* more clients than listen(fd, 0) can hold */

static void
loopback(struct eag_address *address)
{
	memset(address, 0, sizeof(*address));
	address->in.sin_family = AF_INET;
	address->in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address->length = sizeof(address->in);
}

void
eag_need_at(int ok, const char *call, const struct eag_address *address)
{
	char where[64], what[96];
	int error = errno;

	if (ok)
		return;
	eag__format_address(address, where, sizeof(where));
	snprintf(what, sizeof(what), "%s %s", call, where);
	errno = error;
	eag_need(0, what);
}

/* A socket with the buffer that the option asks for, if it asks. */
static int
new_socket(int family, int flags, int name, const char *option)
{
	int sock = socket(family, SOCK_STREAM | flags, 0);
	int size = (int)eag__number_or_0(option);

	eag_need(sock != -1, "socket");
	if (size != 0)
		eag_need(setsockopt(
			     sock, SOL_SOCKET, name, &size, sizeof(size)) == 0,
		    "setsockopt");
	return sock;
}

/* The kernel may give less than was asked for: then not all fit who come. */
static void
need_backlog(int listener, int backlog)
{
	struct eag__tcp queue;

	if (backlog == SOMAXCONN || /* as many as there may be */
	    eag__tcp_info(listener, &queue) == -1 || queue.sacked == -1)
		return;
	if (queue.sacked < backlog)
		eag_skip("a longer accept queue: net.core.somaxconn");
}

int
eag_listener(int flags, int backlog)
{
	const struct eag_address *at = eag__at(EAG_LISTEN);
	struct eag_address address;
	int listener, on = 1;

	loopback(&address);
	if (at != NULL)
		address = *at;
	listener = new_socket(address.sa.sa_family, flags, SO_RCVBUF, "rcvbuf");
	if (at != NULL) /* an earlier run's TIME_WAIT is no matter */
		eag_need(setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on,
			     sizeof(on)) == 0,
		    "setsockopt");
	eag_need_at(
	    bind(listener, &address.sa, address.length) == 0, "bind", &address);
	eag_need_at(listen(listener, backlog) == 0, "listen", &address);
	need_backlog(listener, backlog);
	if (at != NULL) {
		eag_address_of(listener, &address);
		eag__listening(&address);
	}
	return listener;
}

void
eag_address_of(int listener, struct eag_address *address)
{
	const struct eag_address *at = eag__at(EAG_CONNECT);

	if (at != NULL) {
		*address = *at;
		return;
	}
	address->length = sizeof(address->in6);
	eag_need(getsockname(listener, &address->sa, &address->length) == 0,
	    "getsockname");
}

long long
eag_time(int clock)
{
	long long time = eag_clock(clock);

	eag_need(time != -1, "clock_gettime");
	return time;
}

void
eag_tick(int milliseconds)
{
	/* A signal makes it shorter. */
	if (poll(NULL, 0, milliseconds) == -1)
		eag_need(errno == EINTR, "poll");
}

/* How many wait in a listener's accept queue: tcpi_unacked, net/ipv4/tcp.c. */
static long
queued(int listener)
{
	struct eag__tcp queue;

	eag_need(eag__tcp_info(listener, &queue) == 0, "getsockopt TCP_INFO");
	return queue.unacked;
}

int
eag_client(int listener)
{
	struct eag_address address;
	long before = 0;
	int client;

	if (eag__at(EAG_LISTEN) != NULL) {
		eag__await_other_end(listener, POLLIN);
		return -1;
	}
	eag_address_of(listener, &address);
	client = new_socket(address.sa.sa_family, 0, SO_SNDBUF, "sndbuf");
	if (eag_elsewhere())
		eag__watchdog_pause();
	else
		before = queued(listener);
	eag_need_at(connect(client, &address.sa, address.length) == 0,
	    "connect to", &address);
	eag__watchdog_resume();
	if (before == -1) /* then it cannot be seen how many there are */
		eag_need(eag_await(listener, POLLIN, EAG__DEADLINE) > 0,
		    "poll the listener");
	/* The last ACK of the handshake may still be on its way. */
	for (int ms = 0;
	     !eag_elsewhere() && before != -1 && queued(listener) == before;
	     ms++) {
		errno = ETIMEDOUT;
		eag_need(
		    ms < EAG__DEADLINE, "connect: not in the accept queue");
		eag_tick(1);
	}
	return client;
}

static void
set_flags(int fd, int flags)
{
	int set = fcntl(fd, F_GETFL);

	if ((flags & SOCK_NONBLOCK) != 0)
		set |= O_NONBLOCK;
	eag_need(set != -1 && fcntl(fd, F_SETFL, set) == 0, "fcntl");
}

void
eag_pair(int client_flags, int *client, int conn_flags, int *conn)
{
	int listener = eag_elsewhere() ? -1 : eag_listener(0, 1);

	*client = eag_client(listener);
	set_flags(*client, client_flags);
	*conn = -1;
	if (listener == -1)
		return;
	*conn = accept(listener, NULL, NULL);
	eag_need(*conn != -1, "accept");
	set_flags(*conn, conn_flags);
	close(listener);
}

int
eag_is_pair(int client, int conn)
{
	struct eag_address ours = { .length = sizeof(ours.in6) };
	struct eag_address theirs = { .length = sizeof(theirs.in6) };

	return getsockname(client, &ours.sa, &ours.length) == 0 &&
	    getpeername(conn, &theirs.sa, &theirs.length) == 0 &&
	    ours.length == theirs.length &&
	    memcmp(&ours.sa, &theirs.sa, ours.length) == 0;
}

int
eag_refused(struct eag_address *address)
{
	int holder;

	if (eag_elsewhere()) {
		eag_address_of(-1, address);
		return -1;
	}
	loopback(address);
	holder = new_socket(AF_INET, 0, 0, "");
	eag_need_at(
	    bind(holder, &address->sa, address->length) == 0, "bind", address);
	eag_address_of(holder, address);
	return holder;
}

void
eag_fill_queue(int listener)
{
	struct eag__tcp queue;

	for (int clients = 1; clients <= QUEUE; clients++) {
		eag_client(listener);
		eag_need(eag__tcp_info(listener, &queue) == 0,
		    "getsockopt TCP_INFO");
		if (queue.unacked == -1 || queue.sacked == -1)
			eag_skip("the length of an accept queue: TCP_INFO");
		if (queue.unacked > queue.sacked)
			return;
	}
	eag_skip("an accept queue that fills up");
}

/*
 * Bytes in flight may come back as room; so may the rest of a window.  Where
 * the kernel does not tell what is unsent, `data` must stand still for a while.
 */
static int
is_settled(int sock, long *data, int *still)
{
	struct eag_fill fill;
	struct eag__tcp peer;

	eag_need(
	    eag_fill(sock, EAG_SEND, &fill) == 0, "the send buffer's fill");
	eag_need(eag__tcp_info(sock, &peer) == 0, "getsockopt TCP_INFO");
	*still = fill.data == *data ? *still + 1 : 0;
	*data = fill.data;
	if (fill.unsent == -1)
		return fill.data == 0 || *still >= STILL;
	return fill.data == 0 || (fill.unsent == fill.data && peer.window <= 0);
}

void
eag_settle(int sock)
{
	long data = -1;
	int still = 0;

	if (eag_elsewhere()) /* a slow reader is no hang */
		eag__watchdog_pause();
	/* Nothing wakes a poll for an ACK that frees too little: ask again. */
	for (int ms = 0; ms < SETTLE && !is_settled(sock, &data, &still); ms++)
		eag_tick(1);
	eag__watchdog_resume();
}

size_t
eag_stall(int sock)
{
	const size_t part = 4096;
	size_t sent = 0, before;
	ssize_t n;

	do {
		before = sent;
		while ((n = send(sock, eag_bytes(sent, part), part,
			    MSG_DONTWAIT)) != -1)
			sent += (size_t)n;
		eag_need(errno == EAGAIN, "send");
		eag_settle(sock);
	} while (sent > before);
	return sent;
}
