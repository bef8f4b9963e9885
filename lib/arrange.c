/* SPDX-License-Identifier: MIT */
/* arrange.c: the states that demonstrations start from. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
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

/* A socket with a buffer of that size, or with the kernel's default: 0. */
static int
new_socket(int family, int flags, int name, long size)
{
	int sock = socket(family, SOCK_STREAM | flags, 0);
	int bytes = (int)size;

	eag_need(sock != -1, "socket");
	if (size != 0)
		eag_need(setsockopt(sock, SOL_SOCKET, name, &bytes,
			     sizeof(bytes)) == 0,
		    "setsockopt");
	return sock;
}

/* somaxconn may cut the backlog. */
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

static void
start_listening(int listener, int backlog, const struct eag_address *address)
{
	eag_need_at(bind(listener, &address->sa, address->length) == 0, "bind",
	    address);
	eag_need_at(listen(listener, backlog) == 0, "listen", address);
	need_backlog(listener, backlog);
}

/* Whoever connects to it has `rcvbuf`, which is inherited: tcp(7). */
static int
new_listener(int flags, int backlog, long rcvbuf)
{
	struct eag_address address;
	int listener = new_socket(AF_INET, flags, SO_RCVBUF, rcvbuf);

	loopback(&address);
	start_listening(listener, backlog, &address);
	return listener;
}

int
eag_listener(int flags, int backlog)
{
	return new_listener(flags, backlog, 0);
}

int
eag_listener_at(const struct eag_address *address, int flags, int backlog)
{
	int listener = new_socket(address->sa.sa_family, flags, 0, 0), on = 1;
	struct eag_address taken;
	char where[64];

	/* An earlier run's TIME_WAIT does not matter. */
	eag_need(setsockopt(
		     listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0,
	    "setsockopt");
	start_listening(listener, backlog, address);
	eag_address_of(listener, &taken);
	eag__format_address(&taken, where, sizeof(where));
	eag__emit(&(struct eag__event){ .kind = EAG__LISTEN, .text = where });
	eag__write_out();
	return listener;
}

void
eag_address_of(int listener, struct eag_address *address)
{
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

long long
eag_deadline(int milliseconds)
{
	return eag_time(CLOCK_MONOTONIC) + milliseconds * 1000000LL;
}

int
eag_time_left(long long deadline)
{
	if (eag_time(CLOCK_MONOTONIC) >= deadline)
		return 0;
	eag_tick(1);
	return 1;
}

/*
 * Of a listener `unacked` is how many wait in its accept queue, and `sacked`
 * how long that may be: net/ipv4/tcp.c tcp_get_info().
 */
static struct eag__tcp
tcp_info(int sock)
{
	struct eag__tcp info;

	eag_need(eag__tcp_info(sock, &info) == 0, "getsockopt TCP_INFO");
	return info;
}

/* The last ACK of the handshake may still be on its way. */
static void
await_in_queue(int listener, long before)
{
	const long long deadline = eag_deadline(EAG__DEADLINE);

	if (before == -1) { /* then it cannot be seen how many there are */
		eag_need(eag_await(listener, POLLIN, EAG__DEADLINE) > 0,
		    "poll the listener");
		return;
	}
	while (tcp_info(listener).unacked == before) {
		const int left = eag_time_left(deadline);

		errno = ETIMEDOUT;
		eag_need(left, "connect: not in the accept queue");
	}
}

static int
new_client(int listener, long sndbuf)
{
	const long before = tcp_info(listener).unacked;
	struct eag_address address;
	int client;

	eag_address_of(listener, &address);
	client = new_socket(address.sa.sa_family, 0, SO_SNDBUF, sndbuf);
	eag_need_at(connect(client, &address.sa, address.length) == 0,
	    "connect to", &address);
	await_in_queue(listener, before);
	return client;
}

int
eag_client(int listener)
{
	return new_client(listener, 0);
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
eag_pair_sized(int client_flags, long sndbuf, int *client, int conn_flags,
    long rcvbuf, int *conn)
{
	int listener = new_listener(0, 1, rcvbuf);

	*client = new_client(listener, sndbuf);
	*conn = accept(listener, NULL, NULL);
	eag_need(*conn != -1, "accept");
	set_flags(*client, client_flags);
	set_flags(*conn, conn_flags);
	close(listener);
}

void
eag_pair(int client_flags, int *client, int conn_flags, int *conn)
{
	eag_pair_sized(client_flags, 0, client, conn_flags, 0, conn);
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

	loopback(address);
	holder = new_socket(AF_INET, 0, 0, 0);
	eag_need_at(
	    bind(holder, &address->sa, address->length) == 0, "bind", address);
	eag_address_of(holder, address);
	return holder;
}

void
eag_fill_queue(int listener)
{
	for (int clients = 1; clients <= QUEUE; clients++) {
		struct eag__tcp queue;

		eag_client(listener);
		queue = tcp_info(listener);
		if (queue.unacked == -1 || queue.sacked == -1)
			eag_skip("the length of an accept queue: TCP_INFO");
		if (queue.unacked > queue.sacked)
			return;
	}
	eag_skip("an accept queue that fills up");
}

/*
 * Bytes in flight may come back as room; so may the rest of a window.  Where
 * the kernel does not tell what is unsent, or the window, `data` must stand
 * still for a while.
 */
static int
is_settled(int sock, long *data, long long *since)
{
	struct eag_fill fill;
	struct eag__tcp peer;

	eag_need(
	    eag_fill(sock, EAG_SEND, &fill) == 0, "the send buffer's fill");
	/* Afterwards: the ACK that came last may have opened the window. */
	peer = tcp_info(sock);
	if (fill.data != *data)
		*since = eag_time(CLOCK_MONOTONIC);
	*data = fill.data;
	if (fill.unsent == -1 || peer.window == -1)
		return fill.data == 0 ||
		    eag_time(CLOCK_MONOTONIC) - *since >= STILL * 1000000LL;
	return fill.data == 0 || (fill.unsent == fill.data && peer.window <= 0);
}

void
eag_settle(int sock)
{
	const long long deadline = eag_deadline(SETTLE);
	long long since = 0;
	long data = -1;

	/* Nothing wakes a poll for an ACK that frees too little: ask again. */
	while (!is_settled(sock, &data, &since) && eag_time_left(deadline))
		continue;
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

void
eag_send(int sock, size_t from, size_t to)
{
	ssize_t n = send(sock, eag_bytes(from, to - from), to - from, 0);

	eag_call("client", n, "send(sock, %zu bytes)", to - from);
	eag_need(n == (ssize_t)(to - from), "send");
}

size_t
eag_receive(int conn, size_t from, size_t to)
{
	static char bytes[65536];

	while (from < to) {
		size_t want = to - from < sizeof(bytes) ? to - from :
							  sizeof(bytes);
		ssize_t n = recv(conn, bytes, want, MSG_WAITALL);
		long wrong;

		eag_call(
		    "server", n, "recv(conn, %zu bytes, MSG_WAITALL)", want);
		if (n <= 0)
			break;
		wrong = eag_first_wrong(bytes, (size_t)n, from);
		if (wrong != -1)
			return from + (size_t)wrong;
		from += (size_t)n;
	}
	return from;
}
