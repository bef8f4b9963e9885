/* SPDX-License-Identifier: MIT */
/*
 * retry-sleep: EAGAIN from send(), and then a nap.  Sending the whole message
 * again repeats what a short send took; going on at the count is right, but
 * slow: each nap is slept in full, while poll() returns as soon as there is
 * room.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "retry-sleep",
	.title = "EAGAIN from send(), and a nap: wrong, or right and slow",
	.class = "wait",
	.calls = "send recv",
	.errnos = "",
	.why =
	    "Room comes when the peer reads, not when a nap is over; and after "
	    "a short send, the message is not whole any more.",
	.react = "Wait for POLLOUT and go on at the count: retry-poll.",
	.pages = "send(2) nanosleep(2) poll(2)",
	.next = "retry-poll send-short",
	.options = { EAG_OPT_BLOCKING, EAG_OPT_SNDBUF(4096),
	    EAG_OPT_RCVBUF(4096),
	    { "pause", EAG_NUMBER, "MS", "length of a nap", NULL, 5, 1, 100 } },
};

enum { TOTAL = 200000 };

static long
milliseconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (long)(time.tv_sec % 100000) * 1000 + time.tv_nsec / 1000000;
}

/* Send TOTAL bytes to a reader; on EAGAIN nap, or wait if there is no nap. */
static int
transfer(const struct timespec *nap, long *times, long *took)
{
	struct pollfd writable = { .events = POLLOUT };
	int sock, conn, reader = -1;
	size_t sent, end;
	ssize_t n;

	eag_pair(eag_flag(SOCK_NONBLOCK), &sock, 0, &conn);
	sent = eag_stall(sock);
	end = sent + TOTAL;
	writable.fd = sock;
	*took = milliseconds();
	for (*times = 0; sent < end; sent += n == -1 ? 0 : (size_t)n) {
		n = send(sock, eag_bytes(sent, end - sent), end - sent, 0);
		if (n != -1)
			continue;
		eag_need(errno == EAGAIN, "send");
		if (++*times == 1) /* so that one refusal is certain */
			reader = eag_reader(conn, end, TOTAL);
		if (nap != NULL)
			nanosleep(nap, NULL);
		else
			poll(&writable, 1, -1);
	}
	*took = milliseconds() - *took;
	return eag_reader_done(reader);
}

int
main(int argc, char *argv[])
{
	struct timespec nap = { 0, 0 };
	long pause, times, took;
	char bytes[1024];
	size_t first;
	int sock, conn;
	ssize_t n;

	eag_start(&demo, argc, argv);
	pause = eag_number("pause");
	nap.tv_nsec = pause * 1000000;

	eag_step("again", "a short send, a nap, and the whole message again");
	eag_pair(eag_flag(SOCK_NONBLOCK), &sock, 0, &conn);
	n = send(sock, eag_bytes(0, TOTAL), TOTAL, 0);
	eag_call("client", n, "send(sock, %d bytes)", TOTAL);
	if (n == TOTAL)
		eag_skip("smaller buffers");
	first = n > 0 ? (size_t)n : 0;
	eag_receive(conn, 0, first);
	nanosleep(&nap, NULL);
	n = send(sock, eag_bytes(0, TOTAL), TOTAL, 0);
	eag_call("client", n, "send(sock, %d bytes)", TOTAL);
	n = recv(conn, bytes, sizeof(bytes), 0);
	eag_call("server", n, "recv(conn, %zu bytes)", sizeof(bytes));
	eag_claim("repeats",
	    n > 0 && eag_first_wrong(bytes, (size_t)n, first) != -1 &&
		eag_first_wrong(bytes, (size_t)n, 0) == -1,
	    "the bytes that were taken before arrive a second time");

	eag_step("offset", "going on at the count, with a nap on each EAGAIN");
	eag_claim("nap-is-right", transfer(&nap, &times, &took),
	    "every byte arrives, once and in order");
	eag_claim("nap-is-slow", times > 0 && took + 1 >= times * pause,
	    "each nap was slept in full, however soon there was room");
	eag_timing("naps:", times, "times");
	eag_timing("it took", took, "ms");

	eag_step("poll", "the same transfer, waiting for POLLOUT instead");
	eag_claim("poll-is-right", transfer(NULL, &times, &took),
	    "every byte arrives, once and in order");
	eag_timing("it took", took, "ms");

	return eag_end();
}
