/* SPDX-License-Identifier: MIT */
/* ordinary.c: a user whom limits bind. */
#define _GNU_SOURCE /* setresuid(), syscall() */
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "eagain.h"
#include "ordinary.h"

static void (*question)(struct eag_answer *answers);

static int
become_ordinary(void)
{
	/* As in linux/capability.h, which a libc need not bring. */
	struct {
		unsigned version;
		int pid;
	} self = { 0x20080522, 0 };
	unsigned none[6] = { 0 };

	if ((getuid() == 0 || geteuid() == 0) &&
	    setresuid(65534, 65534, 65534) == -1)
		return -1;
	if (syscall(SYS_capset, &self, none) == -1)
		return -1;
	/* Another user is no longer to die with its parent: prctl(2). */
	return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

/* The first answer is about this. */
static void
ask_as_ordinary(struct eag_answer *answers)
{
	eag_answer(&answers[0], become_ordinary());
	if (answers[0].ret != -1)
		question(answers + 1);
}

void
ask_ordinary(void (*ask)(struct eag_answer *answers),
    struct eag_answer *answers, int count)
{
	struct eag_answer all[EAG_ANSWERS];

	question = ask;
	eag_ask_child(ask_as_ordinary, all, count + 1);
	if (eag_answered(&all[0]) == -1)
		eag_skip("an ordinary user: setresuid() is refused");
	memcpy(answers, all + 1, sizeof(*answers) * (size_t)count);
}
