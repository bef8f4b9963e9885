/* SPDX-License-Identifier: MIT */
/* The program sends, and the peer stops reading for a while. */
#include "../judge/judge.h"

void
judge(const char *program)
{
	judge_sender(program, 300000);
}
