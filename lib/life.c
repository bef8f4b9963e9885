/* SPDX-License-Identifier: MIT */
/* life.c: a demonstration starts, goes in steps, and ends with a verdict. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

/*
 * A missing descriptor 0, 1 or 2 is opened on /dev/null the wrong way round:
 * its number is taken, so that no socket lands on it, and using it fails.
 */
static void
take_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null",
			fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) == -1)
			return;
}

static int
is_set(const char *variable)
{
	const char *value = getenv(variable);

	return value != NULL && *value != '\0';
}

static int
wants_colour(void)
{
	const char *when = eag_text("color"), *terminal = getenv("TERM");

	if (when != NULL && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(STDOUT_FILENO) && !is_set("NO_COLOR") &&
	    terminal != NULL && strcmp(terminal, "dumb") != 0;
}

/* Does this name what standard output is open on already? */
static int
is_stdout(const char *file)
{
	struct stat named, open;

	return stat(file, &named) == 0 && fstat(STDOUT_FILENO, &open) == 0 &&
	    named.st_dev == open.st_dev && named.st_ino == open.st_ino &&
	    !S_ISCHR(open.st_mode);
}

/* The watchdog is armed by now: a FIFO without a reader is no hang either. */
static void
open_events(void)
{
	const char *file = eag_text("json");

	if (file == NULL || is_stdout(file)) {
		if (file != NULL ||
		    (eag__given("json") && !eag__given("quiet")))
			eag__run.events.fd = STDOUT_FILENO;
		return;
	}
	eag__run.events.fd = open(
	    file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (eag__run.events.fd == -1) {
		eag__complain("open %s: %s: %s", file, eag_errno_name(errno),
		    strerror(errno));
		exit(EXIT_ERROR);
	}
}

long
eag__patience(void)
{
	return eag__run.demo->patience != 0 ? eag__run.demo->patience : 10;
}

void
eag_start(const struct eag_demo *demo, int argc, char *argv[])
{
	int events_only;

	/* A reader that left, a file size limit: errnos say it better. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	/* Inherited as ignored it would hide how a child ended: wait(2). */
	signal(SIGCHLD, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	take_standard_descriptors();
	eag__run.demo = demo;
	eag__run.text.fd = -1;
	eag__run.tool = eag__run.at_once = strcmp(demo->class, "tool") == 0;
	eag__options(argc, argv);
	/* --blocking is to be seen hanging, so it may not take long. */
	eag__run.timeout = eag_flag(1) != 0 ? eag__patience() : 2;
	if (eag__given("timeout"))
		eag__run.timeout = eag_number("timeout");
	eag__run.accessible = eag__given("accessible") || is_set("ACCESSIBLE");
	eag__run.colour = !eag__run.accessible && wants_colour();
	eag__run.stepping = eag__given("step");
	if (eag__run.stepping && !isatty(STDIN_FILENO))
		eag__usage("--step needs a terminal as standard input");

	events_only = eag__given("json") && eag_text("json") == NULL;
	if (!eag__given("quiet") && !events_only)
		eag__run.text.fd = STDOUT_FILENO;
	eag__watchdog_start();
	open_events();
	eag__run.silent = eag__run.text.fd == -1 && eag__run.events.fd == -1;
	eag__enter(EAG__REPORTING);
	eag__text_begin();
	eag__json_begin();
	eag__leave();
}

void
eag__check_output(void)
{
	int error = eag__output_failed();

	if (error == 0)
		return;
	eag__complain("cannot write the output: %s: %s", eag_errno_name(error),
	    strerror(error));
	exit(EXIT_ERROR);
}

void
eag__prompt(void)
{
	static const char text[] = "-- Enter --";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) == -1)
		return; /* and there is nowhere else to ask */
}

/* End of file is as good as Enter, from then on: nobody is at the keyboard. */
static void
wait_for_enter(void)
{
	struct pollfd key = { .fd = STDIN_FILENO, .events = POLLIN };
	char c = '\0';
	ssize_t n = 1;

	eag__watchdog_pause();
	eag__prompt();
	eag__run.prompting = 1;
	do {
		/* Somebody else may have made the terminal non-blocking. */
		if (poll(&key, 1, -1) == 1)
			n = read(STDIN_FILENO, &c, 1);
	} while ((n == 1 && c != '\n') ||
	    (n == -1 && (errno == EINTR || errno == EAGAIN)));
	eag__run.prompting = 0;
	if (n != 1) {
		eag__run.stepping = 0;
		dprintf(STDERR_FILENO, "\n");
	}
	eag__watchdog_resume();
}

void
eag_step(const char *tag, const char *text)
{
	eag__enter(EAG__REPORTING);
	eag__settle_call();
	eag__flush();
	eag__check_output();
	eag__run.tag = tag;
	eag__run.step = text;
	eag__text_step();
	eag__json_step();
	eag__flush(); /* so that it is seen what a hang hangs in */
	eag__leave();
	if (eag__run.stepping)
		wait_for_enter();
}

void
eag__verdict(const char *word, const char *result, const char *text)
{
	eag__run.ended = 1;
	eag__text_end(word, text);
	eag__json_end(result, text);
}

static int
passed(void)
{
	return eag__run.tool ||
	    (eag__run.claims > 0 && eag__run.held == eag__run.claims);
}

static void
say_verdict(void)
{
	char text[64] = "no claim was made";

	if (eag__run.claims > 0)
		snprintf(text, sizeof(text), "%d of %d claims hold",
		    eag__run.held, eag__run.claims);
	if (!passed()) {
		eag__verdict("FAIL", "fail", text);
		return;
	}
	eag__run.ended = 1;
	if (!eag__run.tool) {
		eag__text_advice();
		eag__text_end("PASS", text);
	}
	eag__json_end("pass", NULL);
}

/* The watchdog rings until all is written. */
static void
last_flush(void)
{
	eag__flush();
	eag__leave();
	eag__watchdog_pause();
}

int
eag_end(void)
{
	int error;

	eag__enter(EAG__REPORTING);
	eag__settle_call();
	say_verdict();
	last_flush();
	error = eag__output_failed();
	if (error != 0)
		eag__complain("cannot write the output: %s: %s",
		    eag_errno_name(error), strerror(error));
	return error != 0 ? EXIT_ERROR : passed() ? EXIT_PASS : EXIT_FAIL;
}

/* A claim that did not hold outweighs what could not be shown. */
_Noreturn void
eag_skip(const char *missing)
{
	if (eag__run.held < eag__run.claims)
		exit(eag_end());
	eag__enter(EAG__REPORTING);
	eag__settle_call();
	eag__verdict("SKIP", "skip", missing);
	last_flush();
	eag__check_output();
	exit(EXIT_SKIP);
}

_Noreturn void
eag_give_up(const char *why)
{
	eag__enter(EAG__REPORTING);
	eag__settle_call();
	eag__run.ended = 1;
	eag__json_end("fail", why);
	last_flush();
	eag__complain("%s", why);
	exit(EXIT_FAIL);
}

void
eag_need(int ok, const char *call)
{
	char text[256];
	int error = errno;

	if (ok)
		return;
	snprintf(text, sizeof(text), "%s: %s: %s", call, eag_errno_name(error),
	    strerror(error));
	eag__enter(EAG__REPORTING);
	eag__settle_call();
	eag__json_end("error", text);
	eag__flush();
	eag__complain("%s", text);
	exit(EXIT_ERROR);
}

void
eag_serve(void)
{
	eag__enter(EAG__REPORTING);
	if (!eag__given("timeout"))
		eag__watchdog_pause();
	eag__run.at_once = 1;
	eag__leave();
}

int
eag_raw(const char *bytes, size_t length)
{
	eag__enter(EAG__REPORTING);
	eag__put_bytes(&eag__run.text, bytes, length);
	eag__leave();
	return eag__run.text.failed == 0;
}

int
eag_takes_raw(void)
{
	return eag__run.text.fd != -1;
}

int
eag_accessible(void)
{
	return eag__run.accessible;
}
