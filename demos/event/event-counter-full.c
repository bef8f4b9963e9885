/* SPDX-License-Identifier: MIT */
/*
 * event-counter-full: an eventfd is a number in the kernel, and write() adds to
 * it.  Where the sum would grow too large it says EAGAIN, although poll() may
 * say POLLOUT: that is about adding 1.
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
	.name = "event-counter-full",
	.title = "an eventfd that nobody reads: write() says EAGAIN",
	.class = "wait",
	.calls = "write eventfd read poll",
	.errnos = "EAGAIN",
	.poll = "POLLOUT as long as 1 can be added; then POLLIN alone",
	.belief = "POLLOUT: then a write of eight bytes is taken.",
	.why = "write() adds, and the sum must stay below the largest 64-bit "
	       "number. POLLOUT says only that 1 can be added.",
	.react = "If write() says EAGAIN, the number is not 0: the other side "
		 "will be woken anyway. Add 1 only, or wait until it has read.",
	.pages = "eventfd(2) poll(2)",
	.next = "event-counter pipe-full",
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

	eag_step("nearly", "room for 1, and 2 are to be added");
	counter = eventfd(0, blocking ? 0 : EFD_NONBLOCK);
	eag_call("boss", counter, "eventfd(0, %s) = counter",
	    blocking ? "0" : "EFD_NONBLOCK");
	eag_need(counter != -1, "eventfd");
	n = write(counter, &nearly, sizeof(nearly));
	eag_call("boss", n, "write(counter, 2^64 - 3, 8 bytes)");
	n = write(counter, &two, sizeof(two));
	eag_call("boss", n, "write(counter, 2, 8 bytes)");
	eag_claim("two-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(counter) == 1,
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
