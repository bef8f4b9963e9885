/* SPDX-License-Identifier: MIT */
/* The arguments are a file with a number and a lock file; we have the lock. */
#define _GNU_SOURCE /* F_SETLEASE */
#include <arrange.h>
#include <dirent.h>
#include <eagain.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../judge/judge.h"
#include "../judge/watch.h"

/* The files, in a folder beside the program, which scripts/try removes. */
struct files {
	char folder[400], number[420], lock[420];
};

static void
make_folder(struct files *files, const char *program)
{
	const char *slash = strrchr(program, '/');
	const int length = slash == NULL ? 0 : (int)(slash - program) + 1;
	int n = snprintf(files->folder, sizeof(files->folder),
	    "%.*slock-XXXXXX", length, program);

	eag_need(n < (int)sizeof(files->folder), "a path of 400 bytes");
	eag_need(mkdtemp(files->folder) != NULL, "mkdtemp");
	snprintf(
	    files->number, sizeof(files->number), "%s/number", files->folder);
	snprintf(files->lock, sizeof(files->lock), "%s/lock", files->folder);
}

/* With whatever the program has left there. */
static void
remove_folder(const struct files *files)
{
	DIR *entries = opendir(files->folder);
	const struct dirent *entry;

	eag_need(entries != NULL, "opendir");
	/* What cannot be removed, rmdir() will tell. */
	while ((entry = readdir(entries)) != NULL)
		if (entry->d_name[0] != '.')
			(void)unlinkat(dirfd(entries), entry->d_name, 0);
	closedir(entries);
	eag_need(rmdir(files->folder) == 0, "rmdir");
}

static void
set_number(const struct files *files, long number)
{
	FILE *file = fopen(files->number, "we");

	eag_need(file != NULL, "fopen");
	fprintf(file, "%ld\n", number);
	eag_need(fclose(file) == 0, "fclose");
}

/* The number in the file, or -1. */
static long
get_number(const struct files *files)
{
	FILE *file = fopen(files->number, "re");
	long number = -1;

	if (file != NULL) {
		if (fscanf(file, "%ld", &number) != 1)
			number = -1;
		fclose(file);
	}
	return number;
}

/* Does the name lead to the file that we have open? */
static int
is_named(int lock, const char *path)
{
	struct stat ours, named;

	eag_need(fstat(lock, &ours) == 0, "fstat");
	return stat(path, &named) == 0 && ours.st_ino == named.st_ino &&
	    ours.st_dev == named.st_dev;
}

/*
 * A lease on the number: who opens it waits until we give the lease up.  Its
 * descriptor, or -1 where there are none, or the program has it open already.
 * fcntl(2), "Leases".
 */
static int
keep_number(const struct files *files)
{
	int file = open(files->number, O_RDWR | O_CLOEXEC);

	eag_need(file != -1, "open");
	/* We look, and need no signal. */
	eag_need(signal(SIGIO, SIG_IGN) != SIG_ERR, "signal");
	if (fcntl(file, F_SETLEASE, F_WRLCK) == 0)
		return file;
	close(file);
	return -1;
}

/*
 * When it opens the number, has it the lock for itself alone?  Then nobody else
 * gets even a shared one.  1 also where that cannot be seen.
 */
static int
opens_with_lock(const struct watched *watched, int kept, int lock)
{
	const long long deadline = eag_deadline(5000);
	int alone = 1;

	if (kept == -1)
		return 1;
	while (fcntl(kept, F_GETLEASE) == F_WRLCK &&
	    !watch_has_ended(watched) && eag_time_left(deadline))
		;
	if (fcntl(kept, F_GETLEASE) != F_WRLCK) {
		alone = flock(lock, LOCK_SH | LOCK_NB) == -1;
		eag_need(alone || flock(lock, LOCK_UN) == 0, "flock");
	}
	close(kept); /* and the lease is gone */
	return alone;
}

void
judge(const char *program)
{
	const long before = 1000 + getpid() % 1000; /* not to be guessed */
	struct watched watched;
	struct files files = { 0 };
	int lock, sleeps, kept, alone, ended, named;
	long number;

	eag_step("held", "somebody has the lock, and has read the number");
	make_folder(&files, program);
	set_number(&files, before);
	lock = open(files.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	eag_need(lock != -1, "open");
	eag_need(flock(lock, LOCK_EX | LOCK_NB) == 0, "flock");
	watch_start(&watched, program, watch_nothing(),
	    (const char *[]){ files.number, files.lock, NULL });
	watch_until_asleep(&watched);
	/*
	 * So long that one nap, or a few, are over.  Whoever waits longer each
	 * time waits for long by then.
	 */
	sleeps = watch_rests(&watched, 2000) && watch_sleeps(&watched, 300);
	eag_claim("sleeps", sleeps, "it sleeps while the lock is another's");
	number = get_number(&files);
	if (number != before) {
		eag_timing("number before", before, "in the file");
		eag_timing("number now", number, "in the file");
	}
	eag_claim(
	    "untouched", number == before, "and does not change the number");

	eag_step("released", "that one adds 10, and gives the lock back");
	set_number(&files, before + 10);
	kept = keep_number(&files);
	eag_need(flock(lock, LOCK_UN) == 0, "flock");
	alone = opens_with_lock(&watched, kept, lock);
	ended = watch_end(&watched, 5000);
	number = get_number(&files);
	named = is_named(lock, files.lock);
	remove_folder(&files);
	eag_claim("alone", alone, "it has the lock when it opens the number");
	eag_claim("ends", ended == 0, "it ends, with exit status 0");
	if (number == before + 10)
		eag_note("what your program added is lost");
	if (number == before + 1)
		eag_note("what the other one added is lost");
	eag_claim("adds", number == before + 11,
	    "all that the two have added is there");
	if (!named)
		eag_note("it is another file now, or none");
	eag_claim(
	    "same", named, "the lock file is the one that the others wait for");
}
