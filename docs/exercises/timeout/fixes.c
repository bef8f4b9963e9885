/* SPDX-License-Identifier: MIT */
/* exercise: timeout */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct answer {
	int thing, price;
};

static const char *port;

static int
call_server(void)
{
#if defined(HALF_LONGER)
	const struct timeval limit = { .tv_sec = 30 };
#elif defined(RIGHT_POLL)
	const struct timeval limit = { .tv_sec = 0 }; /* none */
#else
	const struct timeval limit = { .tv_sec = 1 };
#endif
	struct sockaddr_in address = { .sin_family = AF_INET };
	int sock = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((unsigned short)atoi(port));
	setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(sock, (struct sockaddr *)&address, sizeof(address)) == -1)
		exit(1);
	return sock;
}

static void
ask(int sock, int thing)
{
	send(sock, &thing, sizeof(thing), MSG_NOSIGNAL);
}

/* An answer, if one comes in time. */
static int
hear(int sock, struct answer *answer)
{
#if defined(RIGHT_POLL)
	if (poll(&(struct pollfd){ .fd = sock, .events = POLLIN }, 1, 1000) ==
	    0)
		return 0;
#elif defined(HALF_SPINS)
	const time_t began = time(NULL);

	while (
	    recv(sock, answer, sizeof(*answer), MSG_DONTWAIT | MSG_PEEK) == -1)
		if (time(NULL) > began + 1)
			return 0;
#endif
	return recv(sock, answer, sizeof(*answer), MSG_WAITALL) ==
	    sizeof(*answer);
}

/* The answer to this question; what is to be done if none comes is below. */
static int
hear_about(int sock, int thing, struct answer *answer)
{
#if defined(RIGHT_NUMBERS)
	/* Those to older questions come first. */
	while (hear(sock, answer))
		if (answer->thing == thing)
			return 1;
	return 0;
#elif defined(RIGHT_OWED)
	static int owed;

	(void)thing;
	owed++;
	while (owed > 0 && hear(sock, answer))
		owed--;
	return owed == 0;
#elif defined(HALF_ONLY_COMPARES)
	return hear(sock, answer) && answer->thing == thing;
#elif defined(HALF_FOREVER)
	(void)thing;
	while (!hear(sock, answer))
		;
	return 1;
#elif defined(HALF_ASKS_AGAIN)
	while (!hear(sock, answer))
		ask(sock, thing);
	return 1;
#else
	(void)thing;
	return hear(sock, answer);
#endif
}

/* No answer has come in time. */
static int
recover(int sock)
{
#if defined(RIGHT_NEW_CONNECTION) || defined(RIGHT_POLL) ||                    \
    defined(RIGHT_NEW_AND_AGAIN) || defined(HALF_SPINS)
	close(sock);
	return call_server();
#elif defined(HALF_EMPTIES)
	struct answer old;

	nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
	while (recv(sock, &old, sizeof(old), MSG_DONTWAIT) > 0)
		;
#elif defined(HALF_STOPS)
	fflush(stdout);
	exit(0);
#elif defined(HALF_SHUTS_DOWN)
	shutdown(sock, SHUT_RD);
#endif
	return sock;
}

int
main(int argc, char *argv[])
{
	int sock, tries;

	if (argc < 2)
		return 1;
	port = argv[1];
	sock = call_server();
	for (int thing = 1; thing <= 5; thing++) {
		struct answer answer;
		int heard = 0;

#if defined(RIGHT_NEW_AND_AGAIN)
		tries = 3;
#else
		tries = 1;
#endif
#if defined(RIGHT_ONE_FOR_EACH)
		close(sock);
		sock = call_server();
#endif
		while (!heard && tries-- > 0) {
			ask(sock, thing);
			heard = hear_about(sock, thing, &answer);
			if (!heard)
				sock = recover(sock);
		}
		if (heard)
			printf("%d: %d\n", thing, answer.price);
		else
			printf("%d: ?\n", thing);
	}
	return 0;
}
