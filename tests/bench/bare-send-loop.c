/* SPDX-License-Identifier: MIT */
/*
 * bare-send-loop: the calls of
 *   send-stalled-peer --message=12 --sndbuf=default --rcvbuf=default
 * and nothing else: no report, no claim.  It is what a report is measured by.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define MESSAGE      12
#define UNSENT_BYTES 0x894B /* SIOCOUTQNSD */

static char bytes[65536];

/* Send until EAGAIN. */
static size_t
fill(int sock, size_t sent)
{
	ssize_t n;

	while ((n = send(sock, bytes + sent % 32768, MESSAGE, 0)) != -1)
		sent += (size_t)n;
	if (errno != EAGAIN)
		err(99, "send");
	return sent;
}

/* Wait until nothing is in flight; what left the send buffer meanwhile. */
static int
settle(int sock)
{
	int before, unacknowledged, unsent;

	ioctl(sock, TIOCOUTQ, &before);
	for (;;) {
		ioctl(sock, TIOCOUTQ, &unacknowledged);
		ioctl(sock, UNSENT_BYTES, &unsent);
		if (unacknowledged == unsent)
			return before - unacknowledged;
		poll(NULL, 0, 1);
	}
}

static void
receive(int conn, size_t length)
{
	static char got[65536];
	ssize_t n;

	for (; length > 0; length -= (size_t)n) {
		n = recv(conn, got, length < sizeof(got) ? length : sizeof(got),
		    MSG_WAITALL);
		if (n <= 0)
			err(99, "recv");
	}
}

int
main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	struct pollfd writable = { .events = POLLOUT };
	int listener, sock, conn;
	size_t sent;
	ssize_t n;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	memset(bytes, 'x', sizeof(bytes));
	listener = socket(AF_INET, SOCK_STREAM, 0);
	sock = socket(AF_INET, SOCK_STREAM, 0);
	if (listener == -1 || sock == -1 ||
	    bind(listener, (struct sockaddr *)&address, length) == -1 ||
	    listen(listener, 1) == -1 ||
	    getsockname(listener, (struct sockaddr *)&address, &length) == -1 ||
	    connect(sock, (struct sockaddr *)&address, length) == -1 ||
	    (conn = accept(listener, NULL, NULL)) == -1 ||
	    fcntl(sock, F_SETFL, O_NONBLOCK) == -1)
		err(99, "set-up");

	sent = fill(sock, 0);
	while (settle(sock) > 0)
		sent = fill(sock, sent);
	send(sock, bytes, MESSAGE, 0);
	receive(conn, sent);
	writable.fd = sock;
	poll(&writable, 1, 5000);
	n = send(sock, bytes, MESSAGE, 0);
	if (n == -1)
		err(99, "send");
	receive(conn, (size_t)n);
	return 0;
}
