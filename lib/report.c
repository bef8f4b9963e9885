/* SPDX-License-Identifier: MIT */
/* report.c: what was called and what came of it.  errno passes through. */
#define _GNU_SOURCE /* POLLRDHUP */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "internal.h"

/* Does the program's account know this errno? */
static int
declared(int error)
{
	const char *name = eag_errno_name(error);
	const size_t length = strlen(name);
	const char *at = eag__run.demo->errnos;

	for (; (at = strstr(at, name)) != NULL; at += length)
		if ((at == eag__run.demo->errnos || at[-1] == ' ') &&
		    (at[length] == ' ' || at[length] == '\0'))
			return 1;
	return 0;
}

/*
 * An errno that the account does not know is about the machine and not about
 * the case, so nothing can be claimed after it: the program ends.
 */
static void
report_call(const struct eag__event *call)
{
	const int error = errno;
	const char *role = strstr(call->text, ") = ");
	char text[192];

	eag__emit(call);
	if (call->value != -1 || eag__run.demo == NULL || eag__run.tool ||
	    declared(call->error))
		return;
	/* The kernel ends some calls so after Ctrl-Z and fg: signal(7). */
	if (error == EINTR && eag_stops() > 0)
		eag_skip("a run that is not stopped: signal(7)");
	snprintf(text, sizeof(text), "%.*s",
	    role != NULL ? (int)(role - call->text) + 1 :
			   (int)strlen(call->text),
	    call->text);
	errno = error;
	eag_need(0, text);
}

/* `revents` is NULL for a call that does not return events. */
static void
report(const char *actor, long ret, const char *revents, const char *format,
    va_list arguments)
{
	const int error = errno;
	char said[192];

	if (eag__run.silent && ret != -1)
		return;
	vsnprintf(said, sizeof(said), format, arguments);
	errno = error;
	report_call(&(struct eag__event){ .kind = EAG__CALL,
	    .actor = actor,
	    .text = said,
	    .value = ret,
	    .error = error,
	    .revents = revents });
	errno = error;
}

void
eag_call(const char *actor, long ret, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	report(actor, ret, NULL, format, arguments);
	va_end(arguments);
}

/* Errnos of io_uring results need not be declared. */
static void
report_queued(enum eag__kind kind, const char *actor, long result,
    const char *format, va_list arguments)
{
	char said[192];

	vsnprintf(said, sizeof(said), format, arguments);
	eag__emit(&(struct eag__event){ .kind = kind,
	    .actor = actor,
	    .text = said,
	    .value = result < 0 ? -1 : result,
	    .error = result < 0 ? (int)-result : 0 });
}

void
eag_submitted(const char *actor, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	report_queued(EAG__SUBMITTED, actor, 0, format, arguments);
	va_end(arguments);
}

void
eag_completed(const char *actor, long result, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	report_queued(EAG__COMPLETED, actor, result, format, arguments);
	va_end(arguments);
}

/* Of poll(2); epoll(7) has the same bits, and an E before each name. */
static void
name_events(char *text, size_t size, const char *before, unsigned events)
{
	static const struct {
		unsigned event;
		const char *name;
	} names[] = {
		{ POLLIN, "POLLIN" },
		{ POLLPRI, "POLLPRI" },
		{ POLLOUT, "POLLOUT" },
		{ POLLERR, "POLLERR" },
		{ POLLHUP, "POLLHUP" },
		{ POLLNVAL, "POLLNVAL" },
		{ POLLRDHUP, "POLLRDHUP" },
	};

	text[0] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t used = strlen(text);

		if ((events & names[i].event) != 0)
			snprintf(text + used, size - used, "%s%s%s",
			    used > 0 ? "|" : "", before, names[i].name);
	}
}

void
eag_epoll_wait(
    const char *actor, int ret, unsigned events, const char *format, ...)
{
	const int error = errno;
	char revents[80];
	va_list arguments;

	name_events(revents, sizeof(revents), "E", ret > 0 ? events : 0);
	errno = error;
	va_start(arguments, format);
	report(actor, ret, revents, format, arguments);
	va_end(arguments);
}

/* poll(2) for so long, reported.  (tests/judge knows it by its name.) */
static int
eag_poll_for(const char *actor, int fd, short events, const char *role, int ms)
{
	char asked[64], came[64], said[192];
	const int before = errno, revents = eag_await(fd, events, ms);
	const int error = ms == 0 && revents == 0 ? before : errno;

	name_events(asked, sizeof(asked), "", (unsigned)events);
	name_events(
	    came, sizeof(came), "", revents > 0 ? (unsigned)revents : 0);
	snprintf(said, sizeof(said), "poll(%s, %s)", role, asked);
	errno = error;
	report_call(&(struct eag__event){ .kind = EAG__CALL,
	    .actor = actor,
	    .text = said,
	    .value = revents > 0 ? 1 : revents,
	    .error = error,
	    .revents = came });
	errno = error;
	return revents;
}

int
eag_poll(const char *actor, int fd, short events, const char *role)
{
	return eag_poll_for(actor, fd, events, role, 0);
}

int
eag_wait(const char *actor, int fd, short events, const char *role)
{
	return eag_poll_for(actor, fd, events, role, EAG__DEADLINE);
}

void
eag_claim(const char *id, int ok, const char *text)
{
	eag__run.claims++;
	eag__run.held += ok != 0;
	eag__emit(&(struct eag__event){
	    .kind = EAG__CLAIM, .name = id, .value = ok != 0, .text = text });
}

void
eag_buffer(const char *actor, int fd, enum eag_side side)
{
	const int error = errno;
	struct eag_fill fill;

	if (!eag__run.silent && eag_fill(fd, side, &fill) == 0)
		eag__emit(&(struct eag__event){ .kind = EAG__BUFFER,
		    .actor = actor,
		    .side = side,
		    .fill = &fill });
	errno = error;
}

void
eag_state(int fd)
{
	const int error = errno;
	int state;

	if (!eag__run.silent && (state = eag_tcp_state(fd)) != -1)
		eag__emit(
		    &(struct eag__event){ .kind = EAG__STATE, .value = state });
	errno = error;
}

void
eag_note(const char *text)
{
	eag__emit(&(struct eag__event){ .kind = EAG__NOTE, .text = text });
}

void
eag_measure(const char *name, long value, const char *unit)
{
	eag__emit(&(struct eag__event){
	    .kind = EAG__MEASURE, .name = name, .value = value, .unit = unit });
}

void
eag_timing(const char *name, long value, const char *unit)
{
	eag__emit(&(struct eag__event){
	    .kind = EAG__TIMING, .name = name, .value = value, .unit = unit });
}
