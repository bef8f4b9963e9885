/* SPDX-License-Identifier: MIT */
/* proc_number.c: what /proc says of a limit. */
#define _GNU_SOURCE /* O_CLOEXEC */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proc_number.h"

long
number_after(const char *file, const char *label)
{
	char text[4096], *line, *end;
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	long number = -1;
	ssize_t n;

	if (fd == -1)
		return -1;
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (n == -1)
		return -1;
	text[n] = '\0';
	errno = ENODATA;
	for (line = text; line != NULL; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, label, strlen(label)) != 0)
			continue;
		number = strtol(line + strlen(label), &end, 10);
		return end != line + strlen(label) ? number : -1;
	}
	return -1;
}
