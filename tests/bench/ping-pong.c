/* SPDX-License-Identifier: MIT */
/*
 * ping-pong: the floor for an echo server: one blocking socket, and nothing but
 * recv() and send().  No list, no waiting call, no second client at the same
 * time.
 */
#include <err.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peers/listen.h"

int
main(void)
{
	int listener = listen_somewhere(0), conn;
	char bytes[16384];
	ssize_t n;

	while ((conn = accept(listener, NULL, NULL)) != -1) {
		while ((n = recv(conn, bytes, sizeof(bytes), 0)) > 0) {
			upper(bytes, (size_t)n);
			if (send(conn, bytes, (size_t)n, MSG_NOSIGNAL) != n)
				break;
		}
		close(conn);
	}
	err(99, "accept");
}
