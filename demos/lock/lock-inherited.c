/* SPDX-License-Identifier: MIT */
/*
 * lock-inherited: a program locks a file with flock(), starts a child, and is
 * done with the file.  The child has inherited the descriptor and knows nothing
 * of it; the lock is held as long as it runs.
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
	.name = "lock-inherited",
	.title = "a lock outlives the program that took it: a child has it",
	.class = "owned",
	.calls = "flock open close poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once: it knows nothing of locks",
	.belief =
	    "The lock is free as soon as the program that took it has ended.",
	.why =
	    "The lock belongs to what open() made, and inherited descriptors "
	    "refer to the same one. It is free when one of them unlocks it, "
	    "or when the last of them is closed.",
	.react =
	    "If the program that took it is gone, look for a child of its that "
	    "still has the file open: fuser -v FILE. Take O_CLOEXEC, so that "
	    "programs started do not inherit it.",
	.pages = "flock(2) open(2) fork(2) proc(5)",
	.next = "lock-flock lock-ofd lock-replaced",
};

int
main(int argc, char *argv[])
{
	int file, other, child, ret, gate[2];

	eag_start(&demo, argc, argv);

	eag_step("inherited", "a child has inherited the file; we close ours");
	file = eag_file();
	other = open(eag_path(file), O_RDWR | O_CLOEXEC);
	eag_call("main", other, "open(the same file) = other");
	eag_need(other != -1, "open");
	ret = flock(file, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(file, LOCK_EX|LOCK_NB)");
	eag_need(ret == 0, "flock");
	eag_gate(gate);
	child = eag_child();
	if (child == 0)
		_exit(eag_pass_gate(gate[0]) != 1);
	eag_call("main", close(file), "close(file)");
	ret = flock(other, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(other, LOCK_EX|LOCK_NB)");
	eag_claim("child-keeps-it", ret == -1 && errno == EAGAIN,
	    "the lock is still held: the child owns it as well");
	eag_claim("poll-does-not-know",
	    eag_poll("main", other, POLLIN | POLLOUT, "other") ==
		(POLLIN | POLLOUT),
	    "poll() calls the file ready: it knows nothing of locks");
	if (lock_holder(other, "FLOCK") == getpid())
		eag_note("/proc/locks names this process, which took it");

	eag_step("released", "the child ends");
	eag_open_gate(gate[1]);
	eag_need(eag_wait_child(child) == 0, "a child has failed");
	ret = flock(other, LOCK_EX | LOCK_NB);
	eag_call("main", ret, "flock(other, LOCK_EX|LOCK_NB)");
	eag_claim("then-locked", ret == 0,
	    "its descriptor was the last: the very same call succeeds");

	return eag_end();
}
