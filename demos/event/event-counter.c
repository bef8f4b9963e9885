/* SPDX-License-Identifier: MIT */
/*
 * event-counter: an eventfd is a number in the kernel.  write() adds to it and
 * read() takes it; at 0 there is nothing to take, and read() says EAGAIN.
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
	.title = "an eventfd: one read() takes what many have added",
	.class = "wait",
	.calls = "read eventfd write poll",
	.errnos = "EAGAIN",
	.poll = "no POLLIN at 0",
	.belief = "For each write() there is a read().",
	.why = "An eventfd holds one number of 64 bits. read() takes all of it "
	       "and leaves 0; at 0 there is nothing to take: EAGAIN.",
	.react = "Wait for POLLIN, then read once: what was added meanwhile is "
		 "in that one number.",
	.pages = "eventfd(2) poll(2)",
	.next = "event-counter-full event-timer event-signal",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const uint64_t one = 1, two = 2;
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

	return eag_end();
}
