/* SPDX-License-Identifier: MIT */
/* The program's stdout is a pipe with O_NONBLOCK, which others use as well. */
#define _GNU_SOURCE /* pipe2(), F_SETPIPE_SZ */
#include <eagain.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../judge/judge.h"
#include "../judge/watch.h"

void
judge(const char *program)
{
	static char numbers[200000];
	struct watched watched;
	int ends[2], others, sleeps;
	size_t length = 0;

	for (int number = 1; number <= 20000; number++)
		length += (size_t)snprintf(
		    numbers + length, sizeof(numbers) - length, "%d\n", number);

	eag_step("stalled", "the reader does not read; the pipe is full");
	eag_need(pipe2(ends, O_CLOEXEC) == 0, "pipe2");
	eag_need(fcntl(ends[1], F_SETPIPE_SZ, 4096) != -1, "fcntl");
	eag_need(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0, "fcntl");
	others = dup(ends[1]);
	eag_need(others != -1, "dup");
	watch_start_to(&watched, program, watch_nothing(), ends[1],
	    (const char *[]){ NULL });
	until_full(ends[0]);
	sleeps = watch_sleeps(&watched, 300);
	eag_claim("sleeps", sleeps, "it sleeps until there is room");

	eag_step("reads", "the reader reads on, to the end");
	judge_rest(&watched, ends[0], sleeps, numbers, length, others);
}
