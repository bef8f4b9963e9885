/* SPDX-License-Identifier: MIT */
/* proc_files.h: the small files of /proc, read whole. */
#ifndef LIVE_PROC_FILES_H
#define LIVE_PROC_FILES_H

#include <stddef.h>

/*
 * The text of /proc/PID/FILE, or with pid 0 of /proc/FILE, to be freed; an
 * absolute path is taken as it is.  NULL with the errno of open(2) or read(2).
 */
char *proc_text(int pid, const char *file);

/*
 * The number behind "Key:" at the start of a line, in this base; -1: there is
 * none.
 */
long long proc_number(const char *text, const char *key, int base);

/*
 * The number behind `key`, "" for none, at the start of a file; "max" is
 * LLONG_MAX; -1: it is not there.
 */
long long proc_value(const char *path, const char *key);

/* What a link says, as text; -1 with the errno of readlink(2). */
int proc_link(const char *path, char *text, size_t size);

/* Names are other people's: what is no printable ASCII becomes '?'. */
void proc_printable(char *text);

/* Call `see` for each process; 0 ends it.  -1 with the errno of opendir(3). */
int proc_each(int (*see)(int pid, void *with), void *with);

/*
 * pidfd_open(2), and pidfd_getfd(2) with what it gave: a descriptor of ours for
 * what another process's is open on.  Close it soon: as long as it is open,
 * nobody sees the other one closed.  -1 with their errno; ENOSYS before Linux
 * 5.6.
 */
int proc_pidfd(int pid);
int proc_duplicate(int pidfd, int fd);

/* malloc(3) and realloc(3), or the end with 99. */
void *proc_grow(void *memory, size_t count, size_t size);

#endif
