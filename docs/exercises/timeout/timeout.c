/* SPDX-License-Identifier: MIT */
/*
 * exercise: timeout
 *
 * Its argument is a port of 127.0.0.1.  A server there knows what five things
 * cost, and answers one question after the other.  The program asks for each
 * thing, and writes "NUMBER: PRICE", or "NUMBER: ?" if there is no answer
 * within a second.  On a busy day some of the prices are those of other things.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

struct answer {
	int thing, price;
};

/* A connection with a time limit, or -1. */
static int
call_server(const char *port)
{
	const struct timeval limit = { .tv_sec = 1 };
	struct sockaddr_in address = { .sin_family = AF_INET };
	int sock = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((unsigned short)atoi(port));
	setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(sock, (struct sockaddr *)&address, sizeof(address)) == -1)
		return -1;
	return sock;
}

int
main(int argc, char *argv[])
{
	int sock = argc > 1 ? call_server(argv[1]) : -1;

	if (sock == -1)
		return 1;
	for (int thing = 1; thing <= 5; thing++) {
		struct answer answer;

		send(sock, &thing, sizeof(thing), MSG_NOSIGNAL);
		if (recv(sock, &answer, sizeof(answer), MSG_WAITALL) ==
		    sizeof(answer))
			printf("%d: %d\n", thing, answer.price);
		else
			printf("%d: ?\n", thing); /* no answer */
	}
	return 0;
}
