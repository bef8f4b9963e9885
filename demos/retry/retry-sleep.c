/* SPDX-License-Identifier: MIT */
/*
 * retry-sleep: a transfer with a nap on each EAGAIN, and the same with poll().
 * transfer() is one loop for both, and only the way of waiting differs.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, pause_ms = 100, sndbuf = 4096, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "retry-sleep",
	.title = "EAGAIN from send(), then a nap: right and slow",
	.class = "wait",
	.calls = "send nanosleep poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT while the nap still lasts",
	.belief = "A nap and the same send() again is good enough.",
	.why =
	    "Room comes when the peer reads. poll() returns then; a nap goes "
	    "on to its end.",
	.react = "Wait for POLLOUT and go on at the count: retry-poll.",
	.pages = "send(2) nanosleep(2) poll(2)",
	.next = "retry-poll retry-sleep-in-vain retry-whole",
	.patience = 60, /* naps may be long */
	.options = { EAG_OPT_BLOCKING(blocking), EAG_OPT_SNDBUF(sndbuf),
	    EAG_OPT_RCVBUF(rcvbuf),
	    { .name = "pause",
		.kind = EAG_NUMBER,
		.number = &pause_ms,
		.value = "MS",
		.text = "length of a nap; 1000 is the article's sleep(1)",
		.min = 1,
		.max = 5000 } },
};

enum { TOTAL = 20000 };

/* Take a nap, or wait for room.  After a stop (Ctrl-Z) it rests on. */
static int
rest(int napping, int sock)
{
	struct timespec nap = { pause_ms / 1000, pause_ms % 1000 * 1000000 };
	struct pollfd writable = { .fd = sock, .events = POLLOUT };
	int ret;

	do
		ret = napping ? nanosleep(&nap, &nap) : poll(&writable, 1, -1);
	while (ret == -1 && errno == EINTR);
	eag_need(ret != -1, napping ? "nanosleep" : "poll");
	return ret;
}

/* Send TOTAL bytes to a reader; on EAGAIN take a nap, or wait in poll(). */
static int
transfer(int napping, long *times, long long *took)
{
	int sock, conn, ret, reader;
	size_t sent, end;
	ssize_t n;

	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	sent = eag_stall(sock);
	end = sent + TOTAL;
	*took = eag_time(CLOCK_MONOTONIC);
	n = send(sock, eag_bytes(sent, TOTAL), TOTAL, 0);
	eag_call("client", n, "send(sock, %d bytes)", TOTAL);
	eag_need(n == -1 && errno == EAGAIN, "send");
	reader = eag_reader(conn, end, TOTAL);
	for (*times = 1;; ++*times) {
		ret = rest(napping, sock);
		if (*times == 1 && napping) /* the others are like the first */
			eag_call("client", ret, "nanosleep(%ld ms)", pause_ms);
		else if (*times == 1)
			eag_call("client", ret, "poll(sock, POLLOUT)");
		while (sent < end &&
		    (n = send(sock, eag_bytes(sent, end - sent), end - sent,
			 0)) != -1)
			sent += (size_t)n;
		if (sent == end)
			break;
		eag_need(errno == EAGAIN, "send");
	}
	*took = eag_time(CLOCK_MONOTONIC) - *took;
	return eag_reader_done(reader);
}

int
main(int argc, char *argv[])
{
	long naps, waits;
	long long napped, waited;

	eag_start(&demo, argc, argv);

	eag_step("offset", "going on at the count, with a nap on each EAGAIN");
	eag_claim("nap-is-right", transfer(1, &naps, &napped),
	    "every byte arrives, once and in order");
	eag_timing("the transfer with naps slept", naps, "times");
	eag_timing("the transfer with naps took", (long)(napped / 1000), "us");

	eag_step("poll", "the same transfer, waiting for POLLOUT instead");
	eag_claim("poll-is-right", transfer(0, &waits, &waited),
	    "every byte arrives, once and in order");
	/* A busy machine may have held it up, but not each time. */
	for (int again = 0; waited >= napped && again < 5; again++)
		transfer(0, &waits, &waited);
	eag_claim("nap-is-slow", napped > waited,
	    "poll() is faster: there was room before the naps were over");
	eag_timing("the transfer with poll() waited", waits, "times");
	eag_timing(
	    "the transfer with poll() took", (long)(waited / 1000), "us");

	return eag_end();
}
