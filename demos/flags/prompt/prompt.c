/* SPDX-License-Identifier: MIT */
/* prompt.c: a shell that waits for a command. */
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>

#include "../command.h"
#include "arrange.h"
#include "eagain.h"
#include "prompt.h"

void
prompt(const char *const shell[], int terminal)
{
	const long long deadline = eag_deadline(3000);
	int child = command_start(shell, terminal, terminal, terminal);
	int ended = 0;

	while (
	    !ended && eag_nonblocking(terminal) == 1 && eag_time_left(deadline))
		ended = waitpid(child, NULL, WNOHANG) == child;
	if (!ended) {
		kill(child, SIGKILL);
		eag_wait_child(child);
	}
}
