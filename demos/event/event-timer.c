/* SPDX-License-Identifier: MIT */
/*
 * event-timer: a timerfd counts how often its time came since it was last read.
 * read() takes that number: before the first time it is EAGAIN, and right after
 * a read() it is EAGAIN again.
 */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "event-timer",
	.title = "a timerfd before its time, and at it",
	.class = "wait",
	.calls = "read timerfd_create timerfd_settime poll",
	.errnos = "EAGAIN",
	.poll = "nothing until the time has come, then POLLIN",
	.belief = "read() of a timer gives the time.",
	.why = "read() takes the number of times that have come since the last "
	       "read(). Before the first, and after each read(), it is 0: "
	       "EAGAIN.",
	.react = "Wait for POLLIN, read once, and use the number: it may be "
		 "larger than 1.",
	.pages = "timerfd_create(2) poll(2)",
	.next = "event-timer-missed event-timer-anew event-counter",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const struct itimerspec later = { .it_value.tv_sec = 3600 },
				now = { .it_value.tv_nsec = 1 };
	uint64_t times = 0;
	int timer, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("before", "the timer is set for later");
	timer = timerfd_create(CLOCK_REALTIME, blocking ? 0 : TFD_NONBLOCK);
	eag_call("loop", timer, "timerfd_create(CLOCK_REALTIME, %s) = timer",
	    blocking ? "0" : "TFD_NONBLOCK");
	eag_need(timer != -1, "timerfd_create");
	ret = timerfd_settime(timer, 0, &later, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in %ld s)",
	    (long)later.it_value.tv_sec);
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, 8 bytes)");
	eag_claim("before-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(timer) == 1,
	    "the time has not come: EAGAIN");
	eag_claim("poll-agrees", eag_poll("loop", timer, POLLIN, "timer") == 0,
	    "poll() agrees: nothing to read");

	eag_step("at", "the timer is set for now");
	ret = timerfd_settime(timer, 0, &now, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in %ld ns)",
	    now.it_value.tv_nsec);
	eag_wait("loop", timer, POLLIN, "timer");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, [%llu], 8 bytes)",
	    (unsigned long long)times);
	eag_claim("then-once", n == sizeof(times) && times == 1,
	    "the same read() takes it: the time has come once");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, 8 bytes)");
	eag_claim("again-eagain", n == -1 && errno == EAGAIN,
	    "it is taken: EAGAIN again");

	return eag_end();
}
