/* SPDX-License-Identifier: MIT */
/* exercise: believes */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int
error_of(int sock)
{
	int error = 0;
	socklen_t size = sizeof(error);

	getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
	return error;
}

static int
connected(int sock, const struct sockaddr_in *address)
{
	struct pollfd writable = { .fd = sock, .events = POLLOUT };

#if defined(RIGHT_SO_ERROR) || defined(HALF_LAST_FIRST)
	return poll(&writable, 1, 5000) == 1 && error_of(sock) == 0;
#elif defined(RIGHT_PEER)
	struct sockaddr_in peer;
	socklen_t size = sizeof(peer);

	return poll(&writable, 1, 5000) == 1 &&
	    getpeername(sock, (struct sockaddr *)&peer, &size) == 0;
#elif defined(RIGHT_EVENTS)
	return poll(&writable, 1, 5000) == 1 &&
	    (writable.revents & (POLLERR | POLLHUP)) == 0;
#elif defined(HALF_TOO_SOON)
	return error_of(sock) == 0;
#elif defined(HALF_ASKED_BEFORE)
	return error_of(sock) == 0 && poll(&writable, 1, 5000) == 1;
#elif defined(HALF_GREETS_ALL)
	poll(&writable, 1, 5000);
	send(sock, "hello\n", 6, MSG_NOSIGNAL);
	return 0;
#elif defined(HALF_ASKED_TWICE)
	if (poll(&writable, 1, 5000) == 1 && error_of(sock) != 0)
		write(2, "refused\n", 8); /* for the log */
	return error_of(sock) == 0;
#elif defined(HALF_AGAIN_AND_AGAIN)
	for (;;) {
		if (connect(sock, (const struct sockaddr *)address,
			sizeof(*address)) == 0 ||
		    errno == EISCONN)
			return 1;
		if (errno != EALREADY && errno != EINPROGRESS)
			return 0;
	}
#elif defined(HALF_NAP)
	(void)writable;
	nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
	return error_of(sock) == 0;
#endif
	(void)address;
}

int
main(int argc, char *argv[])
{
#if defined(HALF_LAST_FIRST)
	for (int i = argc - 1; i > 0; i--) {
#else
	for (int i = 1; i < argc; i++) {
#endif
		struct sockaddr_in address = { .sin_family = AF_INET };
		int sock = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.sin_port = htons((unsigned short)atoi(argv[i]));
		if ((connect(sock, (struct sockaddr *)&address,
			 sizeof(address)) == 0 ||
			errno == EINPROGRESS) &&
		    connected(sock, &address)) {
			send(sock, "hello\n", 6, MSG_NOSIGNAL);
			return 0;
		}
		close(sock);
	}
	return 1;
}
