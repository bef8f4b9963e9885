/* SPDX-License-Identifier: MIT */
/* The program reads; the end comes after the last bytes, or with them. */
#include "../judge/judge.h"

void
judge(const char *program)
{
	judge_reader(program);
}
