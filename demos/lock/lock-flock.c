/* SPDX-License-Identifier: MIT */
/*
 * lock-flock: flock(), whose lock belongs to the open file description.  Two
 * opens of one file exclude each other even in one process; a duplicate of the
 * descriptor is the same owner.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "lock-flock",
	.title = "flock() on a file that somebody else has locked",
	.class = "owned",
	.calls = "flock open dup poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once: it knows nothing of locks",
	.belief = "A process does not lock itself out.",
	.why =
	    "The lock belongs to what open() made, the open file description. "
	    "Another open of the file is another owner. Duplicates refer to "
	    "the same one, so they all own the lock.",
	.react =
	    "Without LOCK_NB flock() waits: in one process that may be for "
	    "ever. Open the file once, and hand out duplicates. See who holds "
	    "it with lslocks, or fuser -v FILE.",
	.pages = "flock(2) open(2) dup(2)",
	.next = "lock-inherited lock-ofd lock-record",
};

int
main(int argc, char *argv[])
{
	int file, other, copy, ret;

	eag_start(&demo, argc, argv);

	eag_step("held", "the same file opened twice, and locked by the first");
	file = eag_file();
	other = open(eag_path(file), O_RDWR | O_CLOEXEC);
	eag_call("main", other, "open(the same file) = other");
	eag_need(other != -1, "open");
	ret = flock(file, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(file, LOCK_EX|LOCK_NB)");
	eag_need(ret == 0, "flock");
	ret = flock(other, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(other, LOCK_EX|LOCK_NB)");
	eag_claim("held-is-eagain", ret == -1 && errno == EAGAIN,
	    "the lock is the first one's: EAGAIN, even in one process");
	eag_claim("poll-does-not-know",
	    eag_poll("main", other, POLLIN | POLLOUT, "other") ==
		(POLLIN | POLLOUT),
	    "poll() calls the file ready: it knows nothing of locks");

	eag_step("duplicate", "a duplicate of the first descriptor");
	copy = dup(file);
	eag_call("main", copy, "dup(file) = copy");
	eag_need(copy != -1, "dup");
	ret = flock(copy, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(copy, LOCK_EX|LOCK_NB)");
	eag_claim("duplicate-owns-it", ret == 0,
	    "a duplicate is the same owner: it has the lock already");

	eag_step("released", "the duplicate unlocks");
	ret = flock(copy, LOCK_UN);
	eag_call("main", ret, "flock(copy, LOCK_UN)");
	ret = flock(other, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(other, LOCK_EX|LOCK_NB)");
	eag_claim("then-locked", ret == 0,
	    "any owner may unlock: the very same call succeeds");

	return eag_end();
}
