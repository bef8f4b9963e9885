/* SPDX-License-Identifier: MIT */
/* limited.c: socket(2), and setsockopt(2) reported. */
#include <sys/socket.h>
#include <sys/time.h>

#include "eagain.h"
#include "limited.h"

int
limited(int family, int milliseconds)
{
	const struct timeval limit = { milliseconds / 1000,
		milliseconds % 1000 * 1000 };
	int sock = socket(family, SOCK_STREAM, 0), ret;

	eag_need(sock != -1, "socket");
	ret = setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	eag_call("client", ret, "setsockopt(sock, SO_SNDTIMEO, {%d ms})",
	    milliseconds);
	return sock;
}
