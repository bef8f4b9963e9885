/* SPDX-License-Identifier: MIT */
/* descriptor_path.c: a path to what a descriptor is open on. */
#include <stdio.h>

#include "internal.h"

const char *
eag_path(int fd)
{
	static char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return path;
}
