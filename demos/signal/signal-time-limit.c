/* SPDX-License-Identifier: MIT */
/*
 * signal-time-limit: recv() on a socket with SO_RCVTIMEO.  A signal ends it
 * with EINTR, even with SA_RESTART; the limit itself ends it with EAGAIN.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "arrange.h"
#include "eagain.h"
#include "signaller.h"

static const struct eag_demo demo = {
	.name = "signal-time-limit",
	.title = "SO_RCVTIMEO and a signal: EINTR, or EAGAIN at the end",
	.class = "timeout",
	.calls = "recv setsockopt sigaction poll send",
	.errnos = "EAGAIN EINTR",
	.poll = "nothing, until bytes come",
	.belief = "recv() with a time limit starts anew after a signal.",
	.why = "The kernel starts no recv() anew on a socket with SO_RCVTIMEO: "
	       "it would have the whole limit again.",
	.react = "On EINTR make the same call again, with the time that is "
		 "left. On EAGAIN from a time limit decide: go on or give up.",
	.pages = "signal(7) sigaction(2) recv(2) socket(7)",
	.next = "signal-restart recv-timeout signal-timedwait",
};

int
main(int argc, char *argv[])
{
	const struct sigaction action = { .sa_handler = count,
		.sa_flags = SA_RESTART };
	struct timeval limit = { .tv_sec = 5 };
	int sock, conn, ret, child;
	char bytes[64];
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("limit", "recv() with SA_RESTART, and a long limit");
	eag_pair(0, &sock, 0, &conn);
	ret = sigaction(SIGUSR1, &action, NULL);
	eag_call("server", ret, "sigaction(SIGUSR1, handler, SA_RESTART)");
	eag_need(ret == 0, "sigaction");
	ret = setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("server", ret, "setsockopt(conn, SO_RCVTIMEO, {%ld s})",
	    (long)limit.tv_sec);
	eag_poll("server", conn, POLLIN, "conn");
	child = signal_once_it_waits(sock);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	if (signals == 0 && eag_stops() > 0)
		eag_skip("a run that is not stopped: signal(7)");
	eag_claim("limit-is-eintr", n == -1 && errno == EINTR && signals == 1,
	    "with a time limit recv() is not started anew: EINTR");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("limit-again", n == 5 && memcmp(bytes, "hello", 5) == 0,
	    "the same recv() again gives the bytes");
	eag_need(eag_wait_child(child) == 0, "a child has failed");

	eag_step("expired", "a short limit, and neither signal nor bytes");
	limit = (struct timeval){ .tv_usec = 50000 };
	ret = setsockopt(conn, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	eag_call("server", ret, "setsockopt(conn, SO_RCVTIMEO, {%ld ms})",
	    (long)limit.tv_usec / 1000);
	signals = 0;
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	if (errno == EINTR && eag_stops() > 0)
		eag_skip("a run that is not stopped: signal(7)");
	eag_claim("expired-is-eagain",
	    n == -1 && errno == EAGAIN && signals == 0 &&
		eag_nonblocking(conn) == 0,
	    "the limit of a blocking socket has expired: EAGAIN");
	eag_send(sock, 0, 5);
	eag_wait("server", conn, POLLIN, "conn");
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("expired-again", n == 5 && eag_first_wrong(bytes, 5, 0) == -1,
	    "bytes come late, and the same recv() gives them");

	return eag_end();
}
