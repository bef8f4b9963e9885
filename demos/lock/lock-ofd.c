/* SPDX-License-Identifier: MIT */
/*
 * lock-ofd: fcntl() locks that belong to the open file description.  One
 * process opens a file twice, as two threads or two libraries do, and the two
 * exclude each other.  Record locks do not do that: lock-lost-by-close.
 */
#define _GNU_SOURCE /* F_OFD_SETLK, F_OFD_GETLK */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "holder.h"

static const struct eag_demo demo = {
	.name = "lock-ofd",
	.title = "F_OFD_SETLK: two opens in one process exclude each other",
	.class = "owned",
	.calls = "fcntl open close poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once: it knows nothing of locks",
	.belief = "A file lock never keeps out my own process.",
	.why =
	    "An OFD lock belongs to what open() made, the open file "
	    "description, and not to a process. So another open of the file "
	    "conflicts with it in the same process too, and F_OFD_GETLK gives "
	    "-1 for the process that holds it.",
	.react =
	    "Wait with F_OFD_SETLKW, but never in the thread that holds the "
	    "lock itself: it would not return, and the kernel looks for no "
	    "deadlock of OFD locks. Whoever holds it has a line that begins "
	    "with \"lock:\" in /proc/PID/fdinfo/FD. Set l_pid to 0 before each "
	    "call, or it answers EINVAL.",
	.pages = "fcntl(2) open(2) proc(5)",
	.next = "lock-lost-by-close lock-record lock-flock",
};

int
main(int argc, char *argv[])
{
	const struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct flock lock = whole;
	int file, other, ret;

	eag_start(&demo, argc, argv);

	eag_step("held", "one process opens a file twice");
	file = eag_file();
	other = open(eag_path(file), O_RDWR | O_CLOEXEC);
	eag_call("main", other, "open(the same file) = other");
	eag_need(other != -1, "open");
	ret = fcntl(file, F_OFD_SETLK, &lock);
	eag_call("main", ret, "fcntl(file, F_OFD_SETLK, write lock)");
	eag_need(ret == 0, "fcntl");
	ret = fcntl(other, F_OFD_SETLK, &lock);
	eag_call("main", ret, "fcntl(other, F_OFD_SETLK, write lock)");
	eag_claim("held-is-eagain", ret == -1 && errno == EAGAIN,
	    "the other open has the lock: EAGAIN in the same process");
	eag_claim("poll-does-not-know",
	    eag_poll("main", other, POLLIN | POLLOUT, "other") ==
		(POLLIN | POLLOUT),
	    "poll() calls the file ready: it knows nothing of locks");
	ret = fcntl(other, F_OFD_GETLK, &lock);
	eag_call("main", ret, "fcntl(other, F_OFD_GETLK, write lock)");
	eag_claim("no-process-holds-it",
	    ret == 0 && lock.l_type == F_WRLCK && lock.l_pid == -1,
	    "who holds it? Not a process, so the answer is -1");
	if (lock_holder(file, "OFDLCK") == -1)
		eag_note("/proc/locks has -1 as well");

	eag_step("released", "the descriptor that has the lock is closed");
	ret = close(file);
	eag_call("main", ret, "close(file)");
	lock = whole;
	ret = fcntl(other, F_OFD_SETLK, &lock);
	eag_call("main", ret, "fcntl(other, F_OFD_SETLK, write lock)");
	eag_claim("then-locked", ret == 0,
	    "its lock went with it: the very same call succeeds");

	return eag_end();
}
