/* SPDX-License-Identifier: MIT */
/*
 * listen.h: what the peers and the floor share: a listener like our servers',
 * and upper case.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>

static inline int
listen_somewhere(int flags)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	int sock = socket(AF_INET, SOCK_STREAM | flags, 0);
	const int on = 1;
	struct rlimit files;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (bind(sock, (struct sockaddr *)&address, length) == -1 ||
	    listen(sock, 4096) == -1 ||
	    getsockname(sock, (struct sockaddr *)&address, &length) == -1)
		err(99, "listen");
	printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return sock;
}

static inline void
upper(char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes[i] >= 'a' && bytes[i] <= 'z')
			bytes[i] = (char)(bytes[i] - 'a' + 'A');
}

#endif
