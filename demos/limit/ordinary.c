/* SPDX-License-Identifier: MIT */
/* ordinary.c: a user whom limits bind. */
#define _GNU_SOURCE /* setresuid(), syscall() */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ordinary.h"

int
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
