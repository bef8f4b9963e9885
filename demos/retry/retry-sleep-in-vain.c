/* SPDX-License-Identifier: MIT */
/*
 * retry-sleep-in-vain: send(), a nap, and the same send(), while the peer does
 * not read.  Before that the connection is settled: what was on its way when
 * send() refused is acknowledged, and time has no more room to give.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "retry-sleep-in-vain",
	.title = "EAGAIN from send(), a nap, and EAGAIN again",
	.class = "wait",
	.calls = "send nanosleep poll recv",
	.errnos = "EAGAIN",
	.poll = "nothing until the peer reads, however long the nap",
	.belief = "A nap gives the kernel the time to make room.",
	.why =
	    "A send buffer empties as the peer acknowledges, and a peer that "
	    "does not read soon has no room either. From then on time does "
	    "nothing: only its reading does.",
	.react = "Wait for POLLOUT, with a deadline, and expect EAGAIN from "
		 "every send(), the second one too.",
	.pages = "send(2) nanosleep(2) poll(2)",
	.next = "retry-sleep retry-deadline send-stalled-peer",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct timespec nap = { .tv_nsec = 100000000 };
	size_t taken;
	int sock, conn, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("in-vain", "EAGAIN, then a nap, while the peer does not read");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, 4096, &sock, 0, 4096, &conn);
	taken = eag_stall(sock);
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_need(n == -1 && errno == EAGAIN, "send");
	/* A stop (Ctrl-Z) interrupts it: the rest is slept too. */
	while ((ret = nanosleep(&nap, &nap)) == -1)
		eag_need(errno == EINTR, "nanosleep");
	eag_call("client", ret, "nanosleep(100 ms)");
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_claim("in-vain", n == -1 && errno == EAGAIN,
	    "the nap has made no room: the second send() is EAGAIN too");

	eag_step("read", "the peer reads; the very same call again, no nap");
	eag_receive(conn, 0, taken);
	eag_wait("client", sock, POLLOUT, "sock");
	n = send(sock, eag_bytes(taken, 1000), 1000, 0);
	eag_call("client", n, "send(sock, 1000 bytes)");
	eag_claim("then-succeeds", n == 1000,
	    "send() takes them: the peer has read, and there is room");

	return eag_end();
}
