/* SPDX-License-Identifier: MIT */
/*
 * output.c: two sinks, the text and the events.
 *
 * Output is gathered in memory and written between steps, so that nothing is
 * written between a refused call and what is measured about it.  Appending
 * uses no stdio and no locale: the watchdog's handler appends too.
 */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

#define WIDTH 76 /* columns: it fits a slide and a quoted mail */

static int
absent(const struct eag__sink *sink)
{
	return sink->fd == -1 || sink->failed != 0;
}

/* The descriptor may be non-blocking by inheritance; its flags are not ours. */
static void
write_out(struct eag__sink *sink)
{
	struct pollfd writable = { .fd = sink->fd, .events = POLLOUT };
	size_t done = 0;

	while (!absent(sink) && done < sink->used) {
		ssize_t n = write(
		    sink->fd, sink->bytes + done, sink->used - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno == EAGAIN && poll(&writable, 1, -1) == 1)
			continue;
		else if (errno != EINTR && errno != EAGAIN)
			sink->failed = errno;
	}
	sink->used = 0;
}

void
eag__flush(void)
{
	int error = errno;
	sig_atomic_t before = eag__run.busy;

	eag__run.busy = EAG__WRITING;
	write_out(&eag__run.text);
	write_out(&eag__run.events);
	eag__run.busy = before;
	errno = error;
}

int
eag__output_stalled(void)
{
	const struct eag__sink *sinks[] = { &eag__run.text, &eag__run.events };

	for (int i = 0; i < 2; i++) {
		struct pollfd writable = { .fd = sinks[i]->fd,
			.events = POLLOUT };

		if (!absent(sinks[i]) && sinks[i]->used > 0 &&
		    poll(&writable, 1, 0) == 0)
			return 1;
	}
	return 0;
}

/* In a signal handler.  512 bytes never block where poll() says POLLOUT. */
static void
write_some(struct eag__sink *sink)
{
	struct pollfd writable = { .fd = sink->fd, .events = POLLOUT };
	size_t done = 0;

	while (
	    !absent(sink) && done < sink->used && poll(&writable, 1, 0) == 1) {
		size_t rest = sink->used - done;
		ssize_t n = write(
		    sink->fd, sink->bytes + done, rest < 512 ? rest : 512);

		if (n == -1 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
}

void
eag__flush_now(void)
{
	write_some(&eag__run.text);
	write_some(&eag__run.events);
}

int
eag__output_failed(void)
{
	const struct eag__sink *sinks[] = { &eag__run.text, &eag__run.events };

	for (int i = 0; i < 2; i++)
		if (sinks[i]->failed != 0 && sinks[i]->failed != EPIPE)
			return sinks[i]->failed;
	return 0;
}

void
eag__put_bytes(struct eag__sink *sink, const char *text, size_t length)
{
	if (absent(sink))
		return;
	if (length > sizeof(sink->bytes))
		length = sizeof(sink->bytes);
	if (length > sizeof(sink->bytes) - sink->used) {
		if (eag__run.last_words)
			return;
		eag__flush();
	}
	memcpy(sink->bytes + sink->used, text, length);
	sink->used += length;
}

void
eag__put(struct eag__sink *sink, const char *text)
{
	eag__put_bytes(sink, text, strlen(text));
}

void
eag__put_number(struct eag__sink *sink, long number)
{
	char digits[24];
	size_t at = sizeof(digits);
	unsigned long rest = (unsigned long)number;

	if (number < 0)
		rest = 0 - rest;
	do
		digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (number < 0)
		digits[--at] = '-';
	eag__put_bytes(sink, digits + at, sizeof(digits) - at);
}

void
eag__put_padded(struct eag__sink *sink, const char *text, int width)
{
	eag__put(sink, text);
	for (int column = (int)strlen(text); column < width; column++)
		eag__put(sink, " ");
}

/* Words from `column` on, further lines indented; ends the line. */
void
eag__put_wrapped(
    struct eag__sink *sink, const char *text, int indent, int column)
{
	int start = column;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");

		if (column > start && column + 1 + (int)length > WIDTH) {
			eag__put(sink, "\n");
			eag__put_padded(sink, "", indent);
			start = column = indent;
		} else if (column > start) {
			eag__put(sink, " ");
			column++;
		}
		eag__put_bytes(sink, text, length);
		column += (int)length;
		text += length;
		text += strspn(text, " ");
	}
	eag__put(sink, "\n");
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
