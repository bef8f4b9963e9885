/* SPDX-License-Identifier: MIT */
/* report.c: what was called and what came of it.  errno passes through. */
#define _GNU_SOURCE /* POLLRDHUP */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "internal.h"

#define MS 1000000LL /* nanoseconds */

struct eag__run eag__run = { .text = { .fd = STDOUT_FILENO },
	.events = { .fd = -1 } };

void
eag__enter(sig_atomic_t what)
{
	eag__run.busy = what;
}

/* Without eag_start() nobody ends a step, so every report is written now. */
void
eag__leave(void)
{
	if (eag__run.demo == NULL || eag__run.at_once) {
		eag__settle_call();
		eag__flush();
		if (eag__run.at_once)
			eag__check_output();
	}
	eag__run.busy = EAG__IDLE;
	if (!eag__run.ended)
		eag__late_signals();
}

void
eag__put_result(struct eag__sink *sink, const struct eag__call *call)
{
	if (call->ret >= 0 && call->is[0] != '\0') {
		eag__put(sink, call->is);
		return;
	}
	eag__put_number(sink, call->ret);
	if (call->ret == -1) {
		eag__put(sink, " ");
		eag__put(sink, eag_errno_name(call->error));
	} else if (call->revents[0] != '\0') {
		eag__put(sink, " ");
		eag__put(sink, call->revents);
	}
}

void
eag__settle_call(void)
{
	struct eag__call *call = &eag__run.call;

	if (call->times == 0)
		return;
	eag__text_call(call);
	eag__json_call(call);
	call->times = 0;
}

/* A line of its own, after the call that may still repeat.  0: say nothing. */
static int
begin(void)
{
	if (eag__run.silent)
		return 0;
	eag__enter(EAG__REPORTING);
	eag__settle_call();
	return 1;
}

/* "accept(listener) = conn" is the call accept(listener), which is "conn". */
static void
take_apart(struct eag__call *call)
{
	const char *role = strstr(call->said, ") = ");
	const char *bytes = strstr(call->said, " byte");
	const char *start = bytes;
	size_t length = role != NULL ? (size_t)(role - call->said) + 1 :
				       strlen(call->said);

	snprintf(
	    call->text, sizeof(call->text), "%.*s", (int)length, call->said);
	snprintf(
	    call->is, sizeof(call->is), "%s", role != NULL ? role + 4 : "");
	call->name_length = strcspn(call->text, "(");
	call->asked = -1;
	while (start != NULL && start > call->said && start[-1] >= '0' &&
	    start[-1] <= '9')
		start--;
	if (start == bytes)
		return;
	call->asked = strtol(start, NULL, 10);
	if (call->asked == 1 && bytes[5] == 's' &&
	    bytes + 6 < call->said + strlen(call->text)) { /* "1 bytes" */
		char *plural = call->text + (bytes - call->said) + 5;

		memmove(plural, plural + 1, strlen(plural));
	}
}

/* The same call with the same answer; a new descriptor is as good as another.
 */
static int
repeats(const struct eag__call *call, const char *actor, long ret, int error,
    const char *said, const char *revents)
{
	if (call->times == 0 || strcmp(call->said, said) != 0 ||
	    strcmp(call->actor, actor) != 0 ||
	    strcmp(call->revents, revents) != 0)
		return 0;
	if (call->is[0] != '\0' && call->ret >= 0 && ret >= 0)
		return 1;
	return call->ret == ret && (ret != -1 || call->error == error);
}

/* `revents` is NULL for a call that is no poll(). */
static void
record(const char *actor, long ret, int error, const char *said,
    const char *revents)
{
	struct eag__call *call = &eag__run.call;
	const char *events = revents != NULL ? revents : "";

	if (repeats(call, actor, ret, error, said, events)) {
		call->times++;
		return;
	}
	eag__settle_call();
	call->actor = actor;
	call->ret = ret;
	call->error = error;
	call->meaning = ret == -1 ? strerror(error) : NULL;
	call->polled = revents != NULL;
	snprintf(call->said, sizeof(call->said), "%s", said);
	snprintf(call->revents, sizeof(call->revents), "%s", events);
	take_apart(call);
	call->number++;
	call->times = 1;
}

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
 * the case, so nothing can be claimed after it.
 */
static int
unexpected(long ret, int error)
{
	return ret == -1 && eag__run.demo != NULL && !eag__run.tool &&
	    !eag_elsewhere() && !declared(error);
}

static _Noreturn void
end_with(int error, const char *said)
{
	const char *role = strstr(said, ") = ");
	char call[sizeof(eag__run.call.said)];

	snprintf(call, sizeof(call), "%.*s",
	    role != NULL ? (int)(role - said) + 1 : (int)strlen(said), said);
	errno = error;
	eag_need(0, call);
	abort(); /* it does not come back */
}

void
eag_call(const char *actor, long ret, const char *format, ...)
{
	int error = errno;
	const int ends = unexpected(ret, error);
	char said[sizeof(eag__run.call.said)];
	va_list arguments;

	if (eag__run.silent && !ends)
		return;
	va_start(arguments, format);
	vsnprintf(said, sizeof(said), format, arguments);
	va_end(arguments);
	if (!eag__run.silent) {
		eag__enter(EAG__REPORTING);
		record(actor, ret, error, said, NULL);
		eag__leave();
	}
	if (ends)
		end_with(error, said);
	errno = error;
}

