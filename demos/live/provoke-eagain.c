/* SPDX-License-Identifier: MIT */
/*
 * provoke-eagain: does a program survive EAGAIN?  It runs a command with the
 * smallest buffers that the kernel gives, so that EAGAIN and short counts come
 * early and often, and says what the command does after each of them.  Every
 * answer is the kernel's own: none is invented.
 */
#define _GNU_SOURCE /* F_DUPFD_CLOEXEC */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "proc_files.h"
#include "provoke/reaction.h"
#include "provoke/tally.h"
#include "provoke/trace.h"
#include "provoke/tracees.h"
#include "tool_output.h"

static const char *take(int count, char *operands[]);

static long gentle, allow_none;
static const char *only;
static char **command, name[101]; /* the command's, printable */
static int command_out;

static const struct eag_demo demo = {
	.name = "provoke-eagain",
	.title = "does your program survive EAGAIN? It runs it, and watches",
	.class = "tool",
	.calls = "",
	.errnos = "",
	.why =
	    "EAGAIN comes on a busy day, when a buffer is full or empty. Here "
	    "the command's stream sockets get the smallest buffers, and its "
	    "pipes one page, so that it comes now. Every answer is the "
	    "kernel's own.",
	.react =
	    "Read the table: which calls met EAGAIN, and what the command did "
	    "then. Exit status 0: it only waited, or went on. 1: it did "
	    "something else. 77: EAGAIN never came. The table is on standard "
	    "error; standard output is the command's.",
	.pages = "ptrace(2) seccomp(2) pidfd_getfd(2) socket(7) pipe(7)",
	.next = "retry-poll send-short echo-epoll echo-spin",
	.operands = "-- COMMAND [ARGUMENT ...]",
	.take = take,
	.options = {
		{ .name = "gentle",
		    .kind = EAG_SWITCH,
		    .number = &gentle,
		    .text = "leave all buffers as they are; only watch" },
		{ .name = "allow-none",
		    .kind = EAG_SWITCH,
		    .number = &allow_none,
		    .text = "status 0, not 77, if EAGAIN never came" },
		{ .name = "only",
		    .kind = EAG_TEXT,
		    .word = &only,
		    .value = "PROGRAM",
		    .text = "judge this program alone" },
	},
};

/*
 * The command keeps our standard output; what we say goes to standard error.
 * So it is before anything is written.
 */
static const char *
take(int count, char *operands[])
{
	(void)count;
	command = operands;
	snprintf(name, sizeof(name), "%s", command[0]);
	proc_printable(name);
	command_out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (command_out == -1 || dup2(STDERR_FILENO, STDOUT_FILENO) == -1)
		return "there is no standard output to hand on";
	return NULL;
}

/* With --gentle: what the program that looks into processes says of it. */
static void
look_into(const struct thread *thread, int fd)
{
	char path[4096], pid[16], number[16];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 16);
	int child;

	if (n == -1)
		return;
	path[n] = '\0';
	strcpy(strrchr(path, '/') + 1, "why-blocked");
	if (!eag_takes_raw() || access(path, X_OK) == -1)
		return;
	snprintf(pid, sizeof(pid), "%d", (int)thread->process->pid);
	snprintf(number, sizeof(number), "%d", fd);
	eag_note("the first EAGAIN or short count; why-blocked says:");
	child = eag_child();
	if (child == 0) {
		execl(path, path, "--brief", pid, number, (char *)NULL);
		_exit(127);
	}
	eag_wait_child(child);
}

/* How the command ended, for people and for programs. */
static void
say_end(int status)
{
	char text[256];
	const int exited = WIFEXITED(status);

	if (exited)
		snprintf(text, sizeof(text),
		    "%s ended with exit status %d; processes: %d", name,
		    WEXITSTATUS(status), process_seen());
	else
		snprintf(text, sizeof(text),
		    "%s was ended by signal %d (%s); processes: %d", name,
		    WTERMSIG(status), strsignal(WTERMSIG(status)),
		    process_seen());
	eag_note(text);
	eag_record("command",
	    (const struct eag_field[]){
		{ exited ? "status" : "signal", NULL,
		    exited ? WEXITSTATUS(status) : WTERMSIG(status) },
		{ "processes", NULL, process_seen() }, { NULL, NULL, 0 } });
}

/* Whose faults they are. */
static const char *
judged(void)
{
	static char text[101];

	if (only == NULL)
		return name;
	snprintf(text, sizeof(text), "%s",
	    strrchr(only, '/') != NULL ? strrchr(only, '/') + 1 : only);
	proc_printable(text);
	return text;
}

/* The faults, in words; "" if it only waited. */
static void
faults(char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int verdict = NAPS; verdict < VERDICTS; verdict++)
		if (tally_of((enum verdict)verdict) > 0 && used < size)
			used += (size_t)snprintf(text + used, size - used,
			    "%s%s", used > 0 ? ", " : "",
			    tally_word((enum verdict)verdict));
}

int
main(int argc, char *argv[])
{
	const char *missing;
	char found[200], text[360];

	eag_start(&demo, argc, argv);
	eag_serve();
	missing = trace_missing();
	if (missing != NULL)
		eag_skip(missing);
	if (gentle)
		reaction_first = look_into;
	if (only != NULL)
		trace_only(only);
	trace_start(command, command_out);
	close(command_out);
	say_end(trace_run(!gentle));
	tally_show();
	trace_say_unseen();
	faults(found, sizeof(found));
	if (found[0] != '\0') {
		snprintf(text, sizeof(text), "%s: %s", judged(), found);
		eag_give_up(text);
	}
	if (!tally_any())
		eag_note("watched: read, write, accept, connect; not locks, "
			 "futexes, fork()");
	if (!tally_any() && !allow_none)
		eag_skip(
		    "EAGAIN and short counts: neither came where it looks");
	if (!tally_any())
		eag_note("neither came");
	else if (tally_of(WAITS) + tally_of(GOES_ON) > 0)
		eag_note("it only waited");
	else
		eag_note("no fault was seen");
	return eag_end();
}
