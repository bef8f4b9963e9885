/* SPDX-License-Identifier: MIT */
/* sized_pair.c: a connection with small buffers in both directions. */
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "sized_pair.h"

static void
size_buffers(const char *actor, int fd, const char *role, int bytes)
{
	int ret;

	ret = setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
	eag_call(actor, ret, "setsockopt(%s, SO_SNDBUF, [%d])", role, bytes);
	ret = setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	eag_call(actor, ret, "setsockopt(%s, SO_RCVBUF, [%d])", role, bytes);
}

/* Before the two connect; accept() inherits the listener's: tcp(7). */
void
sized_pair(int bytes, int *sock, int *conn)
{
	int listener = eag_listener(0, 1);
	struct eag_address to;

	size_buffers("server", listener, "listener", bytes);
	eag_address_of(listener, &to);
	*sock = socket(to.sa.sa_family, SOCK_STREAM, 0);
	eag_need(*sock != -1, "socket");
	size_buffers("client", *sock, "sock", bytes);
	eag_need_at(connect(*sock, &to.sa, to.length) == 0, "connect to", &to);
	*conn = accept(listener, NULL, NULL);
	eag_need(*conn != -1, "accept");
	close(listener);
}