static void
name_events(char *text, size_t size, int events)
{
	static const struct {
		int event;
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
			snprintf(text + used, size - used, "%s%s",
			    used > 0 ? "|" : "", names[i].name);
	}
}

static int
polled(const char *actor, int ret, const struct pollfd *p, const char *role)
{
	int error = errno;
	char events[64], revents[64], said[sizeof(eag__run.call.said)];

	name_events(events, sizeof(events), p->events);
	name_events(revents, sizeof(revents), ret > 0 ? p->revents : 0);
	snprintf(said, sizeof(said), "poll(%s, %s)", role, events);
	if (!eag__run.silent) {
		eag__enter(EAG__REPORTING);
		record(actor, ret, error, said, revents);
		eag__leave();
	}
	if (unexpected(ret, error))
		end_with(error, said);
	errno = error;
	return ret == -1 ? -1 : ret == 0 ? 0 : p->revents;
}

int
eag_poll(const char *actor, int fd, short events, const char *role)
{
	struct pollfd p = { .fd = fd, .events = events };
	int ret;

	do
		ret = poll(&p, 1, 0);
	while (ret == -1 && errno == EINTR);
	return polled(actor, ret, &p, role);
}

/* Say what is waited for, to whoever is at the other end; then take the time.
 */
int
eag__await_other_end(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };
	char names[64];
	int ret;

	if (poll(&p, 1, 0) == 1)
		return p.revents;
	name_events(names, sizeof(names), events);
	eag__enter(EAG__REPORTING);
	eag__settle_call();
	eag__text_note("waiting for the other end: ", names);
	eag__flush();
	eag__leave();
	eag__watchdog_pause();
	do
		ret = poll(&p, 1, -1);
	while (ret == -1 && errno == EINTR);
	eag__watchdog_resume();
	return ret == -1 ? -1 : p.revents;
}

int
eag_wait(const char *actor, int fd, short events, const char *role)
{
	struct pollfd p = { .fd = fd, .events = events };
	long long end = eag_clock(CLOCK_MONOTONIC) + EAG__DEADLINE * MS, left;
	int ret;

	if (eag_elsewhere())
		eag__await_other_end(fd, events);
	do {
		left = (end - eag_clock(CLOCK_MONOTONIC)) / MS;
		ret = poll(&p, 1, left > 0 ? (int)left : 0);
	} while (ret == -1 && errno == EINTR);
	if (ret == 0)
		errno = ETIMEDOUT; /* for who needs it */
	return polled(actor, ret, &p, role);
}

void
eag_claim(const char *id, int ok, const char *text)
{
	int error = errno;

	eag__run.claims++;
	eag__run.held += ok != 0;
	if (begin()) {
		eag__text_claim(ok, text);
		eag__json_claim(id, ok, text);
		eag__leave();
	}
	errno = error;
}

void
eag_claim_both(const char *id, int ok, const char *text)
{
	int error = errno;

	if (!eag_elsewhere()) {
		eag_claim(id, ok, text);
	} else if (begin()) {
		eag__text_left_out(text);
		eag__json_left_out(id, text);
		eag__leave();
	}
	errno = error;
}

void
eag_buffer(const char *actor, int fd, enum eag_side side)
{
	int error = errno;
	struct eag_fill fill;

	if (!eag__run.silent && eag_fill(fd, side, &fill) == 0) {
		eag__enter(EAG__REPORTING);
		eag__settle_call();
		eag__text_buffer(actor, side, &fill);
		eag__json_buffer(actor, side, &fill);
		eag__leave();
	}
	errno = error;
}

void
eag_state(int fd)
{
	int error = errno, state;

	if (!eag__run.silent && (state = eag_tcp_state(fd)) != -1) {
		eag__enter(EAG__REPORTING);
		eag__settle_call();
		eag__text_state(state);
		eag__json_measure(
		    "tcp-state", state, eag_tcp_state_name(state));
		eag__leave();
	}
	errno = error;
}

void
eag_note(const char *text)
{
	int error = errno;

	if (begin()) {
		eag__text_note(text, "");
		eag__json_note(text);
		eag__leave();
	}
	errno = error;
}

void
eag_measure(const char *name, long value, const char *unit)
{
	int error = errno;

	if (begin()) {
		eag__text_measure(name, value, unit);
		eag__json_measure(name, value, unit);
		eag__leave();
	}
	errno = error;
}

void
eag_timing(const char *name, long value, const char *unit)
{
	int error = errno;

	if (begin()) {
		eag__text_timing(name, value, unit);
		eag__leave();
	}
	errno = error;
}

void
eag_row(const char *text)
{
	int error = errno;

	if (begin()) {
		eag__text_row(text);
		eag__leave();
	}
	errno = error;
}

void
eag_figure(const char *name, long value, const char *unit)
{
	int error = errno;

	if (begin()) {
		eag__json_measure(name, value, unit);
		eag__leave();
	}
	errno = error;
}

void
eag__listening(const struct eag_address *address)
{
	char where[64];

	if (eag__run.silent)
		return;
	eag__enter(EAG__REPORTING);
	eag__format_address(address, where, sizeof(where));
	eag__text_note("listening on ", where);
	eag__json_listen(where);
	eag__flush();
	eag__leave();
}
