/* SPDX-License-Identifier: MIT */
/*
 * event-inotify-small: a program reads changes of a file into a buffer that is
 * too small for one.  While nothing changes it looks right, EAGAIN; then it is
 * EINVAL, and stays so, and poll() says POLLIN each time.
 */
#include <errno.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "event-inotify-small",
	.title = "inotify and a buffer that is too small: EINVAL, for ever",
	.class = "contrast",
	.calls = "read inotify_init1 inotify_add_watch write poll",
	.errnos = "EINVAL EAGAIN",
	.poll = "POLLIN, as long as an event is queued",
	.belief = "read() gives as much of an event as I have room for.",
	.why = "read() gives whole events only: if the first one does not fit, "
	       "it is EINVAL, and the event stays. An empty queue is EAGAIN "
	       "first, however small the buffer is.",
	.react = "Read with room for an event with the longest name (NAME_MAX "
		 "+ 1). EINVAL is an error of the program: asking again does "
		 "not help.",
	.pages = "inotify(7) read(2)",
	.next = "event-inotify",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	const size_t half = sizeof(struct inotify_event) / 2;
	char room[4096];
	int file, queue, watch;
	ssize_t n;

	eag_start(&demo, argc, argv);

	eag_step("small", "a change, and a buffer of half an event");
	file = eag_file();
	queue = inotify_init1(blocking ? 0 : IN_NONBLOCK);
	if (queue == -1 && errno == EMFILE)
		eag_skip("an inotify queue (fs.inotify.max_user_instances)");
	eag_call("watcher", queue, "inotify_init1(%s) = queue",
	    blocking ? "0" : "IN_NONBLOCK");
	eag_need(queue != -1, "inotify_init1");
	watch = inotify_add_watch(queue, eag_path(file), IN_MODIFY);
	if (watch == -1 && errno == ENOSPC)
		eag_skip("an inotify watch (fs.inotify.max_user_watches)");
	eag_call("watcher", watch,
	    "inotify_add_watch(queue, file, IN_MODIFY) = watch");
	eag_need(watch != -1, "inotify_add_watch");
	n = read(queue, room, half);
	eag_call("watcher", n, "read(queue, %zu bytes)", half);
	eag_claim("small-and-empty",
	    n == -1 && errno == EAGAIN && eag_nonblocking(queue) == 1,
	    "as long as the queue is empty, that is EAGAIN too");
	n = write(file, "x", 1);
	eag_call("editor", n, "write(file, 1 byte)");
	eag_wait("watcher", queue, POLLIN, "queue");
	n = read(queue, room, half);
	eag_call("watcher", n, "read(queue, %zu bytes)", half);
	eag_claim("small-is-einval", n == -1 && errno == EINVAL,
	    "the event does not fit: EINVAL, which no waiting changes");
	eag_claim("still-pollin",
	    eag_poll("watcher", queue, POLLIN, "queue") == POLLIN,
	    "POLLIN stays: who waits and asks again spins");
	n = read(queue, room, sizeof(room));
	eag_call("watcher", n, "read(queue, %zu bytes)", sizeof(room));
	eag_claim("fits", n == 2 * (ssize_t)half,
	    "with room for it, the event is still there");

	return eag_end();
}
