/* SPDX-License-Identifier: MIT */
/*
 * retry-poll: a message is refused, and the program keeps it.  Each time poll()
 * says POLLOUT it sends on at the count, to a reader that takes one byte at a
 * time: a process of its own, which looks at every byte.  It begins when this
 * one is asleep: so poll() has to wait, however busy the machine is.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking, message_bytes = 20000, sndbuf = 4096, rcvbuf = 4096;

static const struct eag_demo demo = {
	.name = "retry-poll",
	.title = "EAGAIN from send(): keep the bytes, wait for POLLOUT, go on",
	.class = "wait",
	.calls = "send poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT once a third of the buffer is free",
	.belief = "EAGAIN is an error, so the message must be given up.",
	.why =
	    "poll() sleeps until the kernel has room again, about a third of "
	    "the send buffer, or until the connection is over. Nothing runs "
	    "meanwhile, and the count says where to go on.",
	.react =
	    "Use the count, wait on EAGAIN, stop at a deadline and on any "
	    "other error: send_all() in the source of retry-deadline does all "
	    "of that.",
	.pages = "send(2) poll(2)",
	.next = "retry-deadline retry-reset retry-sleep retry-drop send-short",
	.options = { EAG_OPT_BLOCKING(blocking), EAG_OPT_MESSAGE(message_bytes),
	    EAG_OPT_SNDBUF(sndbuf), EAG_OPT_RCVBUF(rcvbuf) },
};

/* A child with a reader that begins once this process is asleep. */
static int
late_reader(int conn, size_t total)
{
	const int sender = getpid();
	const int child = eag_child();
	long long deadline;

	if (child != 0) {
		close(conn);
		return child;
	}
	deadline = eag_deadline(5000);
	while (eag_asleep(sender) != 1 && eag_time_left(deadline))
		continue;
	_exit(!eag_reader_done(eag_reader(conn, total, 1)));
}

int
main(int argc, char *argv[])
{
	struct pollfd writable = { .events = POLLOUT };
	size_t sent, end;
	int sock, conn, reader, ret;
	long before, slept = 0, waits = 0, in_vain = 0;
	ssize_t n;

	eag_start(&demo, argc, argv);
	eag_need_proc(eag_asleep(getpid()) != -1, "/proc/PID/stat");

	eag_step("slow", "a reader that takes one byte at a time");
	eag_pair_sized(
	    blocking ? 0 : SOCK_NONBLOCK, sndbuf, &sock, 0, rcvbuf, &conn);
	sent = eag_stall(sock);
	end = sent + (size_t)message_bytes;
	n = send(sock, eag_bytes(sent, end - sent), end - sent, 0);
	eag_call("client", n, "send(sock, %zu bytes)", end - sent);
	eag_claim("refused", n == -1 && errno == EAGAIN,
	    "the message is refused; the program keeps it");
	reader = late_reader(conn, end);
	writable.fd = sock;
	do {
		before = eag_sleeps();
		do
			ret = poll(&writable, 1, -1);
		while (ret == -1 && errno == EINTR);
		slept += eag_sleeps() - before;
		eag_need(ret != -1, "poll");
		/* The same answer again, for its line: only send() changes it.
		 */
		if (waits == 0)
			eag_poll("client", sock, POLLOUT, "sock");
		n = send(sock, eag_bytes(sent, end - sent), end - sent, 0);
		/* The more the reader has read by now, the more is taken. */
		if (waits++ == 0)
			eag_timing("then send() took", (long)n, "bytes");
		in_vain += n <= 0;
		sent += n > 0 ? (size_t)n : 0;
	} while (sent < end && (n != -1 || errno == EAGAIN));
	eag_claim("slept", slept > 0,
	    "poll() slept until there was room, and did not return before");
	eag_claim("never-in-vain", in_vain == 0,
	    "each time poll() said POLLOUT, send() took at least one byte");
	eag_claim("every-byte", sent == end && eag_wait_child(reader) == 0,
	    "all of it arrives in the end, once and in order");
	eag_timing("all in all it waited", waits, "times");

	return eag_end();
}
