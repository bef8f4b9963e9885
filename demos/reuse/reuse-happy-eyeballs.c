/* SPDX-License-Identifier: MIT */
/*
 * reuse-happy-eyeballs: two attempts race, as in RFC 8305, and the loser is
 * cancelled in the right order: nothing of it is left, in no book, so that the
 * next owner of its number is heard.  The algorithm is not to blame.
 */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "attempt.h"
#include "descriptors.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "reuse-happy-eyeballs",
	.title = "two connects race, and the loser leaves nothing behind",
	.class = "started",
	.calls = "connect epoll_ctl close poll",
	.errnos = "EINPROGRESS",
	.why =
	    "Whoever answers first wins; the other connect is still under way. "
	    "Cancelled, and closed once what is deferred has run, it is gone "
	    "from the loop's books and from the kernel's set.",
	.react = "The order matters, not the number of attempts: cancel, let "
		 "the clean-up run, close.",
	.pages = "connect(2) epoll(7)",
	.next = "reuse-cancelled-connect connect-already",
};

/* A listener on [::1], or on 127.0.0.2 where there is no IPv6. */
static int
other_listener(void)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct sockaddr_in four = { .sin_family = AF_INET };
	int sock = socket(AF_INET6, SOCK_STREAM, 0);

	if (sock == -1 ||
	    bind(sock, (struct sockaddr *)&six, sizeof(six)) == -1) {
		if (sock != -1)
			close(sock);
		four.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
		sock = socket(AF_INET, SOCK_STREAM, 0);
		eag_need(
		    bind(sock, (struct sockaddr *)&four, sizeof(four)) == 0,
		    "bind");
	}
	eag_need(listen(sock, 0) == 0, "listen");
	return sock;
}

int
main(int argc, char *argv[])
{
	struct attempt first, second, next;
	static struct loop loop;
	const struct entry *entry;
	int stuck, listener, before;

	eag_start(&demo, argc, argv);
	loop_open(&loop, ON_EPOLL);
	stuck = other_listener();
	eag_fill_queue(stuck);
	listener = eag_listener(0, 16);
	before = descriptors();

	eag_step("race", "the first address does not answer; then the second");
	attempt_start(&loop, &first, "first", stuck, BY_NUMBER);
	loop_turn(&loop); /* for RFC 8305's delay of 250 ms */
	attempt_start(&loop, &second, "second", listener, BY_NUMBER);
	eag_wait("second", second.number, POLLOUT, "N");
	loop_turn(&loop);
	eag_claim("winner",
	    second.connected.called == 1 && first.connected.called == 0,
	    "the second is connected, while the first is still under way");
	loop_remove_writer(&loop, second.number);

	eag_step(
	    "loser", "the first is cancelled: the clean-up runs, then close");
	attempt_cancel(&loop, &first);
	loop_turn(&loop);
	eag_call("first", close(first.number), "close(N)");
	loop_show(&loop, first.number);
	entry = &loop.entries[first.number];
	eag_claim("no-entry",
	    entry->reader == NULL && entry->writer == NULL &&
		loop_kernel_has(&loop, first.number) == 0,
	    "nothing of it is left in the books, nor in the kernel's set");
	eag_claim("no-descriptor", descriptors() == before + 1,
	    "one descriptor more than before: the winner's");

	eag_step("next", "its number goes to the next connect");
	attempt_start(&loop, &next, "next", listener, BY_NUMBER);
	eag_wait("next", next.number, POLLOUT, "N");
	loop_turn(&loop);
	eag_claim("next-works",
	    next.number == first.number && next.connected.called == 1,
	    "which is heard");

	return eag_end();
}
