/* SPDX-License-Identifier: MIT */
/*
 * exercise: lock
 *
 * Its arguments are a file with a number in it, and a lock file.  It adds 1 to
 * the number, as others do too: whoever has the lock, by flock(), may change
 * it.  When somebody has the lock for a while, what one of them added is lost.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

static int
locked(const char *path)
{
	int file;

	for (;;) {
		file = open(path, O_RDWR | O_CREAT, 0600);
		if (file == -1 || flock(file, LOCK_EX | LOCK_NB) == 0)
			return file;
		if (errno != EAGAIN)
			return -1;
		/* Somebody has crashed, and left it there. */
		close(file);
		unlink(path);
	}
}

int
main(int argc, char *argv[])
{
	long number = 0;
	FILE *file;

	if (argc < 3 || locked(argv[2]) == -1)
		return 1;
	file = fopen(argv[1], "r+");
	if (file == NULL || fscanf(file, "%ld", &number) != 1)
		return 1;
	rewind(file);
	fprintf(file, "%ld\n", number + 1);
	return fclose(file) != 0; /* and the end gives the lock back */
}
