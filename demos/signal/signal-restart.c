/* SPDX-License-Identifier: MIT */
/*
 * signal-restart: a signal comes while a call waits, and SA_RESTART is set.
 * poll() says EINTR all the same; recv() goes on waiting.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "arrange.h"
#include "eagain.h"
#include "signaller.h"

static const struct eag_demo demo = {
	.name = "signal-restart",
	.title = "SA_RESTART: poll() says EINTR, and recv() waits on",
	.class = "contrast",
	.calls = "poll recv sigaction",
	.errnos = "EINTR",
	.poll = "poll() itself says EINTR, even with SA_RESTART",
	.belief = "With SA_RESTART no call says EINTR.",
	.why = "SA_RESTART lets the kernel start a call anew when the handler "
	       "has run. It never does so with poll(), select(), epoll_wait() "
	       "and the like: who waits with them may want to look at what "
	       "the handler noted.",
	.react = "On EINTR from poll() look at what the handler did, and call "
		 "poll() again with the time that is left.",
	.pages = "signal(7) sigaction(2) poll(2) recv(2)",
	.next = "signal-interrupts signal-time-limit",
};

int
main(int argc, char *argv[])
{
	const struct sigaction action = { .sa_handler = count,
		.sa_flags = SA_RESTART };
	struct pollfd readable = { .events = POLLIN };
	int sock, conn, child, ret;
	long before, slept;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("poll", "SIGUSR1 comes while poll() waits; later bytes come");
	eag_pair(0, &sock, 0, &conn);
	ret = sigaction(SIGUSR1, &action, NULL);
	eag_call("server", ret, "sigaction(SIGUSR1, handler, SA_RESTART)");
	eag_need(ret == 0, "sigaction");
	readable.fd = conn;
	child = signal_once_it_waits(sock);
	ret = poll(&readable, 1, -1);
	eag_call("server", ret, "poll(conn, POLLIN, without an end)");
	if (signals == 0 && eag_stops() > 0)
		eag_skip("a run that is not stopped: signal(7)");
	eag_claim("poll-is-eintr", ret == -1 && errno == EINTR && signals == 1,
	    "poll() is never started anew: EINTR");
	ret = poll(&readable, 1, -1);
	eag_call("server", ret, "poll(conn, POLLIN, without an end)");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("poll-again",
	    ret == 1 && n == 5 && memcmp(bytes, "hello", 5) == 0,
	    "poll() again says that bytes are there, and recv() gives them");
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	eag_step(
	    "restart", "the same with recv(), and SA_RESTART is still set");
	signals = 0;
	child = signal_once_it_waits(sock);
	before = eag_sleeps();
	n = recv(conn, bytes, sizeof(bytes), 0);
	slept = eag_sleeps() - before;
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	/* Asleep, woken by the signal, and asleep again. */
	eag_claim("restart-waits-on",
	    n == 5 && memcmp(bytes, "hello", 5) == 0 && signals == 1 &&
		slept >= 2,
	    "the handler ran, and recv() went on waiting for the bytes");
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	return eag_end();
}
