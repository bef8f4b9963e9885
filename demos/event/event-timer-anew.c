/* SPDX-License-Identifier: MIT */
/*
 * event-timer-anew: poll() says POLLIN of a timerfd.  Before the program reads
 * it, some other part of it sets the timer anew: that forgets the time that had
 * come, and read() says EAGAIN.
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
	.name = "event-timer-anew",
	.title = "a timerfd that is set anew between POLLIN and read()",
	.class = "wait",
	.calls = "read timerfd_create timerfd_settime poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN before it is set anew, nothing after",
	.belief = "After POLLIN a read() cannot fail with EAGAIN.",
	.why = "timerfd_settime() makes the number of times that have come 0. "
	       "poll() tells how it was when it was asked.",
	.react =
	    "EAGAIN after POLLIN is not a failure: go back to poll(). Give "
	    "the timer O_NONBLOCK always: without it this read() waits "
	    "for an hour.",
	.pages = "timerfd_create(2) poll(2)",
	.next = "event-timer event-timer-missed",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const struct itimerspec later = { .it_value.tv_sec = 3600 },
				now = { .it_value.tv_nsec = 1 };
	uint64_t times = 0;
	int timer, revents, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("anew", "after POLLIN the timer is set anew");
	timer = timerfd_create(CLOCK_REALTIME, blocking ? 0 : TFD_NONBLOCK);
	eag_call("loop", timer, "timerfd_create(CLOCK_REALTIME, %s) = timer",
	    blocking ? "0" : "TFD_NONBLOCK");
	eag_need(timer != -1, "timerfd_create");
	ret = timerfd_settime(timer, 0, &now, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in %ld ns)",
	    now.it_value.tv_nsec);
	revents = eag_wait("loop", timer, POLLIN, "timer");
	ret = timerfd_settime(timer, 0, &later, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in %ld s)",
	    (long)later.it_value.tv_sec);
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, 8 bytes)");
	eag_claim("anew-is-eagain",
	    revents == POLLIN && n == -1 && errno == EAGAIN &&
		eag_nonblocking(timer) == 1,
	    "POLLIN was true then; now it is EAGAIN");

	eag_step("again", "the timer comes, and is left alone");
	ret = timerfd_settime(timer, 0, &now, NULL);
	eag_call("loop", ret, "timerfd_settime(timer, in %ld ns)",
	    now.it_value.tv_nsec);
	eag_wait("loop", timer, POLLIN, "timer");
	n = read(timer, &times, sizeof(times));
	eag_call("loop", n, "read(timer, [%llu], 8 bytes)",
	    (unsigned long long)times);
	eag_claim("then-once", n == sizeof(times) && times == 1,
	    "the same read() takes it: the time has come once");

	return eag_end();
}
