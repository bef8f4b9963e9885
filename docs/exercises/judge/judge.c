/* SPDX-License-Identifier: MIT */
/*
 * judge: runs a student's program and says what the kernel saw: which bytes
 * arrived, whether it slept while there was nothing to do, how it ended.  The
 * program's text is not looked at: whatever works is right.
 */
#include <eagain.h>
#include <string.h>

#include "cases.h"

static const struct eag_demo demo = {
	.name = "judge",
	.title = "what the kernel saw of your program",
	.class = "wait",
	.calls = "",
	.errnos = "",
	.why = "A program is right if the right bytes arrive, it sleeps while "
	       "there is nothing to do, and it ends.",
	.react = "scripts/try FILE --hint helps; so do the programs below.",
	.pages = "proc(5)",
	.next = "retry-poll recv-eof edge-unread",
	.patience = 60,
	.options = {
		{ "exercise", EAG_WORD, "drops|resends|zero|believes|edge|close",
		    "which one", "drops" },
		{ "program", EAG_TEXT, "PATH", "what to run" },
	},
};

int
main(int argc, char *argv[])
{
	const char *exercise, *program;

	eag_start(&demo, argc, argv);
	exercise = eag_text("exercise");
	program = eag_text("program");
	if (program == NULL)
		eag_skip("--program=PATH");
	if (strcmp(exercise, "drops") == 0 || strcmp(exercise, "resends") == 0)
		judge_sender(program, 300000);
	else if (strcmp(exercise, "zero") == 0)
		judge_reader(program, 0);
	else if (strcmp(exercise, "edge") == 0)
		judge_reader(program, 1);
	else if (strcmp(exercise, "believes") == 0)
		judge_client(program);
	else
		judge_server(program);
	return eag_end();
}
