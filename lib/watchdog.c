/* SPDX-License-Identifier: MIT */
/*
 * watchdog.c: nothing hangs, and Ctrl-C is answered.  A handler only write()s:
 * the last words are prepared with each step and claim.
 *
 * The watchdog is a timer of its own, since alarm(2) and setitimer(2) belong to
 * the demonstrations.  If the signal comes during a report, or a write that
 * makes progress, the handler notes it and the program ends afterwards.  If the
 * write is stuck, the handler ends it at once.
 */
#define _GNU_SOURCE /* SIGRTMIN */
#include <errno.h>
#include <poll.h>
#include <signal.h>
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

/* The last line cannot be written: say so on stderr. */
static void
complain_of_reader(void)
{
	static const char text[] = ": nobody reads the output\n";
	const char *name = eag__run.demo->name;
	struct pollfd writable = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (poll(&writable, 1, 0) == 1 &&
	    (write(STDERR_FILENO, name, strlen(name)) == -1 ||
		write(STDERR_FILENO, text, sizeof(text) - 1) == -1))
		return; /* and there is nowhere else to say so */
}

static _Noreturn void
finish(int number)
{
	sigset_t none, all;

	sigfillset(&all);
	if (sigprocmask(SIG_BLOCK, &all, NULL) == -1)
		errno = 0; /* then another signal may cut the last words */
	if (eag__run.busy != EAG__WRITING)
		eag__last_flush(number == SIGINT ? EAG__SIGINT :
			number == SIGTERM        ? EAG__SIGTERM :
						   EAG__HANG);
	else if (number == SIGWATCHDOG)
		complain_of_reader();
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

void
eag__prompt(void)
{
	static const char text[] = "-- Enter --";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) == -1)
		return; /* and there is nowhere else to ask */
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
static int
catch_unless_ignored(int number, const struct sigaction *action)
{
	struct sigaction before;

	if (sigaction(number, NULL, &before) == -1)
		return -1;
	return before.sa_handler == SIG_IGN ? 0 :
					      sigaction(number, action, NULL);
}

static int
catch_signals(const struct sigaction *action)
{
	sigset_t none;

	/* What the parent had blocked is of no concern to us. */
	sigemptyset(&none);
	if (catch_unless_ignored(SIGINT, action) == -1 ||
	    catch_unless_ignored(SIGTERM, action) == -1 ||
	    sigaction(SIGWATCHDOG, action, NULL) == -1)
		return -1;
	return sigprocmask(SIG_SETMASK, &none, NULL);
}

const char *
eag__watchdog_start(void)
{
	struct sigaction action = { .sa_handler = handle,
		.sa_flags = SA_RESTART };
	struct sigevent ring = { .sigev_notify = SIGEV_SIGNAL };

	/* One at a time: SIGCONT's re-arms before an old alarm is looked at. */
	sigemptyset(&action.sa_mask);
	sigaddset(&action.sa_mask, SIGINT);
	sigaddset(&action.sa_mask, SIGTERM);
	sigaddset(&action.sa_mask, SIGWATCHDOG);
	if (catch_signals(&action) == -1)
		return "sigaction";
	if (eag__run.tool && eag__common.timeout == 0)
		return NULL; /* a tool runs until it is told to stop */
	ring.sigev_signo = SIGWATCHDOG;
	if (timer_create(CLOCK_MONOTONIC, &ring, &timer) == -1)
		return "timer_create";
	created = 1;
	action.sa_handler = continued;
	if (sigaction(SIGCONT, &action, NULL) == -1)
		return "sigaction";
	return eag__watchdog_resume() == -1 ? "timer_settime" : NULL;
}

void
eag__watchdog_pause(void)
{
	if (armed)
		set_timer(0);
	armed = 0;
}

int
eag__watchdog_resume(void)
{
	if (!created || armed)
		return 0;
	armed = 1;
	return set_timer(eag__run.timeout);
}
