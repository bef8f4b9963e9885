/* SPDX-License-Identifier: MIT */
/* unwaitable.c: connect() to a server whose queue is full: ask again later. */
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "example.h"

/*
 * Connect a non-blocking AF_UNIX socket, at the latest at `end`.  EAGAIN: the
 * listener's queue is full, and no poll() tells when it is not.  So ask again
 * after a while, and let the while grow.
 */
static int
connect_by(int sock, const struct sockaddr *address, socklen_t length,
    const struct timespec *end)
{
	int pause = 1, rest;

	while (connect(sock, address, length) == -1) {
		if (errno != EAGAIN && errno != EINTR)
			return -1;
		rest = left(end);
		if (rest == 0) {
			errno = ETIMEDOUT;
			return -1;
		}
		poll(NULL, 0, pause < rest ? pause : rest);
		if (pause < 100)
			pause *= 2;
	}
	return 0;
}

int
main(void)
{
	const struct timespec now = in_seconds(0), later = in_seconds(5);
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct sockaddr *address = (struct sockaddr *)&un;
	socklen_t length = sizeof(un);
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), sock;
	pid_t server;

	/* Without a name the kernel finds one: unix(7), autobind. */
	check(listener != -1 &&
		bind(listener, address, sizeof(un.sun_family)) == 0 &&
		listen(listener, 0) == 0 &&
		getsockname(listener, address, &length) == 0,
	    "a listener");
	sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	check(sock != -1 && connect_by(sock, address, length, &now) == 0,
	    "there is room for one");
	sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	check(sock != -1 && connect_by(sock, address, length, &now) == -1 &&
		errno == ETIMEDOUT,
	    "the queue is full, and the time is over");
	server = fork();
	if (server == 0) {
		poll(NULL, 0, 20);
		_exit(accept(listener, NULL, NULL) == -1);
	}
	check(server != -1 && connect_by(sock, address, length, &later) == 0,
	    "when the server accepts, there is room again");
	check(waitpid(server, NULL, 0) == server, "waitpid");
	puts("every reaction did what it should");
	return 0;
}
