/* SPDX-License-Identifier: MIT */
/*
 * exercise: backlog
 *
 * Its argument is the name of an abstract AF_UNIX socket, on which a server
 * listens.  The program connects without blocking, says "hello", and ends.
 * When the server has not accepted those who came before, nobody hears
 * anything.
 */
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* The name follows a zero byte: unix(7). */
static socklen_t
named(struct sockaddr_un *address, const char *name)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	strncpy(address->sun_path + 1, name, sizeof(address->sun_path) - 2);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
	    strlen(address->sun_path + 1));
}

int
main(int argc, char *argv[])
{
	struct sockaddr_un address;
	socklen_t length = named(&address, argc > 1 ? argv[1] : "");
	int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int error = 0;
	socklen_t size = sizeof(error);

	if (connect(sock, (struct sockaddr *)&address, length) == -1) {
		if (errno != EINPROGRESS && errno != EAGAIN) {
			perror("connect");
			return 1;
		}
		/* It goes on by itself: writable means that it is done. */
		poll(&(struct pollfd){ .fd = sock, .events = POLLOUT }, 1, -1);
		getsockopt(sock, SOL_SOCKET, SO_ERROR, &error, &size);
		if (error != 0)
			return 1;
	}
	send(sock, "hello\n", 6, MSG_NOSIGNAL);
	return 0;
}
