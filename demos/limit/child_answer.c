/* SPDX-License-Identifier: MIT */
/* child_answer.c: what a call answered in a child, reported. */
#include "child_answer.h"
#include "eagain.h"

long
told(const struct eag_answer *answer, const char *call)
{
	const long ret = eag_answered(answer);

	eag_call("child", ret, "%s", call);
	return ret;
}
