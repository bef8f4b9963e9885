/* SPDX-License-Identifier: MIT */
/* directory.c: a directory for names that nobody else uses. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "arrange.h"
#include "directory.h"
#include "eagain.h"

#define PATH 4096 /* a pipe takes it whole: PIPE_BUF */

static int
remove_all(const char *path)
{
	DIR *entries = opendir(path);
	struct dirent *entry;

	if (entries == NULL)
		return -1;
	/* What cannot be removed, rmdir() will tell. */
	while ((entry = readdir(entries)) != NULL)
		if (entry->d_name[0] != '.')
			(void)unlinkat(dirfd(entries), entry->d_name, 0);
	closedir(entries);
	return rmdir(path);
}

/*
 * A child makes it, says where, and removes it.  What ends the parent does not
 * end that child: neither a signal to its process group, nor the SIGKILL that
 * eag_child() has asked for.
 */
static _Noreturn void
keep_directory(int tell, int gate)
{
	const char *below = getenv("TMPDIR");
	char path[PATH] = "";

	if (below == NULL || below[0] == '\0')
		below = "/tmp";
	eag_need(setsid() != -1, "setsid");
	eag_need(prctl(PR_SET_PDEATHSIG, 0) == 0, "prctl");
	snprintf(path, sizeof(path), "%s/eagain-XXXXXX", below);
	eag_need(mkdtemp(path) != NULL, "mkdtemp below TMPDIR (unset: /tmp)");
	/* If nobody hears it, nobody is left at the gate either. */
	if (write(tell, path, sizeof(path)) == sizeof(path))
		eag_pass_gate(gate);
	if (remove_all(path) == -1) /* EINTR, perhaps: once more */
		eag_need(remove_all(path) == 0, "rmdir");
	_exit(0);
}

void
directory_make(struct directory *directory)
{
	char path[PATH];
	int tell[2], gate[2];
	ssize_t n;

	eag_gate(tell);
	eag_gate(gate);
	directory->remover = eag_child();
	if (directory->remover == 0) {
		/* Its own end would keep it waiting. */
		eag_need(close(gate[1]) == 0, "close");
		keep_directory(tell[1], gate[0]);
	}
	close(tell[1]);
	close(gate[0]);
	do
		n = read(tell[0], path, sizeof(path));
	while (n == -1 && errno == EINTR);
	if (n >= 0)
		errno = ECHILD; /* why, it has said itself */
	eag_need(n == sizeof(path), "a directory, made in a child");
	close(tell[0]);
	directory->gate = gate[1];
	directory->at = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	eag_need(directory->at != -1, "open a directory");
}

void
directory_remove(struct directory *directory)
{
	eag_open_gate(directory->gate);
	close(directory->gate);
	close(directory->at);
	eag_need(eag_wait_child(directory->remover) == 0,
	    "the removal of a directory");
}
