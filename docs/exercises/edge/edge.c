/* SPDX-License-Identifier: MIT */
/*
 * exercise: edge
 *
 * Reads from descriptor 0, a connected socket with O_NONBLOCK, until the peer
 * has finished, writes how many bytes came, and ends.  It waits with
 * edge-triggered epoll and saves a call: a short read means that the buffer is
 * empty.  Once in a thousand times it hangs.
 */
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>

int
main(void)
{
	struct epoll_event event = { .events = EPOLLIN | EPOLLET };
	int epoll = epoll_create1(0);
	char bytes[4096];
	long total = 0;
	ssize_t n;

	if (epoll == -1 || epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event) == -1)
		return 1;
	for (;;) {
		if (epoll_wait(epoll, &event, 1, -1) == -1)
			continue;
		do {
			n = recv(0, bytes, sizeof(bytes), 0);
			if (n == 0) {
				printf("%ld\n", total);
				return 0;
			}
			total += n > 0 ? n : 0;
		} while (n == (ssize_t)sizeof(bytes));
	}
}
