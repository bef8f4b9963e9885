/* SPDX-License-Identifier: MIT */
/*
 * signal-interrupts: a signal comes while recv() waits, and its handler was
 * installed without SA_RESTART.  A child watches until the call waits, and
 * sends the signal then.
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
	.name = "signal-interrupts",
	.title = "a signal while recv() waits: EINTR, not EAGAIN",
	.class = "contrast",
	.calls = "recv sigaction poll",
	.errnos = "EINTR",
	.poll = "nothing, until bytes come",
	.belief = "A blocking recv() fails only if the connection does.",
	.why = "EINTR: a signal handler ran while the call waited, and nothing "
	       "was read. It says nothing about the socket, and the bytes may "
	       "still come.",
	.react =
	    "On EINTR make the same call again, with the time that is "
	    "left. Or install the handler with SA_RESTART: then the kernel "
	    "does that, for most calls.",
	.pages = "signal(7) sigaction(2) recv(2)",
	.next = "signal-restart signal-time-limit signal-timedwait",
};

int
main(int argc, char *argv[])
{
	struct sigaction action = { .sa_handler = count };
	int sock, conn, child, ret;
	long before, slept;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

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
	eag_claim("again-gives-bytes",
	    n == 5 && memcmp(bytes, "hello", 5) == 0 && slept > 0,
	    "the same recv() again goes on waiting, and gives the bytes");
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	return eag_end();
}
