/* SPDX-License-Identifier: MIT */
/* ended_process.c: a process that ends at once. */
#include "ended_process.h"

#include <unistd.h>

#include "arrange.h"

long
ended(int process)
{
	if (process == 0)
		_exit(0);
	if (process != -1)
		eag_wait_child(process);
	return process;
}
