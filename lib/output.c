/* SPDX-License-Identifier: MIT */
/*
 * output.c: two sinks, the text and the events.
 *
 * Output is gathered in memory and written between steps, so that nothing is
 * written between a refused call and what is measured about it.
 */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

struct eag__run eag__run = { .text = { .fd = STDOUT_FILENO },
	.events = { .fd = -1 } };

static struct eag__sink *const sinks[] = { &eag__run.text, &eag__run.events };

static int
absent(const struct eag__sink *sink)
{
	return sink->fd == -1 || sink->failed != 0;
}

static int
takes_more(int fd, int timeout)
{
	struct pollfd writable = { .fd = fd, .events = POLLOUT };

	return poll(&writable, 1, timeout) == 1;
}

/* The descriptor may be non-blocking by inheritance; its flags are not ours. */
static void
write_out(struct eag__sink *sink)
{
	const sig_atomic_t before = eag__run.busy;
	size_t done = 0;

	eag__run.busy = EAG__WRITING;
	while (!absent(sink) && done < sink->used) {
		ssize_t n = write(
		    sink->fd, sink->bytes + done, sink->used - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN && takes_more(sink->fd, -1))
			continue;
		else if (errno != EINTR && errno != EAGAIN)
			sink->failed = errno;
	}
	sink->used = sink->settled = 0;
	eag__run.busy = before;
}

void
eag__flush(void)
{
	int error = errno;

	for (int i = 0; i < 2; i++)
		write_out(sinks[i]);
	errno = error;
}

void
eag__append(struct eag__sink *sink, const char *bytes, size_t length)
{
	size_t part;

	for (; !absent(sink) && length > 0; bytes += part, length -= part) {
		if (length > sizeof(sink->bytes) - sink->used)
			write_out(sink);
		part = sizeof(sink->bytes) - sink->used;
		if (part > length)
			part = length;
		memcpy(sink->bytes + sink->used, bytes, part);
		sink->used += part;
	}
}

int
eag__output_stalled(void)
{
	for (int i = 0; i < 2; i++)
		if (!absent(sinks[i]) && sinks[i]->used > 0 &&
		    !takes_more(sinks[i]->fd, 0))
			return 1;
	return 0;
}

/* 512 bytes never block where poll() says POLLOUT. */
static void
write_some(const struct eag__sink *sink, const char *bytes, size_t length)
{
	while (!absent(sink) && length > 0 && takes_more(sink->fd, 0)) {
		ssize_t n = write(sink->fd, bytes, length < 512 ? length : 512);

		if (n == -1 && errno != EINTR)
			break;
		bytes += n > 0 ? n : 0;
		length -= n > 0 ? (size_t)n : 0;
	}
}

void
eag__last_flush(int ending)
{
	for (int i = 0; i < 2; i++) {
		const struct eag__line *last = &sinks[i]->last_words[ending];

		write_some(sinks[i], sinks[i]->bytes, sinks[i]->used);
		write_some(sinks[i], last->bytes, last->used);
	}
}

/* One line on stderr: NAME: what is wrong. */
void
eag__complain(const char *format, ...)
{
	char line[512];
	va_list arguments;
	int length, used;

	used = snprintf(line, sizeof(line),
	    "%s: ", eag__run.demo != NULL ? eag__run.demo->name : "eagain");
	va_start(arguments, format);
	length = vsnprintf(
	    line + used, sizeof(line) - (size_t)used - 1, format, arguments);
	va_end(arguments);
	used += length;
	if (used > (int)sizeof(line) - 2)
		used = (int)sizeof(line) - 2;
	/* What the user typed may hold anything; it stays one line. */
	for (int i = 0; i < used; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == '\177')
			line[i] = '?';
	line[used++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)used) == -1)
		return; /* and there is nowhere else to say so */
}

int
eag__output_failed(void)
{
	int error = 0;

	for (int i = 0; i < 2 && error == 0; i++)
		if (sinks[i]->failed != EPIPE)
			error = sinks[i]->failed;
	if (error != 0)
		eag__complain("cannot write the output: %s: %s",
		    eag_errno_name(error), strerror(error));
	return error != 0;
}

void
eag__check_output(void)
{
	if (eag__output_failed())
		exit(EXIT_ERROR);
}
