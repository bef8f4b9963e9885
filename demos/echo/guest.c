/* SPDX-License-Identifier: MIT */
/* guest.c: a client of the server, whose calls are reported. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "eagain.h"
#include "guest.h"

static const int buffer = 32768; /* SO_SNDBUF and SO_RCVBUF, all four */

void
guest_buffers(int sock)
{
	eag_need(setsockopt(sock, SOL_SOCKET, SO_SNDBUF, &buffer,
		     sizeof(buffer)) == 0 &&
		setsockopt(
		    sock, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer)) == 0,
	    "setsockopt");
}

int
guest_call(const struct server *server)
{
	struct eag_address address;
	int sock = socket(AF_INET, SOCK_STREAM, 0);

	eag_need(sock != -1, "socket");
	guest_buffers(sock);
	eag_address_of(server->listener, &address);
	eag_need_at(connect(sock, &address.sa, address.length) == 0,
	    "connect to", &address);
	return sock;
}

void
guest_reset(int sock)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(sock, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(sock);
}

void
guest_ask(const char *who, int sock, const char *text)
{
	ssize_t n = send(sock, text, strlen(text), 0);

	eag_call(who, n, "send(sock, \"%s\")", text);
}

/* recv() with a deadline: -1 and ETIMEDOUT after 5 s. */
ssize_t
guest_receive(int sock, char *bytes, size_t length)
{
	struct pollfd p = { .fd = sock, .events = POLLIN };

	if (poll(&p, 1, 5000) == 0) {
		errno = ETIMEDOUT;
		return -1;
	}
	return recv(sock, bytes, length, 0);
}

int
guest_answered(const char *who, int sock, const char *expected)
{
	char bytes[64] = "";
	ssize_t n = guest_receive(sock, bytes, sizeof(bytes) - 1);

	eag_call(who, n, "recv(sock, \"%s\")", bytes);
	return n == (ssize_t)strlen(expected) &&
	    memcmp(bytes, expected, (size_t)n) == 0;
}
