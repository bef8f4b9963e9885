/* SPDX-License-Identifier: MIT */
/* owned.c: a lock is held by somebody else: by whom? */
#define _GNU_SOURCE /* flock() */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "example.h"

/*
 * Lock the whole file with fcntl(): 0.  If somebody else holds it, the number
 * of that process, or -1 if the kernel does not tell (an OFD lock, a holder in
 * another PID namespace).  -2 with errno.
 */
static int
lock_or_holder(int file)
{
	struct flock lock;

	do {
		lock = (struct flock){ .l_type = F_WRLCK,
			.l_whence = SEEK_SET };
		if (fcntl(file, F_SETLK, &lock) == 0)
			return 0;
		if (errno != EAGAIN && errno != EACCES)
			return -2;
		if (fcntl(file, F_GETLK, &lock) == -1)
			return -2;
	} while (lock.l_type == F_UNLCK); /* it has come free meanwhile */
	return lock.l_pid > 0 ? lock.l_pid : -1;
}

/*
 * F_GETLK knows nothing of flock(); /proc/locks knows of every lock.  It names
 * files by inode.  (The device beside it is not st_dev everywhere: overlayfs,
 * btrfs.)  The first process that holds a lock on this file; 0 if none is seen:
 * those of other PID namespaces are not shown.
 */
static int
holder_in_proc(int file)
{
	struct stat status;
	char line[256];
	unsigned long long inode;
	int pid, holder = 0;
	FILE *locks = fopen("/proc/locks", "re");

	if (locks == NULL || fstat(file, &status) == -1)
		return -1;
	/* "1: FLOCK ADVISORY WRITE 47 08:01:65 0 EOF"; "->" for who waits. */
	while (holder == 0 && fgets(line, sizeof(line), locks) != NULL)
		if (sscanf(line, "%*s %*s %*s %*s %d %*x:%*x:%llu", &pid,
			&inode) == 2 &&
		    inode == status.st_ino)
			holder = pid;
	fclose(locks);
	return holder;
}

/* Another process that holds the file, one way or the other. */
static int
hold(int flocks, const char *path, int tell)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int child = fork(), file;

	if (child != 0)
		return child;
	file = open(path, O_RDWR);
	check((flocks ? flock(file, LOCK_EX) : fcntl(file, F_SETLK, &all)) == 0,
	    "a lock in a child");
	check(write(tell, "", 1) == 1, "write");
	pause();
	_exit(1);
}

int
main(void)
{
	char path[] = "/tmp/example-XXXXXX", second[] = "/tmp/example-XXXXXX";
	int file = mkstemp(path), other = mkstemp(second), way[2], child;
	char byte;

	check(
	    file != -1 && other != -1 && unlink(second) == 0 && pipe(way) == 0,
	    "mkstemp, pipe");
	for (int flocks = 0; flocks < 2; flocks++) {
		child = hold(flocks, path, way[1]);
		check(child != -1 && read(way[0], &byte, 1) == 1, "fork");
		check(lock_or_holder(file) == (flocks ? 0 : child),
		    "F_GETLK names who holds a record lock, and no other");
		check(flocks == 0 ||
			(flock(file, LOCK_EX | LOCK_NB) == -1 &&
			    errno == EAGAIN),
		    "flock() is refused");
		if (flocks) { /* or it would name this process */
			close(file);
			file = open(path, O_RDWR);
		}
		check(
		    holder_in_proc(file) == child && holder_in_proc(other) == 0,
		    "/proc/locks names the holder, of this file alone");
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	check(lock_or_holder(file) == 0, "it is free, and taken");
	unlink(path);
	puts("every reaction did what it should");
	return 0;
}
