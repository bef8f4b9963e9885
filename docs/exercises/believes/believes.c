/* SPDX-License-Identifier: MIT */
/*
 * exercise: believes
 *
 * Its arguments are ports of 127.0.0.1.  It connects to one after the other
 * without blocking, says "hello" to the first that answers, and ends.  When the
 * first port refuses, nobody hears anything.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int
main(int argc, char *argv[])
{
	for (int i = 1; i < argc; i++) {
		struct sockaddr_in address = { .sin_family = AF_INET };
		int sock = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		struct pollfd writable = { .fd = sock, .events = POLLOUT };

		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.sin_port = htons((unsigned short)atoi(argv[i]));
		if (connect(sock, (struct sockaddr *)&address,
			sizeof(address)) == -1 &&
		    errno != EINPROGRESS) {
			close(sock);
			continue;
		}
		if (poll(&writable, 1, 5000) == 1) {
			/* Writable: connected. */
			send(sock, "hello\n", 6, 0);
			return 0;
		}
		close(sock);
	}
	return 1;
}
