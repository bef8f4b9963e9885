/* SPDX-License-Identifier: MIT */
/*
 * signal-interrupts: a signal comes while a call waits: recv() without
 * SA_RESTART and with it, poll(), and recv() on a socket with a time limit.
 * Each time a child watches until the call waits, and sends the signal then.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static volatile sig_atomic_t signals;

static const struct eag_demo demo = {
	.name = "signal-interrupts",
	.title = "a signal while a call waits: EINTR, not EAGAIN",
	.class = "contrast",
	.calls = "recv sigaction poll setsockopt",
	.errnos = "EINTR EAGAIN",
	.poll = "poll() itself says EINTR, even with SA_RESTART",
	.belief = "With SA_RESTART no call says EINTR.",
	.why =
	    "EINTR: a signal handler ran while the call waited, and nothing "
	    "was read. SA_RESTART lets the kernel start the call anew, but "
	    "never poll(), and no recv() on a socket with SO_RCVTIMEO. EAGAIN "
	    "comes from the limit itself: it has expired.",
	.react = "On EINTR make the same call again, with the time that is "
		 "left. On EAGAIN from a time limit decide: go on or give up.",
	.pages = "signal(7) sigaction(2) recv(2) socket(7) poll(2)",
	.next = "signal-timedwait recv-empty",
};

static void
count(int number)
{
	signals += number == SIGUSR1;
}

/* A child: signal this process once it waits; when it waits again, send. */
static int
signal_once_it_waits(int sock)
{
	const long long deadline = eag_deadline(5000);
	const int parent = getpid();
	long before;
	int child, gate[2];

	signals = 0;
	eag_gate(gate);
	child = eag_child();
	if (child != 0) {
		eag_open_gate(gate[1]);
		return child;
	}
	eag_need(eag_pass_gate(gate[0]) == 1, "read from the parent");
	while (eag_asleep(parent) != 1 && eag_time_left(deadline))
		continue;
	/* It is asleep, and not only on its way there. */
	do {
		before = eag_sleeps_of(parent);
		eag_tick(1);
	} while (eag_sleeps_of(parent) != before && eag_time_left(deadline));
	eag_need(kill(parent, SIGUSR1) == 0, "kill");
	while (eag_sleeps_of(parent) == before && eag_time_left(deadline))
		continue;
	eag_need(send(sock, "hello", 5, 0) == 5, "send");
	_exit(0);
}

int
main(int argc, char *argv[])
{
	struct sigaction action = { .sa_handler = count };
	struct timeval limit = { .tv_sec = 5 };
	struct pollfd readable = { .events = POLLIN };
	int sock, conn, child, ret;
	long before, slept;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

	if (eag_asleep(getpid()) == -1)
		eag_skip("/proc, to see whether a call waits");

	eag_step("plain", "SIGUSR1 comes while recv() waits; later bytes come");
	eag_pair(0, &sock, 0, &conn);
	ret = sigaction(SIGUSR1, &action, NULL);
	eag_call("server", ret, "sigaction(SIGUSR1, handler, no flags)");
	eag_need(ret == 0, "sigaction");
	eag_poll("server", conn, POLLIN, "conn");
	child = signal_once_it_waits(sock);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("plain-is-eintr", n == -1 && errno == EINTR && signals == 1,
	    "the handler ran, and recv() answers EINTR");
	before = eag_sleeps();
	eag_need(before != -1, "getrusage");
	n = recv(conn, bytes, sizeof(bytes), 0);
	slept = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("again-gives-bytes", n == 5 && slept > 0,
	    "the same recv() again goes on waiting, and gives the bytes");
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	eag_step("restart", "the same with SA_RESTART");
	action.sa_flags = SA_RESTART;
	ret = sigaction(SIGUSR1, &action, NULL);
	eag_call("server", ret, "sigaction(SIGUSR1, handler, SA_RESTART)");
	eag_need(ret == 0, "sigaction");
	child = signal_once_it_waits(sock);
	before = eag_sleeps();
	n = recv(conn, bytes, sizeof(bytes), 0);
	slept = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	/* Asleep, woken by the signal, and asleep again. */
	eag_claim("restart-waits-on", n == 5 && signals == 1 && slept >= 2,
	    "the handler ran, and recv() went on waiting for the bytes");
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	eag_step("poll", "the same with poll(), and SA_RESTART is still set");
	readable.fd = conn;
	child = signal_once_it_waits(sock);
	ret = poll(&readable, 1, -1);
	eag_call("server", ret, "poll(conn, POLLIN, without an end)");
	eag_claim("poll-is-eintr", ret == -1 && errno == EINTR && signals == 1,
	    "poll() is never started anew: EINTR");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	eag_step("limit", "recv() with SA_RESTART, and a limit of 5 s");
	ret = setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("server", ret, "setsockopt(conn, SO_RCVTIMEO, 5 s)");
	child = signal_once_it_waits(sock);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("limit-is-eintr", n == -1 && errno == EINTR && signals == 1,
	    "with a time limit recv() is not started anew: EINTR");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim(
	    "limit-again", n == 5, "the same recv() again gives the bytes");
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	eag_step("expired", "a limit of 50 ms, and neither signal nor bytes");
	limit = (struct timeval){ .tv_usec = 50000 };
	ret = setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("server", ret, "setsockopt(conn, SO_RCVTIMEO, 50 ms)");
	signals = 0;
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("expired-is-eagain",
	    n == -1 && errno == EAGAIN && signals == 0 &&
		eag_nonblocking(conn) == 0,
	    "the limit of a blocking socket has expired: EAGAIN");

	return eag_end();
}
