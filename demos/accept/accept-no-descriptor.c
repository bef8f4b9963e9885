/* SPDX-License-Identifier: MIT */
/*
 * accept-no-descriptor: accept() takes a descriptor before it looks at the
 * accept queue: net/socket.c __sys_accept4_file().  The client stays in the
 * queue, so a server that ignores the error asks again and again.  `spare` has
 * the lowest free number, and the limit lies just above it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"

static const struct eag_demo demo = {
	.name = "accept-no-descriptor",
	.title = "accept() with no descriptor left: EMFILE, not EAGAIN",
	.class = "quota",
	.calls = "accept getrlimit setrlimit poll close",
	.errnos = "EMFILE EAGAIN",
	.poll = "POLLIN again and again: the client stays in the queue",
	.belief = "When accept() fails, go on: poll() says when to try again.",
	.why =
	    "A new connection needs a descriptor, and accept() takes it first. "
	    "All are in use: EMFILE, before the kernel looks at the queue. "
	    "So EMFILE does not say that a client is waiting.",
	.react =
	    "Do not poll the listener until a descriptor is free again. Or "
	    "keep a spare one: close it, accept, close what came, open the "
	    "spare again. Raise the limit if it is too low.",
	.pages = "accept(2) getrlimit(2) poll(2)",
	.next = "accept-empty accept-reset",
};

/* What the kernel holds to: valgrind keeps a limit to itself.  proc(5). */
static long
kernels_limit(FILE *limits)
{
	char line[128];
	long limit = -1;

	while (fgets(line, sizeof(line), limits) != NULL &&
	    sscanf(line, "Max open files %ld", &limit) != 1)
		continue;
	return limit;
}

int
main(int argc, char *argv[])
{
	struct rlimit limit, few;
	int listener, spare, ret, revents, conn;
	FILE *limits;

	eag_start(&demo, argc, argv);

	eag_step("full", "a client waits, and every descriptor is in use");
	listener = eag_listener(SOCK_NONBLOCK, 0);
	spare = open("/dev/null", O_RDONLY);
	limits = fopen("/proc/self/limits", "r");
	eag_need_proc(spare != -1 && limits != NULL, "open");
	eag_client(listener);
	ret = getrlimit(RLIMIT_NOFILE, &limit);
	eag_call("server", ret, "getrlimit(RLIMIT_NOFILE)");
	eag_need(ret == 0, "getrlimit");
	few = limit;
	few.rlim_cur = (rlim_t)spare + 1;
	ret = setrlimit(RLIMIT_NOFILE, &few);
	eag_call("server", ret, "setrlimit(RLIMIT_NOFILE, {spare + 1})");
	if (kernels_limit(limits) != spare + 1)
		eag_skip("a limit of descriptors that the kernel holds to");
	revents = eag_poll("server", listener, POLLIN, "listener");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("full-is-emfile",
	    revents == POLLIN && conn == -1 && errno == EMFILE,
	    "poll() says that a client is there, and accept() says EMFILE");
	eag_claim("poll-says-it-again",
	    eag_poll("server", listener, POLLIN, "listener") == POLLIN,
	    "poll() says it again: a loop that ignores EMFILE spins");

	eag_step("spare", "the spare one is closed; the very same call again");
	eag_call("server", close(spare), "close(spare)");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-succeeds", conn != -1,
	    "one descriptor is free, and accept() succeeds");

	eag_step("empty", "no client is left, and no descriptor either");
	revents = eag_poll("server", listener, POLLIN, "listener");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("empty-is-emfile",
	    revents == 0 && conn == -1 && errno == EMFILE,
	    "EMFILE again: it does not mean that a client is waiting");
	ret = setrlimit(RLIMIT_NOFILE, &limit);
	eag_call("server", ret, "setrlimit(RLIMIT_NOFILE, {as before})");
	conn = accept(listener, NULL, NULL);
	eag_call("server", conn, "accept(listener) = conn");
	eag_claim("then-eagain", conn == -1 && errno == EAGAIN,
	    "with descriptors to spare, an empty queue answers EAGAIN");

	return eag_end();
}
