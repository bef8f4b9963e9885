/* SPDX-License-Identifier: MIT */
/*
 * reuse-adopted: the race of reuse-cancelled-connect, and the number's next
 * owner is a transport, as an accepted connection is in asyncio.  adopt() plays
 * it with the socket closed before the clean-up has run, and after that.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "connect_attempt.h"
#include "eagain.h"
#include "readable.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-adopted",
	.title = "the number goes to a transport: refused, ENOENT, and deaf",
	.class = "started",
	.calls = "epoll_ctl socket connect close accept send poll",
	.errnos = "ENOENT EINPROGRESS",
	.poll = "nothing of it: the loop watches a number",
	.belief = "A descriptor number means the same socket for ever.",
	.why =
	    "The loop's book still has an entry for the dead connect, to "
	    "write. The transport wants to read on that number, so the loop "
	    "changes the entry: MOD. The kernel forgot the entry at close(), "
	    "and answers ENOENT.",
	.react =
	    "Close last: once the deferred clean-up has run, the book is right "
	    "again. ENOENT from MOD means that somebody closed too soon.",
	.pages = "epoll_ctl(2) accept(2)",
	.next = "reuse-cancelled-connect reuse-used-by-transport",
};

/*
 * A connect is cancelled, and closed after its clean-up or too soon.  Its
 * number goes to an accepted connection with a byte to read.  Was that read?
 */
static int
adopt(int full, int listener, int too_soon, int *answer, struct attempt *a)
{
	static struct loop loop;
	struct transport transport = { .name = "B" };
	int client = eag_client(listener), conn;
	struct handle reader = { .call = read_byte, .argument = &conn };

	loop_open(&loop, ON_EPOLL);
	attempt_start(&loop, a, "A", full, BY_OWNER);
	attempt_cancel(&loop, a);
	if (!too_soon)
		loop_turn(&loop);
	attempt_close(a, "A");
	conn = accept(listener, NULL, NULL);
	eag_call("B", conn, "accept(listener) = N");
	same_number(conn, a->number, "accept");
	loop.entries[conn].owner = &transport;
	loop_turn(&loop); /* here the clean-up runs at the latest */
	*answer = loop_add_reader(&loop, conn, &reader) == 0 ? 0 : errno;
	eag_call("client", send(client, "x", 1, 0), "send(sock, 1 byte)");
	eag_need(eag_wait("B", conn, POLLIN, "N") == POLLIN, "poll");
	loop_show(&loop, conn);
	for (int turn = 0; turn < 3; turn++)
		loop_turn(&loop);
	close(conn);
	close(client);
	loop_close(&loop);
	return reader.called > 0;
}

int
main(int argc, char *argv[])
{
	struct attempt a;
	int full, listener, answer, heard;

	eag_start(&demo, argc, argv);
	full = eag_listener(0, 0);
	listener = eag_listener(0, 8);
	eag_fill_queue(full);

	eag_step("too-soon", "closed before the clean-up has run");
	heard = adopt(full, listener, 1, &answer, &a);
	eag_claim("refused", a.refused,
	    "the clean-up is refused, in a callback, where nobody sees it");
	eag_claim("enoent", answer == ENOENT,
	    "the transport's registration fails: ENOENT");
	eag_claim(
	    "deaf", !heard, "B is deaf: a byte is there, and nobody reads it");

	eag_step("close-last", "closed when the clean-up has run");
	heard = adopt(full, listener, 0, &answer, &a);
	eag_claim("works", !a.refused && answer == 0 && heard,
	    "nothing is refused, and B reads its byte");

	return eag_end();
}
