/* SPDX-License-Identifier: MIT */
/* child_did.c: a child that makes one call, and ends. */
#include "child_did.h"

#include "arrange.h"
#include "eagain.h"

void
child_did(int child, const char *call)
{
	eag_need(eag_wait_child(child) == 0, call);
	eag_call("child", 0, "%s", call);
}
