/* SPDX-License-Identifier: MIT */
/*
 * event-counter: an eventfd is a number in the kernel.  write() adds to it and
 * read() takes it, so both have a moment for EAGAIN: read() at 0, write() where
 * the number would grow too large.
 */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "event-counter",
	.title = "an eventfd: read() at 0, write() at its largest number",
	.class = "wait",
	.calls = "read eventfd write poll",
	.errnos = "EAGAIN",
	.poll = "at 0 POLLOUT alone, at the largest POLLIN alone",
	.belief = "POLLOUT: then a write of eight bytes is taken.",
	.why = "An eventfd holds one number of 64 bits. read() takes all of it "
	       "and leaves 0; at 0 there is nothing to take. write() adds, and "
	       "the sum must stay below the largest 64-bit number. POLLOUT "
	       "says only that 1 can be added.",
	.react = "Wait for POLLIN, then read once: what was added meanwhile is "
		 "in that one number. If write() says EAGAIN, the number is "
		 "not 0: the other side will be woken anyway.",
	.pages = "eventfd(2) poll(2)",
	.next = "event-timer event-signal",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const uint64_t one = 1, two = 2, nearly = UINT64_MAX - 2;
	uint64_t value = 0;
	int counter, revents;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("zero", "read(), and nothing was added yet");
	counter = eventfd(0, blocking ? 0 : EFD_NONBLOCK);
	eag_call("worker", counter, "eventfd(0, %s) = counter",
	    blocking ? "0" : "EFD_NONBLOCK");
	eag_need(counter != -1, "eventfd");
	n = read(counter, &value, sizeof(value));
	eag_call("worker", n, "read(counter, 8 bytes)");
	eag_claim("zero-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(counter) == 1,
	    "there is nothing to take: EAGAIN");
	revents = eag_poll("worker", counter, POLLIN | POLLOUT, "counter");
	eag_claim("zero-poll", revents == POLLOUT,
	    "poll() agrees: nothing to read, and room to add");

	eag_step("sum", "two writes, one read");
	n = write(counter, &one, sizeof(one));
	eag_call("boss", n, "write(counter, 1, 8 bytes)");
	n = write(counter, &two, sizeof(two));
	eag_call("boss", n, "write(counter, 2, 8 bytes)");
	eag_wait("worker", counter, POLLIN, "counter");
	n = read(counter, &value, sizeof(value));
	eag_call("worker", n, "read(counter, [%llu], 8 bytes)",
	    (unsigned long long)value);
	eag_claim("sum-in-one", n == sizeof(value) && value == 3,
	    "the same read() takes the sum of both");
	n = read(counter, &value, sizeof(value));
	eag_call("worker", n, "read(counter, 8 bytes)");
	eag_claim("sum-taken", n == -1 && errno == EAGAIN,
	    "and leaves 0: EAGAIN, although two had written");

	eag_step("nearly", "room for 1, and 2 are to be added");
	n = write(counter, &nearly, sizeof(nearly));
	eag_call("boss", n, "write(counter, 2^64 - 3, 8 bytes)");
	n = write(counter, &two, sizeof(two));
	eag_call("boss", n, "write(counter, 2, 8 bytes)");
	eag_claim("two-is-eagain", n == -1 && errno == EAGAIN,
	    "the sum would be too large: EAGAIN");
	revents = eag_poll("boss", counter, POLLIN | POLLOUT, "counter");
	eag_claim("room-for-one", revents == (POLLIN | POLLOUT),
	    "poll() says POLLOUT all the same: there is room for 1");

	eag_step("largest", "no room at all, until somebody reads");
	n = write(counter, &one, sizeof(one));
	eag_call("boss", n, "write(counter, 1, 8 bytes)");
	n = write(counter, &one, sizeof(one));
	eag_call("boss", n, "write(counter, 1, 8 bytes)");
	eag_claim("largest-is-eagain", n == -1 && errno == EAGAIN,
	    "the largest number is reached: EAGAIN");
	revents = eag_poll("boss", counter, POLLIN | POLLOUT, "counter");
	eag_claim(
	    "largest-poll", revents == POLLIN, "now poll() says POLLIN alone");
	n = read(counter, &value, sizeof(value));
	eag_call("worker", n, "read(counter, [2^64 - %llu], 8 bytes)",
	    (unsigned long long)-value);
	eag_claim("nothing-added", value == nearly + 1,
	    "what was refused was not added in part");
	eag_wait("boss", counter, POLLOUT, "counter");
	n = write(counter, &one, sizeof(one));
	eag_call("boss", n, "write(counter, 1, 8 bytes)");
	eag_claim("then-room", n == sizeof(one),
	    "once it was read, the same write() adds again");

	return eag_end();
}
