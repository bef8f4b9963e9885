/* SPDX-License-Identifier: MIT */
/*
 * retry-poll: the right way to treat EAGAIN from send().  Keep what was not
 * sent, wait for POLLOUT with a deadline, and go on at that byte: it is right
 * with any reader, costs nothing while waiting, and ends when it should.
 */
#include <errno.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "retry-poll",
	.title = "EAGAIN from send(): keep it, wait for POLLOUT, go on",
	.class = "wait",
	.calls = "send",
	.errnos = "EAGAIN",
	.why =
	    "poll() sleeps until the kernel has room again, about a third of "
	    "the send buffer, or until the connection is over. In between "
	    "nothing runs, and the count says where to go on.",
	.react =
	    "Write it like send_all() here: use the count, wait on EAGAIN, "
	    "stop at the deadline and on any other error.",
	.pages = "send(2) poll(2) getrusage(2)",
	.next = "retry-sleep retry-drop send-short",
	.options = { EAG_OPT_BLOCKING, EAG_OPT_MESSAGE(20000),
	    EAG_OPT_SNDBUF(4096), EAG_OPT_RCVBUF(4096) },
};

/* Send bytes [from, to); returns how far that went, with errno if short. */
static size_t
send_all(int sock, size_t from, size_t to, int patience)
{
	struct pollfd writable = { .fd = sock, .events = POLLOUT };

	while (from < to) {
		ssize_t n = send(
		    sock, eag_bytes(from, to - from), to - from, MSG_NOSIGNAL);

		if (n != -1) {
			from += (size_t)n;
			continue;
		}
		if (errno != EAGAIN)
			break;
		if (poll(&writable, 1, patience) == 0) {
			errno = ETIMEDOUT;
			break;
		}
	}
	return from;
}

/* Microseconds of processor time so far. */
static long
cpu(void)
{
	struct rusage usage;

	eag_need(getrusage(RUSAGE_SELF, &usage) == 0, "getrusage");
	return (long)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
	    (long)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

int
main(int argc, char *argv[])
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	size_t taken, message, sent;
	int sock, conn, reader;
	long before, used;
	ssize_t n;

	eag_start(&demo, argc, argv);
	message = (size_t)eag_number("message");

	eag_step("slow", "a reader that takes one byte at a time");
	eag_pair(eag_flag(SOCK_NONBLOCK), &sock, 0, &conn);
	taken = eag_stall(sock);
	n = send(sock, eag_bytes(taken, message), message, 0);
	eag_call("client", n, "send(sock, %zu bytes)", message);
	eag_claim("refused", n == -1 && errno == EAGAIN,
	    "the message is refused; the program keeps it");
	reader = eag_reader(conn, taken + message, 1);
	sent = send_all(sock, taken, taken + message, 5000);
	eag_claim("every-byte",
	    sent == taken + message && eag_reader_done(reader),
	    "all of it arrives in the end, once and in order");

	eag_step("stopped", "a reader that has stopped for ever");
	eag_pair(eag_flag(SOCK_NONBLOCK), &sock, 0, &conn);
	taken = eag_stall(sock);
	before = cpu();
	sent = send_all(sock, taken, taken + message, 100);
	used = cpu() - before;
	eag_claim("deadline", sent == taken && errno == ETIMEDOUT,
	    "the deadline ends it, and it is known that nothing went out");
	eag_claim("no-cpu", used < 25000,
	    "waiting 100 ms took less than 25 ms of processor time");
	eag_timing("processor time", used, "us");

	eag_step("reset", "a reader that resets the connection");
	setsockopt(conn, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(conn);
	sent = send_all(sock, taken, taken + message, 5000);
	eag_claim("reset", sent == taken && errno == ECONNRESET,
	    "the wait ends at once, and send() says ECONNRESET");

	return eag_end();
}
