/* SPDX-License-Identifier: MIT */
/*
 * event-inotify: changes of a file as something to read.  An empty queue is
 * EAGAIN.  Equal events in a row are one.
 */
#include <errno.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static long blocking;

static const struct eag_demo demo = {
	.name = "event-inotify",
	.title = "inotify: no event, and two changes that are one",
	.class = "wait",
	.calls = "read inotify_init1 inotify_add_watch write poll",
	.errnos = "EAGAIN",
	.poll = "nothing, then POLLIN as long as an event is queued",
	.belief = "Each write() gives an event of its own.",
	.why = "The queue is empty and the file may still change: EAGAIN. An "
	       "event that equals the last one in the queue is not added.",
	.react = "Wait for POLLIN, and read with room for an event with the "
		 "longest name (NAME_MAX + 1). Then look at the file itself: "
		 "an event does not say how often it changed.",
	.pages = "inotify(7) inotify_init1(2) read(2)",
	.next = "event-inotify-small event-counter event-signal",
	.options = { EAG_OPT_BLOCKING(blocking) },
};

int
main(int argc, char *argv[])
{
	struct inotify_event event = { 0 };
	char room[4096];
	int file, queue, watch;
	ssize_t n, first;

	eag_start(&demo, argc, argv);

	eag_step("quiet", "a file is watched, and nobody changes it");
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
	n = read(queue, room, sizeof(room));
	eag_call("watcher", n, "read(queue, %zu bytes)", sizeof(room));
	eag_claim("quiet-is-eagain",
	    n == -1 && errno == EAGAIN && eag_nonblocking(queue) == 1,
	    "the queue is empty: EAGAIN");
	eag_claim("poll-agrees",
	    eag_poll("watcher", queue, POLLIN, "queue") == 0,
	    "poll() agrees: nothing to read");

	eag_step("merged", "the file is changed twice before anybody reads");
	n = write(file, "x", 1);
	eag_call("editor", n, "write(file, 1 byte)");
	n = write(file, "x", 1);
	eag_call("editor", n, "write(file, 1 byte)");
	eag_wait("watcher", queue, POLLIN, "queue");
	first = read(queue, &event, sizeof(event));
	eag_call("watcher", first, "read(queue, %zu bytes)", sizeof(event));
	eag_claim("then-event",
	    first == sizeof(event) && event.wd == watch &&
		event.mask == IN_MODIFY,
	    "the same read() gives the event");
	n = read(queue, room, sizeof(room));
	eag_call("watcher", n, "read(queue, %zu bytes)", sizeof(room));
	eag_claim("merged-in-one", n == -1 && errno == EAGAIN,
	    "EAGAIN: two changes were one event");

	return eag_end();
}
