/* SPDX-License-Identifier: MIT */
/* The program reads; the end comes together with the last bytes. */
#include "../judge/judge.h"

void
judge(const char *program)
{
	judge_reader(program, 1);
}
