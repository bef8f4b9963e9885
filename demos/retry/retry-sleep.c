/* SPDX-License-Identifier: MIT */
/*
 * retry-sleep: four ways to use a nap, and the last one again with poll():
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
	.title = "EAGAIN from send(), then a nap: wrong, or right and slow",
	.class = "wait",
	.calls = "send recv nanosleep poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT while the nap still lasts",
	.belief = "A nap and the same send() again is good enough.",
	.why =
	    "Room comes when the peer reads. poll() returns then; a nap goes "
	    "on to its end. EAGAIN took nothing, so the whole message may be "
	    "sent again. A short send took a part, so the whole may not.",
	.react = "Wait for POLLOUT and go on at the count: retry-poll.",
	.pages = "send(2) nanosleep(2) poll(2)",
	.next = "retry-poll send-short",
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

enum { TOTAL = 20000, MESSAGE = 1000 };

static struct timespec nap;

/* A stop (Ctrl-Z) interrupts a nap: the rest of it is slept too. */
static int
take_nap(void)
{
	struct timespec left = nap;
	int ret;

	while ((ret = nanosleep(&left, &left)) == -1)
		eag_need(errno == EINTR, "nanosleep");
	return ret;
}

static void
report_nap(int ret)
{
	eag_call("client", ret, "nanosleep(%ld ms)", pause_ms);
}

/* Send TOTAL bytes to a reader; on EAGAIN take a nap, or wait in poll(). */
static int
transfer(int napping, long *times, long long *took)
{
	struct pollfd writable = { .events = POLLOUT };
	int sock, conn, ret = 0, reader = -1;
	size_t sent, end;
	ssize_t n;

	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	sent = eag_stall(sock);
	end = sent + TOTAL;
	writable.fd = sock;
	*took = eag_time(CLOCK_MONOTONIC);
	for (*times = 0; sent < end; sent += n == -1 ? 0 : (size_t)n) {
		n = send(sock, eag_bytes(sent, end - sent), end - sent, 0);
		if (n != -1)
			continue;
		if (*times == 0) /* the others are like the first */
			eag_call(
			    "client", n, "send(sock, %zu bytes)", end - sent);
		eag_need(errno == EAGAIN, "send");
		if (*times == 0) /* so that one refusal is certain */
			reader = eag_reader(conn, end, TOTAL);
		if (napping)
			ret = take_nap();
		while (!napping && (ret = poll(&writable, 1, -1)) == -1)
			eag_need(errno == EINTR, "poll");
		if (*times == 0 && napping)
			report_nap(ret);
		else if (*times == 0)
			eag_call("client", ret, "poll(sock, POLLOUT)");
		++*times;
	}
	*took = eag_time(CLOCK_MONOTONIC) - *took;
	return eag_reader_done(reader);
}

int
main(int argc, char *argv[])
{
	long naps, waits;
	long long napped, waited;
	char bytes[1024];
	size_t first;
	int sock, conn, reader;
	ssize_t n;

	eag_start(&demo, argc, argv);
	nap.tv_sec = pause_ms / 1000;
	nap.tv_nsec = pause_ms % 1000 * 1000000;

	eag_step("again", "a short send, then the whole message again");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	n = send(sock, eag_bytes(0, TOTAL), TOTAL, 0);
	eag_call("client", n, "send(sock, %d bytes)", TOTAL);
	if (n == TOTAL)
		eag_skip("smaller buffers");
	first = n > 0 ? (size_t)n : 0;
	eag_receive(conn, 0, first);
	n = send(sock, eag_bytes(0, TOTAL), TOTAL, 0);
	eag_call("client", n, "send(sock, %d bytes)", TOTAL);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("repeats",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, first) != -1 &&
		eag_first_wrong(bytes, (size_t)n, 0) == -1,
	    "the bytes that were taken first arrive a second time");

	eag_step("in-vain", "EAGAIN, then a nap, while the peer does not read");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	first = eag_stall(sock);
	n = send(sock, eag_bytes(first, MESSAGE), MESSAGE, 0);
	eag_call("client", n, "send(sock, %d bytes)", MESSAGE);
	eag_need(n == -1 && errno == EAGAIN, "send");
	report_nap(take_nap());
	n = send(sock, eag_bytes(first, MESSAGE), MESSAGE, 0);
	eag_call("client", n, "send(sock, %d bytes)", MESSAGE);
	eag_claim("in-vain", n == -1 && errno == EAGAIN,
	    "the nap has made no room: the second send() is EAGAIN too");

	eag_step(
	    "whole", "the peer reads: a nap, then the whole message again");
	reader = eag_reader(conn, first + MESSAGE, TOTAL);
	do {
		take_nap();
		n = send(sock, eag_bytes(first, MESSAGE), MESSAGE, 0);
	} while (n == -1 && errno == EAGAIN);
	eag_call("client", n, "send(sock, %d bytes)", MESSAGE);
	eag_claim("whole-is-right", n == MESSAGE && eag_reader_done(reader),
	    "EAGAIN took nothing: every byte arrives, once and in order");

	eag_step("offset", "going on at the count, with a nap on each EAGAIN");
	eag_claim("nap-is-right", transfer(1, &naps, &napped),
	    "every byte arrives, once and in order");
	eag_timing("the transfer with naps slept", naps, "times");
	eag_timing("the transfer with naps took", (long)(napped / 1000), "us");

	eag_step("poll", "the same transfer, waiting for POLLOUT instead");
	eag_claim("poll-is-right", transfer(0, &waits, &waited),
	    "every byte arrives, once and in order");
	eag_claim("nap-is-slow", napped > waited,
	    "poll() is faster: there was room before the naps were over");
	eag_timing("the transfer with poll() waited", waits, "times");
	eag_timing(
	    "the transfer with poll() took", (long)(waited / 1000), "us");

	return eag_end();
}
