/* SPDX-License-Identifier: MIT */
/*
 * file-end: a program follows a file that grows, as tail -f does.  At the end
 * read() says 0, and neither poll() nor epoll can wait for more.  inotify can.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "file-end",
	.title = "waiting for a file to grow: poll() does not, epoll refuses",
	.class = "contrast",
	.calls = "read epoll_ctl inotify_add_watch write poll",
	.errnos = "EPERM",
	.poll = "POLLIN at once, always, at the end too",
	.belief = "poll() tells when a file has grown.",
	.why = "The kernel calls a regular file ready at any time. So there "
	       "is nothing to wait for: poll() says POLLIN, epoll_ctl() EPERM.",
	.react = "To see a file grow, use inotify, and read until 0.",
	.pages = "poll(2) epoll_ctl(2) inotify(7) read(2)",
	.next = "file-never event-inotify",
};

int
main(int argc, char *argv[])
{
	struct epoll_event event = { .events = EPOLLIN };
	struct statfs system;
	char bytes[4096];
	int anonymous, file, epoll, queue, ret;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("end", "the end of the file");
	anonymous = eag_file();
	eag_need(fstatfs(anonymous, &system) == 0, "fstatfs");
	if (system.f_type == 0x65735546) /* FUSE_SUPER_MAGIC: statfs(2) */
		eag_skip("a file system that leaves poll() to the kernel");
	file = open(eag_path(anonymous), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	eag_need(file != -1, "open");
	n = read(file, bytes, sizeof(bytes));
	eag_call("main", n, "read(file, %zu bytes)", sizeof(bytes));
	eag_claim("end-is-zero", n == 0 && eag_nonblocking(file) == 1,
	    "nothing is left: 0, and not EAGAIN");
	eag_claim("poll-says-ready-again",
	    eag_poll("main", file, POLLIN, "file") == POLLIN,
	    "poll() still says POLLIN: it cannot wait for more");
	epoll = epoll_create1(EPOLL_CLOEXEC);
	eag_need(epoll != -1, "epoll_create1");
	ret = epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event);
	eag_call("main", ret, "epoll_ctl(epoll, ADD, file, EPOLLIN)");
	eag_claim("epoll-refuses", ret == -1 && errno == EPERM,
	    "epoll does not take it at all: EPERM");

	eag_step("grows", "inotify is asked, and the file grows");
	queue = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (queue == -1 && errno == EMFILE)
		eag_skip("an inotify queue (fs.inotify.max_user_instances)");
	eag_need(queue != -1, "inotify_init1");
	ret = inotify_add_watch(queue, eag_path(file), IN_MODIFY);
	if (ret == -1 && errno == ENOSPC)
		eag_skip("an inotify watch (fs.inotify.max_user_watches)");
	eag_call(
	    "main", ret, "inotify_add_watch(queue, file, IN_MODIFY) = watch");
	ret = eag_poll("main", queue, POLLIN, "queue");
	n = write(anonymous, "hello", 5);
	eag_call("other", n, "write(file, 5 bytes)");
	eag_claim("inotify-tells",
	    ret == 0 && eag_wait("main", queue, POLLIN, "queue") == POLLIN,
	    "the queue is silent before, and says POLLIN after");
	n = read(file, bytes, sizeof(bytes));
	eag_call("main", n, "read(file, %zu bytes)", sizeof(bytes));
	eag_claim("then-read", n == 5 && memcmp(bytes, "hello", 5) == 0,
	    "the very same read() gives the bytes");

	return eag_end();
}
