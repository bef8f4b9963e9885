/* SPDX-License-Identifier: MIT */
/* keyboard.c: lines from a terminal or from a pipe, and Ctrl-C. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "keyboard.h"
#include "tool_output.h"

static struct sigaction usual; /* how SIGINT ends a program */
static int terminal, on_screen;
static volatile sig_atomic_t interrupted;

static void
interrupt(int number)
{
	int error = errno;

	(void)number;
	interrupted = 1;
	/* The terminal has shown ^C: what comes next begins a new line. */
	if (on_screen && write(STDOUT_FILENO, "\n", 1) == -1)
		interrupted = 1;
	errno = error;
}

/* Without SA_RESTART a call that waits ends with EINTR: signal(7). */
static void
catch_interrupts(int on)
{
	const struct sigaction ours = { .sa_handler = interrupt };

	if (usual.sa_handler == SIG_IGN) /* in the background it stays so */
		return;
	eag_need(
	    sigaction(SIGINT, on ? &ours : &usual, NULL) == 0, "sigaction");
}

void
keyboard_open(void)
{
	terminal = isatty(STDIN_FILENO);
	on_screen = terminal && isatty(STDOUT_FILENO);
	eag_need(sigaction(SIGINT, NULL, &usual) == 0, "sigaction");
}

int
keyboard_is_terminal(void)
{
	return terminal;
}

int
keyboard_interrupted(void)
{
	return interrupted;
}

static void
prompt(void)
{
	interrupted = 0;
	if (terminal)
		eag_raw("> ", 2);
}

/* One byte: 1, 0 at the end of the input, -1 if Ctrl-C came instead. */
static int
read_byte(char *byte)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t n;

	for (;;) {
		n = read(STDIN_FILENO, byte, 1);
		if (n != -1)
			return (int)n;
		if (errno == EINTR && interrupted)
			return -1;
		/* Somebody else may have made it non-blocking. */
		if (errno == EAGAIN && poll(&input, 1, -1) == -1 && interrupted)
			return -1;
		eag_need(errno == EAGAIN || errno == EINTR, "read");
	}
}

/* Up to the newline or the end of the input; -1: neither, and ask again. */
static int
read_line(char *line, size_t size, size_t *length)
{
	int n;
	char byte = '\0';

	*length = 0;
	while ((n = read_byte(&byte)) == 1 && byte != '\n') {
		if (*length < size)
			line[(*length)++] = byte;
	}
	if (n == -1) {
		eag_note("quit, or the end of the input (Ctrl-D), ends it");
		return -1;
	}
	/* No newline was typed, so the screen shows none. */
	if (n == 0 && terminal)
		eag_raw("\n", 1);
	if (*length == size) {
		eag_note("that line is too long");
		return -1;
	}
	line[*length] = '\0';
	return n == 1 || *length > 0;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

int
keyboard_line(char *line, size_t size)
{
	size_t length, blanks;
	int came;

	/* With a pipe, SIGINT at the prompt ends the program as usual. */
	catch_interrupts(terminal);
	do
		prompt();
	while ((came = read_line(line, size, &length)) == -1);
	if (came == 0)
		return 0;
	while (length > 0 && is_blank(line[length - 1]))
		line[--length] = '\0';
	for (blanks = 0; is_blank(line[blanks]); blanks++)
		;
	memmove(line, line + blanks, length - blanks + 1);
	interrupted = 0;
	catch_interrupts(1);
	return 1;
}
