/* SPDX-License-Identifier: MIT */
/*
 * event-timer-missed: a timerfd whose reader comes late.  The timer does not
 * wait for it: one read() takes all the times that have come, and the next one
 * is EAGAIN.
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
	.name = "event-timer-missed",
	.title = "a timerfd whose time has come four times: one read()",
	.class = "wait",
	.calls = "read timerfd_create timerfd_settime poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN once the time has come, nothing after read()",
	.belief = "Each time the timer comes, there is one read() for it.",
	.why = "The timer does not wait for its reader: it goes on counting. "
	       "read() gives that count and makes it 0, so that one read() "
	       "stands for all the times that a slow reader has missed.",
	.react = "Read once, and use the number: do the work so many times, or "
		 "skip what is over. EAGAIN then means that all are taken.",
	.pages = "timerfd_create(2) poll(2)",
	.next = "event-timer event-timer-anew",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const long hour = 3600, ago = hour * 7 / 2;
	struct itimerspec hourly = { .it_interval.tv_sec = hour };
	uint64_t times = 0;
	int timer, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);
	if (time(NULL) <= ago)
		eag_skip("a clock that is set");
	eag_step("missed", "the timer has come often, and nobody has read");
	timer = timerfd_create(CLOCK_REALTIME, blocking ? 0 : TFD_NONBLOCK);
	eag_call("loop", timer, "timerfd_create(CLOCK_REALTIME, %s) = timer",
	    blocking ? "0" : "TFD_NONBLOCK");
	eag_need(timer != -1, "timerfd_create");
	hourly.it_value.tv_sec = time(NULL) - ago;
	ret = timerfd_settime(timer, TFD_TIMER_ABSTIME, &hourly, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, %ld s ago, every %ld s)",
	    ago, (long)hourly.it_interval.tv_sec);
	eag_wait("loop", timer, POLLIN, "timer");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, [%llu], 8 bytes)",
	    (unsigned long long)times);
	eag_claim("missed-counted", n == sizeof(times) && times == 4,
	    "one read() takes all four times that have come");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, 8 bytes)");
	eag_claim("all-taken",
	    n == -1 && errno == EAGAIN && eag_nonblocking(timer) == 1,
	    "it took them all: EAGAIN");
	eag_claim("poll-agrees", eag_poll("loop", timer, POLLIN, "timer") == 0,
	    "poll() agrees: nothing to read");

	return eag_end();
}
