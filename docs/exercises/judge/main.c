/* SPDX-License-Identifier: MIT */
/*
 * main.c: the judge of an exercise runs a student's program and says what the
 * kernel saw: which bytes arrived, whether it slept while there was nothing to
 * do, how it ended.  The program's text is not looked at: whatever works is
 * right.
 */
#include <eagain.h>

#include "judge.h"

static const char *program;

static const struct eag_demo demo = {
	.name = "judge",
	.title = "what the kernel saw of your program",
	.class = "wait",
	.calls = "",
	.errnos = "",
	.why = "A program is right if the right bytes arrive, it sleeps while "
	       "there is nothing to do, and it ends.",
	.react = "", /* scripts/try says it: it knows which claims failed */
	.pages = "proc(5)",
	.next = "",
	.patience = 60,
	.options = {
		{ .name = "program", .kind = EAG_TEXT, .word = &program,
		    .value = "PATH", .text = "what to run" },
	},
};

int
main(int argc, char *argv[])
{
	eag_start(&demo, argc, argv);
	if (program == NULL)
		eag_skip("--program=PATH");
	judge(program);
	return eag_end();
}
