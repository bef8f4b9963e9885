/* SPDX-License-Identifier: MIT */
/* command.c: another program runs, and what it says becomes notes. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arrange.h"
#include "command.h"
#include "eagain.h"

enum { LINE = 66, MISSING = 127 }; /* LINE: what a note has room for */

int
command_start(const char *const argv[], int in, int out, int err)
{
	int child = eag_child();

	if (child != 0)
		return child;
	/* A shell asks the environment what to run first, and what to keep. */
	if (dup2(in, 0) == -1 || dup2(out, 1) == -1 || dup2(err, 2) == -1 ||
	    setsid() == -1 || signal(SIGPIPE, SIG_DFL) == SIG_ERR ||
	    setenv("LC_ALL", "C", 1) == -1 || setenv("TERM", "dumb", 1) == -1 ||
	    setenv("HISTFILE", "", 1) == -1 || unsetenv("BASH_ENV") == -1 ||
	    unsetenv("ENV") == -1 || unsetenv("PROMPT_COMMAND") == -1)
		_exit(MISSING);
	execvp(argv[0], (char *const *)argv);
	_exit(MISSING);
}

/* A note of as many lines as it takes; what is not ASCII becomes "?". */
static void
note(char *text)
{
	char line[LINE + 1];
	size_t length;

	for (char *c = text; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	while (*text != '\0') {
		length = strlen(text);
		if (length > LINE)
			length = LINE;
		if (text[length] != '\0')
			for (size_t i = length; i > LINE / 2; i--)
				if (text[i] == ' ') {
					length = i;
					break;
				}
		snprintf(line, sizeof(line), "%.*s", (int)length, text);
		eag_note(line);
		text += length;
		text += strspn(text, " ");
	}
}

/* The first line of a file, after `before`. */
static void
note_first_line(int file, const char *before)
{
	char text[256];
	size_t used = strlen(before);
	ssize_t n;

	memcpy(text, before, used);
	n = pread(file, text + used, sizeof(text) - 1 - used, 0);
	eag_need(n != -1, "pread");
	text[used + (size_t)n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	note(text);
}

/* As one types it. */
static void
note_command(const char *const argv[])
{
	char text[256] = "$";
	size_t used = 1;
	const char *quote;

	for (; *argv != NULL && used < sizeof(text); argv++) {
		quote = strpbrk(*argv, " ;<>") != NULL ? "'" : "";
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    " %s%s%s", quote, *argv, quote);
	}
	note(text);
}

static int
exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
command_version(const char *name)
{
	const char *const argv[] = { name, "--version", NULL };
	int file = eag_file(), child = command_start(argv, file, file, file);
	int status = exit_status(eag_wait_child(child));
	char text[LINE + 1];

	if (status == 0) {
		note_first_line(file, "");
	} else {
		snprintf(text, sizeof(text),
		    status == MISSING ? "there is no %s here" :
					"%s, which does not tell its version",
		    name);
		eag_note(text);
	}
	close(file);
	return status != MISSING;
}

int
command_run(const char *const argv[], int in, int out)
{
	const long long deadline = eag_deadline(3000);
	int file = eag_file(), status = 0, ended;
	int child = command_start(
	    argv, in != -1 ? in : file, out != -1 ? out : file, file);
	char text[LINE];

	note_command(argv);
	do
		ended = waitpid(child, &status, WNOHANG);
	while ((ended == 0 || (ended == -1 && errno == EINTR)) &&
	    eag_time_left(deadline));
	if (ended == 0) {
		kill(child, SIGKILL);
		eag_wait_child(child);
		eag_note("it waits, and does not end");
	} else {
		eag_need(ended == child, "waitpid");
		if (lseek(file, 0, SEEK_END) == 0)
			eag_note("it says nothing");
		else
			note_first_line(file, "it says: ");
		snprintf(text, sizeof(text), "its exit status is %d",
		    exit_status(status));
		eag_note(text);
	}
	close(file);
	return ended != 0;
}
