/* SPDX-License-Identifier: MIT */
/*
 * lock-replaced: a lock is on a file, and not on its name.  Whoever holds the
 * lock puts a new file under the name, as programs do that save safely: the
 * next one locks the new file, and two hold "the" lock.  Removing a lock file
 * that is in the way does the same.
 */
#define _GNU_SOURCE /* O_DIRECTORY */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "replaced/directory.h"

static const struct eag_demo demo = {
	.name = "lock-replaced",
	.title = "flock() on a file whose name goes to another",
	.class = "owned",
	.calls = "flock openat renameat close poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once: it knows nothing of locks",
	.belief = "A lock file that is in the way can be removed.",
	.why = "open() finds a file by its name; from then on the lock is that "
	       "file's. If the name is given to another file, or removed and "
	       "made anew, whoever opens it then locks that one. EAGAIN keeps "
	       "out only those who have the same file.",
	.react =
	    "Lock a file that is never replaced or removed. Otherwise, when "
	    "you have the lock, compare fstat() of the descriptor with "
	    "stat() of the name; if they differ, close, open and lock anew.",
	.pages = "flock(2) rename(2) unlink(2) stat(2)",
	.next = "lock-flock lock-record",
};

/* Does the name still lead to the file that is open? */
static int
is_named(int file, int at)
{
	struct stat ours, named;

	eag_need(fstat(file, &ours) == 0, "fstat");
	eag_need(fstatat(at, "data", &named, 0) == 0, "fstatat");
	return ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

int
main(int argc, char *argv[])
{
	struct directory directory;
	int at, first, second, third, ret, old;

	eag_start(&demo, argc, argv);

	eag_step("held", "two open a file by its name, and one locks it");
	directory_make(&directory);
	at = directory.at;
	first = openat(at, "data", O_RDWR | O_CREAT, 0600);
	eag_call("first", first, "openat(dir, \"data\", O_CREAT) = first");
	second = openat(at, "data", O_RDWR);
	eag_call("second", second, "openat(dir, \"data\") = second");
	eag_need(first != -1 && second != -1, "openat");
	ret = flock(first, LOCK_EX | LOCK_NB);
	eag_call("first", ret, "flock(first, LOCK_EX|LOCK_NB)");
	ret = flock(second, LOCK_EX | LOCK_NB);
	eag_call("second", ret, "flock(second, LOCK_EX|LOCK_NB)");
	eag_claim("held-is-eagain", ret == -1 && errno == EAGAIN,
	    "the first has the lock: EAGAIN");
	eag_claim("poll-does-not-know",
	    eag_poll("second", second, POLLIN | POLLOUT, "second") ==
		(POLLIN | POLLOUT),
	    "poll() calls the file ready: it knows nothing of locks");

	eag_step("replaced", "the first puts a new file under that name");
	ret = openat(at, "new", O_RDWR | O_CREAT, 0600);
	eag_call("first", ret, "openat(dir, \"new\", O_CREAT) = new");
	eag_need(ret != -1 && close(ret) == 0, "openat");
	ret = renameat(at, "new", at, "data");
	eag_call("first", ret, "renameat(dir, \"new\", dir, \"data\")");
	third = openat(at, "data", O_RDWR);
	eag_call("third", third, "openat(dir, \"data\") = third");
	eag_need(third != -1, "openat");
	ret = flock(third, LOCK_EX | LOCK_NB);
	eag_call("third", ret, "flock(third, LOCK_EX|LOCK_NB)");
	old = flock(second, LOCK_EX | LOCK_NB);
	eag_call("second", old, "flock(second, LOCK_EX|LOCK_NB)");
	eag_claim("two-holders", ret == 0 && old == -1 && errno == EAGAIN,
	    "the third has a lock, and the first still has its own");

	eag_step("late", "the first is done");
	ret = flock(first, LOCK_UN);
	eag_call("first", ret, "flock(first, LOCK_UN)");
	ret = flock(second, LOCK_EX | LOCK_NB);
	eag_call("second", ret, "flock(second, LOCK_EX|LOCK_NB)");
	eag_claim("then-locked", ret == 0, "the very same call succeeds");
	eag_claim("not-the-named", !is_named(second, at),
	    "but it has locked a file that the name does not lead to");

	eag_step(
	    "anew", "the second closes it, opens the name again, and locks");
	ret = close(second);
	eag_call("second", ret, "close(second)");
	second = openat(at, "data", O_RDWR);
	eag_call("second", second, "openat(dir, \"data\") = second");
	eag_need(second != -1, "openat");
	ret = flock(second, LOCK_EX | LOCK_NB);
	eag_call("second", ret, "flock(second, LOCK_EX|LOCK_NB)");
	eag_claim("kept-out", ret == -1 && errno == EAGAIN,
	    "EAGAIN, and rightly so: the third has this file's lock");
	ret = flock(third, LOCK_UN);
	eag_call("third", ret, "flock(third, LOCK_UN)");
	ret = flock(second, LOCK_EX | LOCK_NB);
	eag_call("second", ret, "flock(second, LOCK_EX|LOCK_NB)");
	eag_claim("the-named", ret == 0 && is_named(second, at),
	    "now it has the lock of the file that the name leads to");

	directory_remove(&directory);
	return eag_end();
}
