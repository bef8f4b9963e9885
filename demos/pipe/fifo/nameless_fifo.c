/* SPDX-License-Identifier: MIT */
/* nameless_fifo.c: what keeps it is a descriptor that opens neither end. */
#define _GNU_SOURCE /* O_PATH */
#include "nameless_fifo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

const char *
nameless_fifo(void)
{
	static char path[4096 + 8];
	const char *tmp = getenv("TMPDIR");
	char folder[4096];
	sigset_t all, before;
	int fifo, error, gone;

	/* A signal that ends the program would leave the folder behind. */
	sigfillset(&all);
	eag_need(sigprocmask(SIG_BLOCK, &all, &before) == 0, "sigprocmask");
	snprintf(folder, sizeof(folder), "%s/eagain-XXXXXX",
	    tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
	eag_need(mkdtemp(folder) != NULL, "mkdtemp below TMPDIR (unset: /tmp)");
	snprintf(path, sizeof(path), "%s/fifo", folder);
	fifo = mkfifo(path, 0600);
	if (fifo == 0)
		fifo = open(path, O_PATH | O_CLOEXEC); /* open(2) */
	error = errno;
	gone = unlink(path) == 0;
	gone = rmdir(folder) == 0 && gone;
	if (sigprocmask(SIG_SETMASK, &before, NULL) == -1)
		gone = 0;
	if (fifo == -1)
		errno = error;
	eag_need(fifo != -1 && gone, "mkfifo");
	return eag_path(fifo);
}
