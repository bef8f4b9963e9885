/* SPDX-License-Identifier: MIT */
/*
 * flags-prompt: a program sets O_NONBLOCK and O_ASYNC on the terminal, and
 * ends: flags-terminal.  Then the shell prompts.  What bash and dash do about
 * the flags is observed: one may be cleared and the other left, and a script
 * that has no prompt may leave both.
 */
#define _GNU_SOURCE /* O_ASYNC */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "arrange.h"
#include "child_did.h"
#include "command.h"
#include "eagain.h"
#include "prompt/prompt.h"

static const struct eag_demo demo = {
	.name = "flags-prompt",
	.title = "a shell prompts on a terminal that has O_NONBLOCK",
	.class = "shared",
	.calls = "fcntl read open poll",
	.errnos = "EAGAIN",
	.poll = "nothing, until a key is pressed",
	.belief = "When the prompt is back, the terminal is as before.",
	.why = "A shell that waits for a command needs a terminal that blocks, "
	       "so most clear O_NONBLOCK before they prompt. No rule says so, "
	       "and O_ASYNC does not disturb them. A script has no prompt: its "
	       "next read() may be refused.",
	.react =
	    "Do not rely on the prompt: `program </dev/tty`. See what is left "
	    "with `grep flags /proc/self/fdinfo/0`: on x86 04000 is "
	    "O_NONBLOCK, and 020000 is O_ASYNC.",
	.pages = "fcntl(2) open(2) tty(4) proc(5) bash(1)",
	.next = "flags-terminal flags-loop-shells",
};

/* A program that has the terminal from its shell sets two flags, and ends. */
static void
run_program(int terminal)
{
	int child = eag_child();

	if (child == 0)
		_exit(
		    fcntl(terminal, F_SETFL,
			fcntl(terminal, F_GETFL) | O_NONBLOCK | O_ASYNC) != 0);
	child_did(
	    child, "fcntl(terminal, F_SETFL, flags | O_NONBLOCK | O_ASYNC)");
}

/* A shell prompts; what flags are left then? */
static void
observe(const char *const shell[], int terminal)
{
	if (!command_version(shell[0]))
		return;
	run_program(terminal);
	prompt(shell, terminal);
	eag_call(
	    "reader", fcntl(terminal, F_GETFL), "fcntl(terminal, F_GETFL)");
}

int
main(int argc, char *argv[])
{
	static const char *const bash[] = { "bash", "--norc", "-i", NULL };
	static const char *const dash[] = { "dash", "-i", NULL };
	static const char *const script[] = { "bash", "-c", "read x", NULL };
	int master, terminal, own, flags;
	char key;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("leave", "a program sets two flags, and ends");
	eag_need(signal(SIGIO, SIG_IGN) != SIG_ERR, "signal");
	eag_terminal(&master, &terminal);
	run_program(terminal);
	n = read(terminal, &key, 1);
	eag_call("reader", n, "read(terminal, 1 byte)");
	eag_claim("left-is-eagain", n == -1 && errno == EAGAIN,
	    "before any prompt the next program gets EAGAIN");
	eag_claim("poll-agrees",
	    eag_poll("reader", terminal, POLLIN, "terminal") == 0,
	    "poll() agrees: nothing to read");

	eag_step("script", "bash runs a script, and no prompt comes");
	if (command_version("bash"))
		command_run(script, terminal, terminal);

	eag_step("shells", "bash and dash prompt");
	observe(bash, terminal);
	observe(dash, terminal);

	eag_step("anew", "the terminal is opened anew");
	run_program(terminal);
	own = open(eag_path(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (own == -1)
		eag_skip("opening a descriptor anew: /proc/self/fd");
	eag_call(
	    "reader", own, "open(\"/proc/self/fd/terminal\", O_RDWR) = own");
	flags = fcntl(own, F_GETFL);
	eag_call("reader", flags, "fcntl(own, F_GETFL)");
	eag_claim("own-has-none",
	    flags != -1 && (flags & (O_NONBLOCK | O_ASYNC)) == 0,
	    "this open file of the same terminal has neither flag");

	return eag_end();
}
