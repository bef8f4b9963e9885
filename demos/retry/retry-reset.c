/* SPDX-License-Identifier: MIT */
/*
 * retry-reset: the reader resets the connection while this program waits for
 * POLLOUT.  A child does it: it looks at /proc until its parent has slept a
 * while, so that the reset comes during the wait.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "retry-reset",
	.title = "EAGAIN from send(), and a reset while it waits for room",
	.class = "wait",
	.calls = "send poll close recv",
	.errnos = "EAGAIN ECONNRESET",
	.poll = "POLLOUT, POLLERR and POLLHUP when the reset comes",
	.belief = "poll() for POLLOUT goes on until there is room.",
	.why =
	    "poll() returns when send() would not wait: there is room, or the "
	    "connection is over. POLLERR and POLLHUP need not be asked for. "
	    "POLLOUT stands beside them, as send() answers at once: with why "
	    "it is over.",
	.react =
	    "Call send() after every poll(), and stop at any error but EAGAIN. "
	    "How much the peer has read nobody knows: send what it may have "
	    "missed on a new connection, if it can tell a repeat.",
	.pages = "poll(2) send(2) tcp(7)",
	.next = "retry-poll retry-deadline recv-reset",
};

/* A child resets the connection once its parent has slept a while. */
static _Noreturn void
reset_when_asleep(int conn, int tell)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	const int sender = getppid();
	long long a_while = 300 * 1000000LL, when = 0, since = 0, before;
	long sleeps = -1;

	/* One sleep must last so long: napping and looking does not count. */
	while (since == 0 || when - since < a_while) {
		before = eag_time(CLOCK_MONOTONIC);
		eag_tick(1);
		when = eag_time(CLOCK_MONOTONIC);
		/* A busy machine wakes this child late, and the parent too. */
		if (8 * (when - before) > a_while)
			a_while = 8 * (when - before);
		if (eag_asleep(sender) != 1 || eag_sleeps_of(sender) != sleeps)
			since = when;
		sleeps = eag_sleeps_of(sender);
	}
	if (setsockopt(conn, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) ==
		-1 ||
	    close(conn) == -1)
		_exit(1);
	_exit(write(tell, &when, sizeof(when)) != sizeof(when));
}

int
main(int argc, char *argv[])
{
	long long start, reset = 0, end, delay;
	int sock, conn, told[2], revents, refused;
	size_t taken;
	ssize_t n;

	eag_start(&demo, argc, argv);
	eag_need_proc(eag_asleep(getpid()) != -1, "/proc/PID/stat");
	eag_need(eag_sleeps_of(getpid()) != -1, "/proc/PID/status");

	eag_step("reset", "the reader resets the connection during the wait");
	eag_pair_sized(SOCK_NONBLOCK, 4096, &sock, 0, 4096, &conn);
	taken = eag_stall(sock);
	eag_gate(told);
	if (eag_child() == 0)
		reset_when_asleep(conn, told[1]);
	close(conn);
	close(told[1]);
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	refused = n == -1 && errno == EAGAIN;
	delay = eag_run_delay(getpid());
	start = eag_time(CLOCK_MONOTONIC);
	revents = eag_wait("client", sock, POLLOUT, "sock");
	end = eag_time(CLOCK_MONOTONIC);
	/* Being ready without a processor is not waiting. */
	end -= delay == -1 ? 0 : eag_run_delay(getpid()) - delay;
	n = send(sock, eag_bytes(taken, 1000), 1000, MSG_NOSIGNAL);
	eag_call("client", n, "send(sock, 1000 bytes, MSG_NOSIGNAL)");
	eag_claim("reset",
	    refused && revents > 0 && (revents & POLLERR) != 0 && n == -1 &&
		errno == ECONNRESET,
	    "the reset ends the wait, and send() says ECONNRESET");
	if (revents <= 0)
		return eag_end(); /* nobody tells when it was */
	n = read(told[0], &reset, sizeof(reset));
	if (n == 0)
		errno = ECHILD;
	eag_need(n == sizeof(reset), "read what the child tells");
	eag_claim("ends-sooner", end - reset < reset - start,
	    "it ends sooner after the reset than it had waited before");
	eag_timing("after the reset the wait went on for",
	    end > reset ? (long)(end - reset) / 1000 : 0, "us");

	eag_step("anew", "a new connection; the same bytes");
	eag_call("client", close(sock), "close(sock)");
	eag_pair(SOCK_NONBLOCK, &sock, 0, &conn);
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_claim("then-sent",
	    n == 1000 && eag_receive(conn, taken, taken + 1000) == taken + 1000,
	    "send() takes them: the program had kept its message");

	return eag_end();
}
