/* SPDX-License-Identifier: MIT */
/*
 * send-timeout: a blocking send() with SO_SNDTIMEO to a peer that does not
 * read.  The limit ends two sends.  The first has put some bytes into the
 * buffers, and returns how many; the second has put in none, and there is no
 * other answer left than EAGAIN.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "send-timeout",
	.title = "send() with a time limit: a short count, then EAGAIN",
	.class = "timeout",
	.calls = "send setsockopt poll recv",
	.errnos = "EAGAIN",
	.poll = "nothing",
	.belief = "A blocking send() takes all of it, or fails.",
	.why =
	    "SO_SNDTIMEO limits how long send() waits for room. When the time "
	    "is over, the bytes already taken cannot be taken back: their "
	    "count is the answer, and nothing else tells of the time-out. "
	    "EAGAIN is left for a send() that took none.",
	.react =
	    "Look at the count, also of a blocking send(). A short count or "
	    "EAGAIN is a time-out: go on at the first byte not taken, or give "
	    "up and close. Never send the message again on this connection.",
	.pages = "send(2) socket(7) poll(2) tcp(7)",
	.next = "send-short recv-timeout send-stalled-peer",
};

/* send() from `taken` on; and did it wait, for 50 ms of its 100 or more? */
static ssize_t
send_rest(int sock, size_t taken, size_t message, int flags, int *waited)
{
	const size_t left = message - taken;
	const long long began = eag_time(CLOCK_MONOTONIC);
	const int stops = eag_stops();
	ssize_t n = send(sock, eag_bytes(taken, left), left, flags);
	long long ended = eag_time(CLOCK_MONOTONIC);

	if (eag_stops() != stops) /* signal(7): that ends it too */
		eag_skip("a run that is not stopped in send()");
	eag_call("client", n, "send(sock, %zu bytes%s)", left,
	    flags == MSG_DONTWAIT ? ", MSG_DONTWAIT" : "");
	*waited = ended - began > 50 * 1000000LL;
	return n;
}

int
main(int argc, char *argv[])
{
	const struct timeval limit = { .tv_usec = 100000 };
	const size_t message = 200000;
	size_t taken, before;
	int sock, conn, ret, waited;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("short", "one send() of more than fits, with a time limit");
	eag_pair_sized(0, 4096, &sock, 0, 4096, &conn);
	ret = setsockopt(sock, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	eag_call("client", ret, "setsockopt(sock, SO_SNDTIMEO, {%ld ms})",
	    (long)limit.tv_usec / 1000);
	n = send_rest(sock, 0, message, 0, &waited);
	eag_claim("short-count", n > 0 && n < (ssize_t)message,
	    "it gives up with a short count: no -1, no errno");
	eag_claim("short-waited", waited && eag_nonblocking(sock) == 0,
	    "it did wait first: O_NONBLOCK is not set");
	taken = n > 0 ? (size_t)n : 0;

	eag_step("fill", "what still finds room is sent without waiting");
	do {
		before = taken;
		eag_settle(sock);
		while ((n = send_rest(sock, taken, taken + 1000, MSG_DONTWAIT,
			    &waited)) > 0)
			taken += (size_t)n;
	} while (taken > before);

	eag_step("none", "the blocking send() again, and nothing finds room");
	n = send_rest(sock, taken, message, 0, &waited);
	eag_claim("none-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(sock) == 0,
	    "not one byte was taken: EAGAIN, from a blocking send()");
	eag_claim("none-waited", waited, "it did wait first");
	eag_claim("poll-agrees", eag_poll("client", sock, POLLOUT, "sock") == 0,
	    "poll() says nothing: not writable");

	eag_step("read", "the peer reads; the same call, for the next 1000");
	eag_claim("count-is-right", eag_receive(conn, 0, taken) == taken,
	    "every byte that was counted arrives, once and in order");
	eag_claim("nothing-else", eag_poll("server", conn, POLLIN, "conn") == 0,
	    "and no byte that was not counted");
	eag_wait("client", sock, POLLOUT, "sock");
	n = send_rest(sock, taken, taken + 1000, 0, &waited);
	eag_claim("then-succeeds", n == 1000,
	    "send() takes them: the peer has read, and there is room");

	return eag_end();
}
