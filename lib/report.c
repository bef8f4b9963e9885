/* SPDX-License-Identifier: MIT */
/* report.c: what was called and what came of it.  errno passes through. */
#define _GNU_SOURCE /* POLLRDHUP */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

/*
 * A call, as it was said.  An errno that the account does not know is about the
 * machine and not about the case, so nothing can be claimed after it: the
 * program ends.
 */
static void
report(const char *actor, long ret, int error, const char *revents, char *said)
{
	char *role = strstr(said, ") = ");

	errno = error;
	eag__emit(&(struct eag__event){ .kind = EAG__CALL,
	    .actor = actor,
	    .text = said,
	    .value = ret,
	    .error = error,
	    .revents = revents });
	if (ret != -1 || eag__run.demo == NULL || eag__run.tool ||
	    eag__is_among(eag__run.demo->errnos, " ", eag_errno_name(error)))
		return;
	/* The kernel ends some calls so after Ctrl-Z and fg: signal(7). */
	if (error == EINTR && eag_stops() > 0)
		eag_skip("a run that is not stopped: signal(7)");
	if (role != NULL)
		role[1] = '\0';
	eag_need(0, said);
}

void
eag_call(const char *actor, long ret, const char *format, ...)
{
	const int error = errno;
	char said[192];
	va_list arguments;

	if (eag__run.silent && ret != -1)
		return;
	va_start(arguments, format);
	vsnprintf(said, sizeof(said), format, arguments);
	va_end(arguments);
	report(actor, ret, error, NULL, said);
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
	char revents[80], said[192];
	va_list arguments;

	name_events(revents, sizeof(revents), "E", ret > 0 ? events : 0);
	va_start(arguments, format);
	vsnprintf(said, sizeof(said), format, arguments);
	va_end(arguments);
	report(actor, ret, error, revents, said);
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
	report(actor, revents > 0 ? 1 : revents, error, came, said);
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
	static const char *const names[] = {
		[EAG_SEND] = "send",
		[EAG_RECEIVE] = "receive",
		[EAG_PIPE] = "pipe",
	};
	const int error = errno;
	struct eag_fill fill;

	if (!eag__run.silent && eag_fill(fd, side, &fill) == 0)
		eag__emit(&(struct eag__event){ .kind = EAG__BUFFER,
		    .actor = actor,
		    .name = names[side],
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
		eag__emit(&(struct eag__event){ .kind = EAG__STATE,
		    .name = "tcp-state",
		    .value = state,
		    .unit = eag_tcp_state_name(state) });
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
	const int error = errno;
	char text[192];

	snprintf(text, sizeof(text), "%s %ld %s", name, value, unit);
	errno = error;
	eag_row(text);
}
