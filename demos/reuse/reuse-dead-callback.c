/* SPDX-License-Identifier: MIT */
/*
 * reuse-dead-callback: the same mistake with poll() underneath.  poll() goes by
 * number too, so nothing is deaf; instead each event of the new socket goes to
 * the callback of the connect that was cancelled, again and again, as nobody
 * ever takes it: the loop runs at full speed and does nothing.
 */
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "attempt.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "reuse-dead-callback",
	.title = "under poll() a new socket gets the dead one's callback",
	.class = "started",
	.calls = "connect close socket poll",
	.errnos = "EINPROGRESS",
	.why =
	    "A list for poll() holds numbers. After close() the number is "
	    "nobody's, which POLLNVAL says; when it is somebody's again, the "
	    "entry is valid again, and its callback is still the old one.",
	.react = "Take the entry out of the list before close(). A callback "
		 "called a thousand times without a read is a sign of this.",
	.pages = "poll(2) close(2) socket(2)",
	.next = "reuse-cancelled-connect",
};

int
main(int argc, char *argv[])
{
	static struct loop loop;
	struct pollfd closed = { .events = POLLOUT };
	struct attempt a;
	int full, b, ret;

	eag_start(&demo, argc, argv);

	eag_step("closed", "a connect is under way, and its number is closed");
	full = eag_listener(0, 0);
	eag_fill_queue(full);
	loop_open(&loop, ON_POLL);
	attempt_start(&loop, &a, "A", full, BY_OWNER);
	eag_call("A", close(a.number), "close(N)");
	closed.fd = a.number;
	ret = poll(&closed, 1, 0);
	eag_call("loop", ret, "poll(N, POLLOUT)");
	eag_claim("nobody", ret == 1 && closed.revents == POLLNVAL,
	    "poll() says POLLNVAL: the number is nobody's");

	eag_step("reused", "socket() gives the number to B");
	b = socket(AF_INET, SOCK_DGRAM, 0);
	eag_call("B", b, "socket() = N");
	if (b != a.number)
		eag_skip("a number that is the lowest free one again");
	loop_show(&loop, b);
	for (int turn = 0; turn < 1000; turn++)
		loop_turn(&loop);
	eag_claim("dead-callback", a.connected.called == 1000,
	    "B is writable: 1000 turns, 1000 calls of A's dead callback");
	eag_claim("never-waits", eag_poll("loop", b, POLLOUT, "N") == POLLOUT,
	    "the loop can never wait: it runs at full speed, for nothing");

	eag_step("cured", "the entry is taken out, as A should have done");
	loop_remove_writer(&loop, b);
	loop_turn(&loop);
	eag_claim("cured", a.connected.called == 1000,
	    "the dead callback is called no more");

	return eag_end();
}
