/* SPDX-License-Identifier: MIT */
/*
 * lock-flock: flock(), whose lock belongs to the open file description.  Two
 * opens of one file exclude each other even in one process; a duplicate of the
 * descriptor is the same owner, also in a child that inherited it.  So a lock
 * may outlive the program that took it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "holder.h"

static const struct eag_demo demo = {
	.name = "lock-flock",
	.title = "flock() on a file that somebody else has locked",
	.class = "owned",
	.calls = "flock open dup close poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once: it knows nothing of locks",
	.belief =
	    "The lock is free as soon as the program that took it has ended.",
	.why =
	    "The lock belongs to what open() made, the open file description. "
	    "Duplicates and inherited descriptors refer to the same one, so "
	    "they all own the lock. It is free when one of them unlocks it, or "
	    "when the last of them is closed.",
	.react =
	    "Without LOCK_NB flock() waits. If the program that took it is "
	    "gone, look for a child of its that still has the file open. "
	    "Take O_CLOEXEC, so that programs started do not inherit it.",
	.pages = "flock(2) open(2) dup(2) proc(5)",
	.next = "lock-ofd lock-record lock-replaced",
};

int
main(int argc, char *argv[])
{
	int file, other, copy, child, ret, gate[2];

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

	eag_step("inherited", "a child has inherited both; we close ours");
	eag_gate(gate);
	child = eag_child();
	if (child == 0) {
		eag_pass_gate(gate[0]);
		_exit(flock(copy, LOCK_UN) == -1 ? errno : 0);
	}
	eag_call("main", close(file), "close(file)");
	eag_call("main", close(copy), "close(copy)");
	ret = flock(other, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(other, LOCK_EX|LOCK_NB)");
	eag_claim("child-keeps-it", ret == -1 && errno == EAGAIN,
	    "the lock is still held: the child owns it as well");
	if (lock_holder(other, "FLOCK") == getpid())
		eag_note("/proc/locks names this process, which took it");

	eag_step("released", "the child unlocks, and ends");
	eag_open_gate(gate[1]);
	ret = eag_wait_child(child);
	eag_call("child", ret, "flock(copy, LOCK_UN)");
	eag_need(ret == 0, "flock in a child");
	ret = flock(other, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(other, LOCK_EX|LOCK_NB)");
	eag_claim("then-locked", ret == 0,
	    "any owner may unlock: the very same call succeeds");

	return eag_end();
}
