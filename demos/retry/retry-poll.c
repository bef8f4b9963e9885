/* SPDX-License-Identifier: MIT */
/*
 * retry-poll: send_all() is the right way, and main() tries it with three hard
 * readers: one takes a byte at a time, one has stopped while signals arrive,
 * and one resets the connection.  The last is a child: it looks at /proc until
 * this process sleeps, so that the reset comes during the wait.
 */
#define _GNU_SOURCE /* pipe2() */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, message_bytes = 20000, sndbuf = 4096, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "retry-poll",
	.title = "EAGAIN from send(): keep the bytes, wait for POLLOUT, go on",
	.class = "wait",
	.calls = "send",
	.errnos = "EAGAIN",
	.poll = "POLLOUT once a third of the buffer is free",
	.belief = "EAGAIN is an error, so the message must be given up.",
	.why =
	    "poll() sleeps until the kernel has room again, about a third of "
	    "the send buffer, or until the connection is over. Nothing runs "
	    "meanwhile, and the count says where to go on.",
	.react =
	    "Write it like send_all() in this program's source: use the count, "
	    "wait on EAGAIN, stop at the deadline and on any other error.",
	.pages = "send(2) poll(2) clock_gettime(2)",
	.next = "retry-sleep retry-drop send-short",
	.options = { EAG_OPT_BLOCKING(blocking), EAG_OPT_MESSAGE(message_bytes),
	    EAG_OPT_SNDBUF(sndbuf), EAG_OPT_RCVBUF(rcvbuf) },
};

static const long long MS = 1000000; /* nanoseconds */

static volatile sig_atomic_t interrupts;

static void
interrupt(int number)
{
	(void)number;
	interrupts++;
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
 * slow reader nor a signal can put it off.
 */
static size_t
send_all(int sock, size_t from, size_t to, long long deadline)
{
	struct pollfd writable = { .fd = sock, .events = POLLOUT };
	ssize_t n;
	int room;

	while (from < to) {
		n = send(
		    sock, eag_bytes(from, to - from), to - from, MSG_NOSIGNAL);
		if (n != -1) {
			from += (size_t)n;
			continue;
		}
		if (errno != EAGAIN)
			break;
		room = poll(&writable, 1, left(deadline));
		if (room == 0)
			errno = ETIMEDOUT;
		if (room == 0 || (room == -1 && errno != EINTR))
			break;
	}
	return from;
}

/* A child resets the connection once its parent has slept a while. */
static _Noreturn void
reset_when_asleep(int conn, int tell)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	const int sender = getppid();
	long long when = 0, since = 0;
	long sleeps = -1;

	/* One sleep must last so long: napping and looking does not count. */
	while (since == 0 || when - since < 300 * MS) {
		eag_tick(1);
		when = eag_time(CLOCK_MONOTONIC);
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
	/* No SA_RESTART; poll() would say EINTR even so: signal(7). */
	const struct sigaction action = { .sa_handler = interrupt };
	const struct itimerval never = { { 0, 0 }, { 0, 0 } },
			       often = { { 0, 20000 }, { 0, 20000 } };
	const long long second = 1000 * MS;
	size_t taken, message, sent;
	int sock, conn, reader, told[2], error;
	long long start, used, reset, end, delay;
	long slept;
	ssize_t n;

	eag_start(&demo, argc, argv);
	message = (size_t)message_bytes;

	eag_step("slow", "a reader that takes one byte at a time");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	taken = eag_stall(sock);
	n = send(sock, eag_bytes(taken, message), message, 0);
	eag_call("client", n, "send(sock, %zu bytes)", message);
	eag_claim("refused", n == -1 && errno == EAGAIN,
	    "the message is refused; the program keeps it");
	reader = eag_reader(conn, taken + message, 1);
	start = eag_time(CLOCK_MONOTONIC);
	sent = send_all(sock, taken, taken + message, start + 60 * second);
	eag_claim("every-byte",
	    sent == taken + message && eag_reader_done(reader),
	    "all of it arrives in the end, once and in order");

	eag_step("stopped", "a reader that has stopped, and signals meanwhile");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	taken = eag_stall(sock);
	eag_need(sigaction(SIGALRM, &action, NULL) == 0, "sigaction");
	eag_need(setitimer(ITIMER_REAL, &often, NULL) == 0, "setitimer");
	used = eag_time(CLOCK_PROCESS_CPUTIME_ID);
	start = eag_time(CLOCK_MONOTONIC);
	sent = send_all(sock, taken, taken + message, start + second / 10);
	error = errno;
	used = eag_time(CLOCK_PROCESS_CPUTIME_ID) - used;
	eag_need(setitimer(ITIMER_REAL, &never, NULL) == 0, "setitimer");
	eag_claim("deadline", sent == taken && error == ETIMEDOUT,
	    "the deadline ends it, and the count says that nothing went out");
	eag_claim("not-put-off", interrupts > 0,
	    "signals interrupt the wait, and do not start it anew");
	eag_claim("no-cpu", used < 25 * MS,
	    "waiting 100 ms took less than 25 ms of processor time");
	eag_timing("the 100 ms of waiting took", (long)(used / 1000),
	    "us of processor time");

	eag_step("reset", "the reader resets the connection during the wait");
	eag_need(eag_asleep(getpid()) != -1, "/proc/PID/stat");
	eag_need(eag_sleeps_of(getpid()) != -1, "/proc/PID/status");
	eag_need(pipe2(told, O_CLOEXEC) == 0, "pipe2");
	if (eag_child() == 0)
		reset_when_asleep(conn, told[1]);
	close(conn);
	close(told[1]);
	delay = eag_run_delay(getpid());
	slept = eag_sleeps();
	eag_need(slept != -1, "getrusage");
	start = eag_time(CLOCK_MONOTONIC);
	sent = send_all(sock, taken, taken + message, start + 5 * second);
	error = errno;
	end = eag_time(CLOCK_MONOTONIC);
	slept = eag_sleeps() - slept;
	/* Being ready without a processor is not waiting. */
	end -= delay == -1 ? 0 : eag_run_delay(getpid()) - delay;
	eag_claim("reset", sent == taken && error == ECONNRESET && slept > 0,
	    "the reset ends the wait, and send() says ECONNRESET");
	if (error != ECONNRESET)
		return eag_end(); /* nobody tells when it was */
	n = read(told[0], &reset, sizeof(reset));
	if (n == 0)
		errno = ECHILD;
	eag_need(n == sizeof(reset), "read what the child tells");
	eag_claim("reset-at-once", 4 * (end - reset) < reset - start,
	    "at once: in less than a quarter of the time waited before");
	eag_timing("after the reset the wait went on for",
	    end > reset ? (long)(end - reset) / 1000 : 0, "us");

	return eag_end();
}
