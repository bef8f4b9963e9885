/* SPDX-License-Identifier: MIT */
/*
 * handling.c: two of the reactions in docs/handling.md, compiled and run: for
 * `wait` and for `started`.  Other classes have a file each; the rest is in the
 * programs that prove it.
 */
#define _GNU_SOURCE /* accept4(), POLLRDHUP */
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "example.h"

/*
 * Connect a non-blocking socket, at the latest at `end`.  0, or -1 with
 * errno: ETIMEDOUT if the time is over.  Close the socket then: it may not
 * be used again.
 */
static int
connect_by(int sock, const struct sockaddr *address, socklen_t length,
    const struct timespec *end)
{
	struct pollfd writable = { .fd = sock, .events = POLLOUT };
	int n, error = 0;
	socklen_t size = sizeof(error);

	if (connect(sock, address, length) == 0)
		return 0;
	if (errno != EINPROGRESS && errno != EINTR)
		return -1;
	do
		n = poll(&writable, 1, left(end));
	while (n == -1 && errno == EINTR);
	if (n == 0)
		errno = ETIMEDOUT;
	if (n != 1)
		return -1;
	/* Writable is not connected: the outcome is in SO_ERROR. */
	if (getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size) == -1)
		return -1;
	errno = error;
	return error == 0 ? 0 : -1;
}

/*
 * Read what is there, until EAGAIN or the buffer is full.  Returns how much
 * came and leaves errno: EAGAIN for "no more yet", 0 for the peer's end,
 * ENOBUFS for a full buffer, anything else for a connection that is broken.
 */
static size_t
recv_ready(int sock, char *bytes, size_t size)
{
	size_t got = 0;
	ssize_t n;

	errno = ENOBUFS;
	while (got < size) {
		n = recv(sock, bytes + got, size - got, 0);
		if (n > 0) {
			got += (size_t)n;
			errno = ENOBUFS;
		} else if (n == 0) {
			errno = 0; /* not EAGAIN: nothing will come any more */
			break;
		} else if (errno != EINTR) {
			break;
		}
	}
	return got;
}

/* A listener on loopback, in whose queue there is room for one. */
static int
listener(struct sockaddr_in *address)
{
	socklen_t length = sizeof(*address);
	int sock = socket(AF_INET, SOCK_STREAM, 0);

	*address = (struct sockaddr_in){ .sin_family = AF_INET };
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind(sock, (struct sockaddr *)address, length);
	listen(sock, 0);
	getsockname(sock, (struct sockaddr *)address, &length);
	return sock;
}

int
main(void)
{
	struct sockaddr_in address;
	struct timespec end;
	char bytes[64];
	size_t got;
	int server = listener(&address), sock[3], conn;

	setvbuf(stdout, NULL, _IONBF, 0); /* in step with the reports */
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += 5;
	for (int i = 0; i < 3; i++)
		sock[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	eag_call("client",
	    connect_by(
		sock[0], (struct sockaddr *)&address, sizeof(address), &end),
	    "connect_by(sock, listener, 5 s)");
	clock_gettime(CLOCK_MONOTONIC, &end);
	/* The queue is full now: this one is stuck, and the time is over. */
	eag_call("client",
	    connect_by(
		sock[1], (struct sockaddr *)&address, sizeof(address), &end),
	    "connect_by(sock, listener, 0 s)");

	conn = accept4(server, NULL, NULL, SOCK_NONBLOCK);
	got = recv_ready(conn, bytes, sizeof(bytes));
	printf("  server  recv_ready(conn): %zu bytes, then %s\n", got,
	    eag_errno_name(errno));
	send(sock[0], "hello", 5, 0);
	eag_wait("server", conn, POLLIN, "conn");
	got = recv_ready(conn, bytes, sizeof(bytes));
	printf("  server  recv_ready(conn): %zu bytes, then %s\n", got,
	    eag_errno_name(errno));
	send(sock[0], "bye", 3, 0);
	shutdown(sock[0], SHUT_WR);
	eag_wait("server", conn, POLLRDHUP, "conn");
	got = recv_ready(conn, bytes, sizeof(bytes));
	printf("  server  recv_ready(conn): %zu bytes, then %s\n", got,
	    eag_errno_name(errno));
	return 0;
}
