/* SPDX-License-Identifier: MIT */
/* client.c: a client of the server under proof; its calls are reported. */
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "eagain.h"
#include "serving.h"

void
client_buffers(int sock, int bytes)
{
	eag_need(setsockopt(
		     sock, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes)) == 0 &&
		setsockopt(
		    sock, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)) == 0,
	    "setsockopt");
}

int
client_connect(const struct server *server)
{
	struct eag_address address;
	const int on = 1;
	int sock = socket(AF_INET, SOCK_STREAM, 0);

	/* A question does not wait until the one before is acknowledged. */
	eag_need(sock != -1, "socket");
	eag_need(
	    setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0,
	    "setsockopt TCP_NODELAY");
	client_buffers(sock, CLIENT_BUFFER);
	eag_address_of(server->listener, &address);
	eag_need_at(connect(sock, &address.sa, address.length) == 0,
	    "connect to", &address);
	return sock;
}

void
client_reset(int sock)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	eag_need(
	    setsockopt(sock, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) == 0,
	    "setsockopt");
	close(sock);
}

void
client_ask(const char *who, int sock, const char *text)
{
	ssize_t n = send(sock, text, strlen(text), 0);

	eag_call(who, n, "send(sock, \"%s\")", text);
}

ssize_t
client_receive(int sock, char *bytes, size_t length)
{
	return serving_await(sock, POLLIN) <= 0 ?
	    -1 :
	    recv(sock, bytes, length, MSG_DONTWAIT);
}

int
client_answered(const char *who, int sock, const char *expected)
{
	char bytes[64] = "";
	ssize_t n = client_receive(sock, bytes, sizeof(bytes) - 1);

	if (n <= 0)
		serving_limit();
	if (n == -1 && errno == ETIMEDOUT)
		return 0;
	eag_call(who, n, "recv(sock, \"%s\")", bytes);
	return n == (ssize_t)strlen(expected) &&
	    memcmp(bytes, expected, (size_t)n) == 0;
}
