/* SPDX-License-Identifier: MIT */
/* timeout.c: a receive with a deadline, and the late answer is not lost. */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "example.h"

struct reply {
	char bytes[10]; /* as long as this protocol's replies are */
	size_t got;
};

/*
 * Go on with a reply until it is whole: 1.  If `end` comes first: 0, and what
 * came is kept.  Then go on with it later, before the next reply is read.  -1
 * with errno, 0 for the peer's end: close the socket.
 */
static int
receive_by(int sock, struct reply *reply, const struct timespec *end)
{
	struct pollfd readable = { .fd = sock, .events = POLLIN };
	ssize_t n;
	int ready;

	while (reply->got < sizeof(reply->bytes)) {
		n = recv(sock, reply->bytes + reply->got,
		    sizeof(reply->bytes) - reply->got, MSG_DONTWAIT);
		if (n > 0) {
			reply->got += (size_t)n;
			continue;
		}
		if (n == 0)
			errno = 0;
		if (n == 0 || (errno != EAGAIN && errno != EINTR))
			return -1;
		ready = poll(&readable, 1, left(end));
		if (ready == 0)
			return 0;
		if (ready == -1 && errno != EINTR)
			return -1;
	}
	return 1;
}

int
main(void)
{
	struct timespec now = in_seconds(0), later = in_seconds(5);
	struct reply first = { .got = 0 }, second = { .got = 0 };
	int pair[2];

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "socketpair");
	check(receive_by(pair[0], &first, &now) == 0 && first.got == 0,
	    "nothing came, and the time is over");
	check(send(pair[1], "repl", 4, 0) == 4, "send");
	check(receive_by(pair[0], &first, &now) == 0 && first.got == 4,
	    "four bytes came, and are kept");
	/* The rest is late, and the next reply comes right behind it. */
	check(send(pair[1], "y no.1reply n", 13, 0) == 13, "send");
	check(receive_by(pair[0], &first, &later) == 1 &&
		memcmp(first.bytes, "reply no.1", 10) == 0,
	    "the first reply is whole");
	check(send(pair[1], "o", 1, 0) == 1, "send");
	check(receive_by(pair[0], &second, &now) == 0 && second.got == 8,
	    "the second one begins where the first one ends");
	check(shutdown(pair[1], SHUT_WR) == 0 &&
		receive_by(pair[0], &second, &later) == -1 && errno == 0,
	    "the peer has finished");
	puts("every reaction did what it should");
	return 0;
}
