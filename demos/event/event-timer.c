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

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "event-timer",
	.title = "a timerfd before its time, at it, and when it was missed",
	.class = "wait",
	.calls = "read timerfd_create timerfd_settime poll",
	.errnos = "EAGAIN",
	.poll = "nothing until the time has come, then POLLIN",
	.belief = "Each time the timer comes, there is one read() for it.",
	.why = "read() takes the number of times that have come since the last "
	       "read(). Before the first, and after each read(), it is 0: "
	       "EAGAIN. The timer does not wait for its reader, so the number "
	       "may be larger than 1. Setting the timer anew makes it 0.",
	.react = "Wait for POLLIN, read once, and use the number. EAGAIN after "
		 "POLLIN is no failure: somebody else read it, or set the "
		 "timer anew.",
	.pages = "timerfd_create(2) poll(2)",
	.next = "event-counter event-signal",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const struct itimerspec later = { .it_value.tv_sec = 3600 },
				now = { .it_value.tv_nsec = 1 };
	struct itimerspec hourly = { .it_interval.tv_sec = 3600 };
	uint64_t times = 0;
	int timer, revents, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("before", "the timer is set for an hour from now");
	timer = timerfd_create(CLOCK_REALTIME, blocking ? 0 : TFD_NONBLOCK);
	eag_call("loop", timer, "timerfd_create(CLOCK_REALTIME, %s) = timer",
	    blocking ? "0" : "TFD_NONBLOCK");
	eag_need(timer != -1, "timerfd_create");
	ret = timerfd_settime(timer, 0, &later, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in an hour)");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, 8 bytes)");
	eag_claim("before-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(timer) == 1,
	    "the time has not come: EAGAIN");
	eag_claim("poll-agrees", eag_poll("loop", timer, POLLIN, "timer") == 0,
	    "poll() agrees: nothing to read");

	eag_step("at", "the timer is set for now");
	ret = timerfd_settime(timer, 0, &now, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in 1 ns)");
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

	if (time(NULL) < 4 * 3600)
		eag_skip("a clock that is set");
	eag_step("missed", "every hour, and the first was 3.5 hours ago");
	hourly.it_value.tv_sec = time(NULL) - 3600 * 7 / 2;
	ret = timerfd_settime(timer, TFD_TIMER_ABSTIME, &hourly, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, then and every hour)");
	eag_wait("loop", timer, POLLIN, "timer");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, [%llu], 8 bytes)",
	    (unsigned long long)times);
	eag_claim("missed-counted", n == sizeof(times) && times == 4,
	    "one read() takes all four times that have come");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, 8 bytes)");
	eag_claim("all-taken", n == -1 && errno == EAGAIN,
	    "it took them all: EAGAIN");

	eag_step("anew", "after POLLIN the timer is set anew");
	ret = timerfd_settime(timer, 0, &now, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in 1 ns)");
	revents = eag_wait("loop", timer, POLLIN, "timer");
	ret = timerfd_settime(timer, 0, &later, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in an hour)");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, 8 bytes)");
	eag_claim("anew-is-eagain",
	    revents == POLLIN && n == -1 && errno == EAGAIN,
	    "POLLIN was true then; now it is EAGAIN");

	return eag_end();
}
