/* SPDX-License-Identifier: MIT */
/*
 * lock-record: fcntl() locks, which belong to a process.  Another process has
 * locked a file; the kernel says which.  It ends, and the same call succeeds.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "holder.h"

static const struct eag_demo demo = {
	.name = "lock-record",
	.title = "fcntl() and a file that another process has locked",
	.class = "owned",
	.calls = "fcntl poll",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once: it knows nothing of locks",
	.belief = "A program that was killed leaves its lock behind.",
	.why = "A record lock belongs to a process and a file. Another process "
	       "that wants it gets EAGAIN from F_SETLK, or EACCES on other "
	       "systems. It is gone when its process ends, however that ends.",
	.react = "Ask F_GETLK who holds it, and name that process to the user. "
		 "To wait, call F_SETLKW. Do not remove the file.",
	.pages = "fcntl(2) lockf(3) proc(5)",
	.next = "lock-lost-by-close lock-ofd lock-replaced",
};

int
main(int argc, char *argv[])
{
	const struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct flock lock = whole;
	int file, holder, ret, gate[2];

	eag_start(&demo, argc, argv);

	eag_step("held", "another process has locked the whole file");
	file = eag_file();
	eag_gate(gate);
	holder = eag_child();
	if (holder == 0) {
		if (fcntl(file, F_SETLK, &lock) == -1)
			_exit(1);
		eag_open_gate(gate[1]);
		pause();
		_exit(0);
	}
	eag_need(close(gate[1]) == 0 && eag_pass_gate(gate[0]) == 1,
	    "fcntl F_SETLK in a child");
	eag_call("child", 0, "fcntl(file, F_SETLK, write lock)");
	ret = fcntl(file, F_SETLK, &lock);
	eag_call("main", ret, "fcntl(file, F_SETLK, write lock)");
	eag_claim("held-is-eagain", ret == -1 && errno == EAGAIN,
	    "the lock is another's: EAGAIN");
	eag_claim("poll-does-not-know",
	    eag_poll("main", file, POLLIN | POLLOUT, "file") ==
		(POLLIN | POLLOUT),
	    "poll() calls the file ready: it knows nothing of locks");
	ret = fcntl(file, F_GETLK, &lock);
	eag_call("main", ret, "fcntl(file, F_GETLK, write lock)");
	eag_claim("holder-is-named",
	    ret == 0 && lock.l_type == F_WRLCK && lock.l_pid == holder,
	    "F_GETLK names the process that holds it");
	if (lock_holder(file, "POSIX") == holder)
		eag_note("/proc/locks names the same process");

	eag_step("ended", "that process ends, and has not unlocked anything");
	kill(holder, SIGKILL);
	eag_wait_child(holder);
	lock = whole;
	ret = fcntl(file, F_SETLK, &lock);
	eag_call("main", ret, "fcntl(file, F_SETLK, write lock)");
	eag_claim("then-locked", ret == 0,
	    "its lock went with it: the very same call succeeds");

	return eag_end();
}
