/* SPDX-License-Identifier: MIT */
/*
 * retry-deadline: send_all() is the right way to send, with a deadline.  main()
 * tries it with a reader that has stopped, while a signal comes every 20 ms;
 * then the reader reads, and the same function sends the rest.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "retry-deadline",
	.title = "EAGAIN from send(), a deadline, and signals meanwhile",
	.class = "wait",
	.calls = "send poll sigaction setitimer recv",
	.errnos = "EAGAIN",
	.poll = "nothing, however often it is asked",
	.belief = "poll(..., 5000) in a loop gives up after five seconds.",
	.why =
	    "The limit of poll() is for one call. A signal ends that call, and "
	    "with the same limit the next one begins anew. A deadline is a "
	    "point in time: each call gets what is left.",
	.react =
	    "Write it like send_all() in this program's source: use the count, "
	    "wait on EAGAIN, stop at the deadline and on any other error.",
	.pages = "send(2) poll(2) clock_gettime(2) signal(7)",
	.next = "retry-poll retry-reset send-timeout",
};

static const long long MS = 1000000; /* nanoseconds */

static volatile sig_atomic_t interrupts;

/* A second of signals: then they end, and so does a wait that each put off. */
enum { MANY = 50 };

static void
interrupt(int number)
{
	interrupts++;
	if (interrupts == MANY)
		signal(number, SIG_IGN);
}

/* Milliseconds until `deadline`, a time of CLOCK_MONOTONIC; at least 0. */
static int
left(long long deadline)
{
	long long ms = (deadline - eag_time(CLOCK_MONOTONIC)) / MS;

	return ms <= 0 ? 0 : ms < INT_MAX ? (int)ms : INT_MAX;
}

/*
 * Send bytes [from, to).  Returns how far that went, with errno if short:
 * ETIMEDOUT at the deadline.  The deadline is a point in time: neither a
 * signal nor a reader that reads on can put it off.
 */
static size_t
send_all(int sock, size_t from, size_t to, long long deadline)
{
	struct pollfd writable = { .fd = sock, .events = POLLOUT };
	ssize_t n;
	int room;

	while (from < to) {
		if (left(deadline) == 0) {
			errno = ETIMEDOUT;
			break;
		}
		n = send(
		    sock, eag_bytes(from, to - from), to - from, MSG_NOSIGNAL);
		eag_call("client", n, "send(sock, %zu bytes)", to - from);
		if (n != -1) {
			from += (size_t)n;
			continue;
		}
		if (errno != EAGAIN)
			break;
		do
			room = poll(&writable, 1, left(deadline));
		while (room == -1 && errno == EINTR);
		eag_call("client", room, "poll(sock, POLLOUT)");
		if (room == -1)
			break;
	}
	return from;
}

int
main(int argc, char *argv[])
{
	/* No SA_RESTART; poll() would say EINTR even so: signal(7). */
	const struct sigaction action = { .sa_handler = interrupt };
	const struct itimerval never = { { 0, 0 }, { 0, 0 } },
			       often = { { 0, 20000 }, { 0, 20000 } };
	size_t taken, sent;
	int sock, conn, ret, error;
	long long used, began, passed, kept_off;

	eag_start(&demo, argc, argv);

	eag_step("stopped", "a reader that has stopped, and signals meanwhile");
	eag_pair_sized(SOCK_NONBLOCK, 4096, &sock, 0, 4096, &conn);
	taken = eag_stall(sock);
	ret = sigaction(SIGALRM, &action, NULL);
	eag_call("client", ret, "sigaction(SIGALRM, {a handler, no flags})");
	ret = setitimer(ITIMER_REAL, &often, NULL);
	eag_call("client", ret, "setitimer(ITIMER_REAL, {every 20 ms})");
	used = eag_time(CLOCK_PROCESS_CPUTIME_ID);
	kept_off = eag_run_delay(getpid());
	began = eag_time(CLOCK_MONOTONIC);
	sent = send_all(sock, taken, taken + 1000, began + 100 * MS);
	error = errno;
	passed = eag_time(CLOCK_MONOTONIC) - began;
	used = eag_time(CLOCK_PROCESS_CPUTIME_ID) - used;
	/* A busy machine keeps it off the processor: that is not sleep. */
	kept_off = kept_off == -1 ? 0 : eag_run_delay(getpid()) - kept_off;
	ret = setitimer(ITIMER_REAL, &never, NULL);
	eag_call("client", ret, "setitimer(ITIMER_REAL, {off})");
	eag_claim("deadline", sent == taken && error == ETIMEDOUT,
	    "the deadline ends it, and the count says that nothing went out");
	eag_claim("not-put-off",
	    interrupts > 0 && interrupts < MANY && passed >= 99 * MS,
	    "signals interrupt the wait, and neither end it nor put it off");
	eag_claim("mostly-asleep", passed - kept_off - used > used,
	    "of that time it sleeps for longer than it runs");
	eag_timing("the 100 ms of waiting took", (long)(used / 1000),
	    "us of processor time");
	eag_timing("meanwhile signals came", interrupts, "times");

	eag_step("resumed", "the reader reads; on at the count");
	eag_claim("count-is-right", eag_receive(conn, 0, sent) == sent,
	    "what arrives is what was counted");
	eag_wait("client", sock, POLLOUT, "sock");
	sent = send_all(
	    sock, sent, taken + 1000, eag_time(CLOCK_MONOTONIC) + 5000 * MS);
	eag_claim("then-sent",
	    sent == taken + 1000 && eag_receive(conn, taken, sent) == sent,
	    "the rest goes out before the new deadline, and arrives");

	eag_step("late", "there is room, and the deadline has passed");
	ret = eag_poll("client", sock, POLLOUT, "sock");
	taken = send_all(
	    sock, sent, sent + 1000, eag_time(CLOCK_MONOTONIC) - 1);
	eag_claim("late-is-late",
	    ret == POLLOUT && taken == sent && errno == ETIMEDOUT,
	    "nothing is sent: it stops at the deadline, though there is room");

	return eag_end();
}
