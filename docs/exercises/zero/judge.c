/* SPDX-License-Identifier: MIT */
/* It reads; the end of the stream comes after the last bytes. */
#include "../judge/judge.h"

void
judge(const char *program)
{
	judge_reader(program, 0);
}
