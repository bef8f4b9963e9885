/* SPDX-License-Identifier: MIT */
/*
 * ping-pong: the floor for an echo server: one blocking socket, and nothing but
 * recv() and send().  No list, no waiting call, no second client at the same
 * time.
 */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int
main(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0), conn;
	const int on = 1;
	char bytes[16384];
	ssize_t n;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (bind(listener, (struct sockaddr *)&address, length) == -1 ||
	    listen(listener, 4096) == -1 ||
	    getsockname(listener, (struct sockaddr *)&address, &length) == -1)
		err(99, "listen");
	printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
	fflush(stdout);
	while ((conn = accept(listener, NULL, NULL)) != -1) {
		while ((n = recv(conn, bytes, sizeof(bytes), 0)) > 0) {
			for (ssize_t i = 0; i < n; i++)
				if (bytes[i] >= 'a' && bytes[i] <= 'z')
					bytes[i] = (char)(bytes[i] - 32);
			if (send(conn, bytes, (size_t)n, MSG_NOSIGNAL) != n)
				break;
		}
		close(conn);
	}
	err(99, "accept");
}
