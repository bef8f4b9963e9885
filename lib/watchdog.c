/* SPDX-License-Identifier: MIT */
/*
 * watchdog.c: nothing hangs, and Ctrl-C is answered.
 *
 * The watchdog is a timer of its own, since alarm(2) and setitimer(2) belong to
 * the demonstrations.  A handler that meets the program in the middle of a
 * report, or of a write that goes on, leaves a note, and that looks at it when
 * done; one that meets it in a write that does not go on ends it there and
 * then.
 */
#define _GNU_SOURCE /* SIGRTMIN */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

#define SIGWATCHDOG (SIGRTMIN + 5) /* below are libc's and debuggers' */

#define MOST_STOPS 100 /* that it makes up for */

static timer_t timer;
static int created, armed;
static volatile sig_atomic_t stops;
static volatile sig_atomic_t late; /* a signal that still waits */

static int
set_timer(long seconds)
{
	struct itimerspec time = { .it_value = { .tv_sec = seconds } };

	return timer_settime(timer, 0, &time, NULL);
}

static void
append(char *text, size_t size, const char *more)
{
	size_t used = strlen(text), length = strlen(more);

	if (length > size - used - 1)
		length = size - used - 1;
	memcpy(text + used, more, length);
	text[used + length] = '\0';
}

/* "[empty] accept(), and nobody has called: no end in 10 s", signal-safe */
static void
explain(char *text, size_t size, int number)
{
	char digits[8] = { 0 };
	long seconds = eag__run.timeout;
	size_t at = sizeof(digits) - 1;

	text[0] = '\0';
	if (eag__run.tag != NULL) {
		append(text, size, "[");
		append(text, size, eag__run.tag);
		append(text, size, "] ");
		append(text, size, eag__run.step);
		append(text, size, ": ");
	}
	if (number != SIGWATCHDOG) {
		append(text, size,
		    number == SIGINT ? "ended by SIGINT" : "ended by SIGTERM");
		return;
	}
	do
		digits[--at] = (char)('0' + seconds % 10);
	while ((seconds /= 10) > 0 && at > 0);
	append(text, size, "no end in ");
	append(text, size, digits + at);
	append(text, size, " s");
}

/* Where a last line cannot go out; on stderr, if that takes it at once. */
static void
complain_of_reader(void)
{
	struct pollfd writable = { .fd = STDERR_FILENO, .events = POLLOUT };
	char text[128] = "";

	append(text, sizeof(text), eag__run.demo->name);
	append(text, sizeof(text), ": nobody reads the output\n");
	if (poll(&writable, 1, 0) == 1 &&
	    write(STDERR_FILENO, text, strlen(text)) == -1)
		return;
}

static _Noreturn void
finish(int number)
{
	char text[256];
	sigset_t none, all;

	sigfillset(&all);
	if (sigprocmask(SIG_BLOCK, &all, NULL) == -1)
		errno = 0; /* then another signal may cut the last words */
	if (eag__run.busy != EAG__WRITING) {
		eag__run.last_words = 1;
		explain(text, sizeof(text), number);
		eag__settle_call();
		if (number == SIGWATCHDOG)
			eag__verdict("HANG", "hang", text);
		else
			eag__verdict("STOP", "error", text);
		eag__flush_now();
	} else if (number == SIGWATCHDOG) {
		complain_of_reader();
	}
	if (number == SIGWATCHDOG)
		_exit(EXIT_HANG);
	/* Die of it, so that a shell's loop stops too: $? is 128 + number. */
	signal(number, SIG_DFL);
	raise(number);
	sigemptyset(&none);
	if (sigprocmask(SIG_SETMASK, &none, NULL) == -1)
		errno = 0;
	_exit(128 + number);
}

static void
handle(int number)
{
	int error = errno;
	struct itimerspec left;

	/* Re-armed since this one was sent: it is of no account. */
	if (number == SIGWATCHDOG && timer_gettime(timer, &left) == 0 &&
	    (left.it_value.tv_sec > 0 || left.it_value.tv_nsec > 0))
		return;
	if (eag__run.busy == EAG__IDLE && !eag__run.ended)
		finish(number);
	if (eag__run.busy == EAG__WRITING &&
	    ((late != 0 && !eag__run.ended) || eag__output_stalled()))
		finish(number);
	if (!eag__run.ended)
		late = number;
	if (number == SIGWATCHDOG)
		set_timer(1); /* what is written next may come to a stop */
	errno = error;
}

/*
 * Stopped by Ctrl-Z and continued: the time in between does not count.  But
 * whoever sends SIGCONT again and again does not make it endless.
 */
static void
continued(int number)
{
	int error = errno;

	(void)number;
	stops++;
	if (armed && stops <= MOST_STOPS)
		set_timer(eag__run.timeout);
	if (eag__run.prompting)
		eag__prompt();
	errno = error;
}

int
eag_stops(void)
{
	return stops;
}

void
eag__late_signals(void)
{
	if (late != 0)
		finish(late);
}

/* A signal that is ignored (nohup, a shell's background job) stays ignored. */
static void
catch_unless_ignored(int number, const struct sigaction *action)
{
	struct sigaction before;

	eag_need(sigaction(number, NULL, &before) == 0, "sigaction");
	if (before.sa_handler != SIG_IGN)
		eag_need(sigaction(number, action, NULL) == 0, "sigaction");
}

void
eag__watchdog_start(void)
{
	struct sigaction action = { .sa_handler = handle,
		.sa_flags = SA_RESTART };
	struct sigevent ring = { .sigev_notify = SIGEV_SIGNAL };
	sigset_t none;

	sigemptyset(&action.sa_mask);
	sigaddset(&action.sa_mask, SIGINT);
	sigaddset(&action.sa_mask, SIGTERM);
	sigaddset(&action.sa_mask, SIGWATCHDOG);
	catch_unless_ignored(SIGINT, &action);
	catch_unless_ignored(SIGTERM, &action);
	eag_need(sigaction(SIGWATCHDOG, &action, NULL) == 0, "sigaction");
	/* What the parent had blocked is of no concern to us. */
	sigemptyset(&none);
	eag_need(sigprocmask(SIG_SETMASK, &none, NULL) == 0, "sigprocmask");
	if (eag__run.tool && !eag__given("timeout"))
		return; /* a tool runs until it is told to stop */

	ring.sigev_signo = SIGWATCHDOG;
	eag_need(
	    timer_create(CLOCK_MONOTONIC, &ring, &timer) == 0, "timer_create");
	created = 1;
	action.sa_handler = continued;
	eag_need(sigaction(SIGCONT, &action, NULL) == 0, "sigaction");
	eag__watchdog_resume();
}

void
eag__watchdog_pause(void)
{
	if (armed)
		set_timer(0);
	armed = 0;
}

void
eag__watchdog_resume(void)
{
	if (!created || armed)
		return;
	armed = 1;
	eag_need(set_timer(eag__run.timeout) == 0, "timer_settime");
}
