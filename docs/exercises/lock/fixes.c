/* SPDX-License-Identifier: MIT */
/* exercise: lock */
/* Right ways and half-fixes; the tests build each with -DNAME. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static void
nap(long ms)
{
	nanosleep(&(struct timespec){ .tv_sec = ms / 1000,
		      .tv_nsec = ms % 1000 * 1000000 },
	    NULL);
}

#if defined(RIGHT_DEADLINE)
static void
too_late(int number)
{
	(void)number; /* flock() ends with EINTR */
}
#endif

/* Has the lock; what it does if that is another's differs. */
static int
locked(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT, 0600);
	int tries = 0;

#if defined(RIGHT_WAITS) || defined(HALF_READS_FIRST) ||                       \
    defined(HALF_REMOVES_AT_THE_END)
	return flock(file, LOCK_EX) == 0 ? file : -1;
#elif defined(HALF_SHARED)
	return flock(file, LOCK_SH) == 0 ? file : -1;
#elif defined(HALF_CLOSES_IT)
	return flock(file, LOCK_EX) == 0 ? close(file) : -1;
#elif defined(RIGHT_DEADLINE)
	struct sigaction action = { .sa_handler = too_late };

	sigaction(SIGALRM, &action, NULL);
	alarm(20);
	return flock(file, LOCK_EX) == 0 ? file : -1;
#endif
	for (long ms = 5; flock(file, LOCK_EX | LOCK_NB) == -1; ms *= 2) {
		if (errno != EAGAIN)
			return -1;
#if defined(RIGHT_BACK_OFF)
		nap(ms < 2000 ? ms : 2000);
#elif defined(RIGHT_NAP)
		nap(200);
#elif defined(HALF_WAITS_AND_GOES_ON)
		nap(1000);
		return file;
#elif defined(HALF_ONCE_MORE)
		if (tries++ == 1)
			return -1;
		nap(1000);
#elif defined(HALF_NAP)
		nap(10);
#elif defined(HALF_AT_ONCE)
		continue;
#elif defined(HALF_YIELDS)
		sched_yield();
#elif defined(HALF_POLLS)
		poll(&(struct pollfd){ .fd = file, .events = POLLIN }, 1, 100);
#elif defined(HALF_GIVES_UP)
		return -1;
#elif defined(HALF_GOES_ON)
		return file;
#elif defined(HALF_REMOVES_LATER)
		nap(50);
		if (tries++ == 3) {
			unlink(path);
			file = open(path, O_RDWR | O_CREAT, 0600);
		}
#elif defined(HALF_RENAMES)
		/* As programs do that save safely. */
		char name[500];

		snprintf(name, sizeof(name), "%s.new", path);
		file = open(name, O_RDWR | O_CREAT, 0600);
		rename(name, path);
#endif
	}
	(void)tries;
	(void)nap;
	return file;
}

int
main(int argc, char *argv[])
{
	long number = 0;
	FILE *file;

	if (argc < 3)
		return 1;
#if defined(HALF_READS_FIRST)
	file = fopen(argv[1], "r+");
	if (file == NULL || fscanf(file, "%ld", &number) != 1)
		return 1;
	if (locked(argv[2]) == -1)
		exit(1);
#else
	if (locked(argv[2]) == -1)
		return 1;
	file = fopen(argv[1], "r+");
	if (file == NULL || fscanf(file, "%ld", &number) != 1)
		return 1;
#endif
	rewind(file);
	fprintf(file, "%ld\n", number + 1);
#if defined(HALF_REMOVES_AT_THE_END)
	unlink(argv[2]);
#endif
	return fclose(file) != 0;
}
