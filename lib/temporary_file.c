/* SPDX-License-Identifier: MIT */
/* temporary_file.c: a regular file that nobody has to remove. */
#define _GNU_SOURCE /* O_TMPFILE */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "internal.h"

int
eag_file(void)
{
	const char *directory = getenv("TMPDIR");
	char name[4096];
	int file;

	if (directory == NULL || directory[0] == '\0')
		directory = "/tmp";
	file = open(directory, O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
	if (file != -1)
		return file;
	/* Not every file system can: open(2). */
	snprintf(name, sizeof(name), "%s/eagain-XXXXXX", directory);
	file = mkstemp(name);
	eag_need(file != -1, "mkstemp below TMPDIR (unset: /tmp)");
	eag_need(unlink(name) == 0, "unlink");
	return file;
}
