/* SPDX-License-Identifier: MIT */
/* proc.c: what needs /proc; a path below it to what a descriptor is open on. */
#include <errno.h>
#include <stdio.h>

#include "internal.h"

void
eag_need_proc(int ok, const char *call)
{
	const int error = errno;

	if (ok)
		return;
	if (eag__proc() == -1 && errno == ENOENT)
		eag_skip("/proc: mount -t proc proc /proc");
	if (eag__proc() == -1 && errno == ENODATA)
		eag_skip("/proc of this PID namespace: unshare --mount-proc");
	errno = error;
	eag_need(0, call);
}

const char *
eag_path(int fd)
{
	static char path[32];

	eag_need_proc(eag__proc() == 0 || errno == ENODATA, "/proc/self");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return path;
}
