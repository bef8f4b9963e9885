/* SPDX-License-Identifier: MIT */
/* holder.c: who holds a lock, as /proc/locks has it. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "eagain.h"
#include "holder.h"

long
lock_holder(int file, const char *kind)
{
	FILE *page = fopen("/proc/locks", "re");
	unsigned long number;
	long process, found = 0;
	char line[256], is[16];
	struct stat about;

	if (page == NULL)
		return 0;
	eag_need(fstat(file, &about) == 0, "fstat");
	/* The device is left out: it need not be that of stat(2), on btrfs. */
	while (found == 0 && fgets(line, sizeof(line), page) != NULL)
		if (sscanf(line, "%*d: %15s %*s %*s %ld %*x:%*x:%lu", is,
			&process, &number) == 3 &&
		    strcmp(is, kind) == 0 && number == about.st_ino)
			found = process;
	fclose(page);
	return found;
}
