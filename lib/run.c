/* SPDX-License-Identifier: MIT */
/* run.c: a demonstration starts, goes in steps, and ends with a verdict. */
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
	const char *when = eag__common.colour, *terminal = getenv("TERM");

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
	const char *file = eag__common.events;

	if (file == NULL || is_stdout(file)) {
		if (file != NULL || (eag__common.json && !eag__common.quiet))
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

/* What the caller's shell or supervisor set up is not to decide anything. */
static void
reset_signals(void)
{
	/* A reader that left, a file size limit: errnos say it better. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	/* Inherited as ignored it would hide how a child ended: wait(2). */
	signal(SIGCHLD, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
}

void
eag_start(const struct eag_demo *demo, int argc, char *argv[])
{
	const char *failed;

	reset_signals();
	take_standard_descriptors();
	eag__run.demo = demo;
	eag__run.text.fd = -1;
	eag__run.tool = eag__run.at_once = strcmp(demo->class, "tool") == 0;
	eag__options(argc, argv);
	eag__run.accessible = eag__common.accessible || is_set("ACCESSIBLE");
	eag__run.colour = !eag__run.accessible && wants_colour();
	eag__run.stepping = (int)eag__common.step;
	if (eag__run.stepping && !isatty(STDIN_FILENO))
		eag__usage("--step needs a terminal as standard input");
	if (!eag__common.quiet &&
	    (!eag__common.json || eag__common.events != NULL))
		eag__run.text.fd = STDOUT_FILENO;
	eag__prepare_last_words();
	failed = eag__watchdog_start();
	if (failed != NULL && errno == EAGAIN)
		eag_skip(
		    "a signal that may be pending: ulimit -i, limit-timer");
	eag_need(failed == NULL, failed);
	open_events();
	eag__run.silent = eag__run.text.fd == -1 && eag__run.events.fd == -1;
	eag__emit(&(struct eag__event){ .kind = EAG__BEGIN });
}

/* At end of file stop asking for Enter. */
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
	eag_need(eag__watchdog_resume() == 0, "timer_settime");
}

void
eag_step(const char *tag, const char *text)
{
	eag__write_out();
	eag__check_output();
	eag__run.tag = tag;
	eag__run.step = text;
	eag__emit(&(struct eag__event){
	    .kind = EAG__STEP, .name = tag, .text = text });
	eag__write_out(); /* so that it is seen what a hang hangs in */
	if (eag__run.stepping)
		wait_for_enter();
}

/* The watchdog stays armed until all is written. */
static void
end_with(const char *word, const char *result, const char *text)
{
	eag__emit(&(struct eag__event){
	    .kind = EAG__END, .unit = word, .name = result, .text = text });
	eag__write_out();
	eag__watchdog_pause();
}

static int
passed(void)
{
	return eag__run.tool ||
	    (eag__run.claims > 0 && eag__run.held == eag__run.claims);
}

int
eag_end(void)
{
	char text[64] = "no claim was made";

	if (eag__run.claims > 0)
		snprintf(text, sizeof(text), "%d of %d claims hold",
		    eag__run.held, eag__run.claims);
	if (!passed())
		end_with("FAIL", "fail", text);
	else
		end_with(eag__run.tool ? NULL : "PASS", "pass", text);
	if (eag__output_failed())
		return EXIT_ERROR;
	return passed() ? EXIT_PASS : EXIT_FAIL;
}

/* A claim that did not hold outweighs what could not be shown. */
_Noreturn void
eag_skip(const char *missing)
{
	if (eag__run.held < eag__run.claims)
		exit(eag_end());
	end_with("SKIP", "skip", missing);
	eag__check_output();
	exit(EXIT_SKIP);
}

_Noreturn void
eag_give_up(const char *why)
{
	end_with(NULL, "fail", why);
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
	if (error == ENETUNREACH && !eag__run.tool && eag__loopback_is_down())
		eag_skip("loopback that is up: ip link set lo up");
	snprintf(text, sizeof(text), "%s: %s: %s", call, eag_errno_name(error),
	    strerror(error));
	end_with(NULL, "error", text);
	eag__complain("%s", text);
	exit(EXIT_ERROR);
}
