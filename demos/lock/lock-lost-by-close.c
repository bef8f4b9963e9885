/* SPDX-License-Identifier: MIT */
/*
 * lock-lost-by-close: a process has locked a file with fcntl().  It opens the
 * file once more, as a library that only reads it may do, and closes that
 * again: the lock is gone, and no errno tells.
 */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "lock-lost-by-close",
	.title = "close() of another descriptor takes a record lock away",
	.class = "owned",
	.calls = "fcntl poll open close",
	.errnos = "EAGAIN",
	.poll = "POLLIN and POLLOUT at once: it knows nothing of locks",
	.belief = "My program holds the lock until it unlocks the file.",
	.why = "A record lock belongs to a process and a file. It is gone when "
	       "the process closes any descriptor of that file.",
	.react = "Where other code opens the same file, take F_OFD_SETLK or "
		 "flock(): those belong to what open() made.",
	.pages = "fcntl(2) lockf(3) close(2)",
	.next = "lock-record lock-ofd lock-flock",
};

/* Another process asks for the lock: 0, or -1 with the errno that it got. */
static int
another_asks(int file)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int child = eag_child(), status, ret;

	if (child == 0)
		_exit(fcntl(file, F_SETLK, &whole) == -1 ? errno : 0);
	status = eag_wait_child(child);
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
	ret = errno == 0 ? 0 : -1;
	eag_call("child", ret, "fcntl(file, F_SETLK, write lock)");
	return ret;
}

int
main(int argc, char *argv[])
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int file, other, ret, told;

	eag_start(&demo, argc, argv);

	eag_step("closed", "a locked file is opened again, and that is closed");
	file = eag_file();
	ret = fcntl(file, F_SETLK, &lock);
	eag_call("main", ret, "fcntl(file, F_SETLK, write lock)");
	ret = another_asks(file);
	eag_claim("it-is-ours", ret == -1 && errno == EAGAIN,
	    "another process cannot have the lock");
	told = eag_poll("main", file, POLLIN | POLLOUT, "file");
	eag_claim("poll-does-not-know", told == (POLLIN | POLLOUT),
	    "poll() calls the file ready: it knows nothing of locks");
	other = open(eag_path(file), O_RDWR | O_CLOEXEC);
	eag_call("main", other, "open(the same file) = other");
	ret = fcntl(other, F_SETLK, &lock);
	eag_call("main", ret, "fcntl(other, F_SETLK, write lock)");
	eag_claim("own-lock-is-no-obstacle", ret == 0,
	    "this process can: its own locks never stand in its way");
	ret = close(other);
	eag_call("main", ret, "close(other)");
	ret = another_asks(file);
	eag_claim("close-has-unlocked", ret == 0,
	    "that close() has unlocked the file, though it is still open");

	eag_step("anew", "the same with F_OFD_SETLK");
	ret = fcntl(file, F_OFD_SETLK, &lock);
	eag_call("main", ret, "fcntl(file, F_OFD_SETLK, write lock)");
	other = open(eag_path(file), O_RDWR | O_CLOEXEC);
	eag_call("main", other, "open(the same file) = other");
	ret = close(other);
	eag_call("main", ret, "close(other)");
	ret = another_asks(file);
	eag_claim("close-takes-nothing", ret == -1 && errno == EAGAIN,
	    "this lock is the open file's, and close() leaves it alone");

	return eag_end();
}
