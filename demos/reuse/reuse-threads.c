/* SPDX-License-Identifier: MIT */
/*
 * reuse-threads: a thread sleeps in recv(N), and N is closed and given out
 * again. /proc says when the thread sleeps.  The thread's own two calls are not
 * reported: its results are claimed.
 */
#define _GNU_SOURCE /* syscall() */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arrange.h"
#include "eagain.h"
#include "same_number.h"

static const struct eag_demo demo = {
	.name = "reuse-threads",
	.title = "close() does not wake a thread that is in recv()",
	.class = "wait",
	.calls = "recv close send shutdown",
	.errnos = "EAGAIN",
	.poll = "nobody asks it",
	.belief = "close() wakes a thread that waits in recv().",
	.why = "A call looks the number up once, at its start. From then on it "
	       "holds the connection, closed or not. Only the next call finds "
	       "that the number means something else by now.",
	.react =
	    "shutdown() wakes the thread; join it; then close(). Never close "
	    "what another thread may still be using.",
	.pages = "close(2) shutdown(2) pthread_join(3)",
	.next = "reuse-double-close reuse-cancelled-connect",
};

/* What the thread does: recv() so many times, and what came of each. */
struct reads {
	int number, times;
	_Atomic long thread;
	_Atomic long n[2];
	int error[2];
	char byte[2];
};

static void *
read_on(void *argument)
{
	struct reads *reads = argument;

	reads->thread = syscall(SYS_gettid);
	for (int i = 0; i < reads->times; i++) {
		reads->n[i] = recv(reads->number, &reads->byte[i], 1, 0);
		reads->error[i] = errno;
	}
	return NULL;
}

/* Start it, and wait until it sleeps in its call: proc(5), stat. */
static void
start(struct reads *reads, pthread_t *thread)
{
	const long long deadline = eag_deadline(5000);

	errno = pthread_create(thread, NULL, read_on, reads);
	eag_need(errno == 0, "pthread_create");
	while ((reads->thread == 0 || eag_asleep((int)reads->thread) == 0) &&
	    eag_time_left(deadline))
		continue;
	eag_need_proc(eag_asleep(getpid()) != -1, "/proc/PID/stat");
	errno = ETIMEDOUT;
	eag_need(eag_asleep((int)reads->thread) == 1,
	    "/proc/TID/stat: the thread is not in recv()");
}

/* After a stop (Ctrl-Z) the kernel makes the call anew, by its number. */
static void
unstopped(int stops)
{
	if (eag_stops() != stops)
		eag_skip("a run that is not stopped in recv()");
}

/* What it did is told when it has ended: reports are for the main thread. */
static void
join(pthread_t thread, const struct reads *reads)
{
	errno = pthread_join(thread, NULL);
	eag_need(errno == 0, "pthread_join");
	for (int i = 0; i < reads->times; i++) {
		errno = reads->error[i];
		eag_call("thread", reads->n[i], "recv(N, 1 byte)");
	}
}

int
main(int argc, char *argv[])
{
	struct reads thief = { .times = 2, .n = { -2, -2 } },
		     woken = { .times = 1, .n = { -1 } };
	pthread_t thread;
	int peer, stranger, strangers_peer, stops;
	ssize_t n;

	eag_start(&demo, argc, argv);
	stops = eag_stops();
	eag_step("asleep", "a thread is in recv(N), and N is closed");
	eag_pair(0, &thief.number, 0, &peer);
	start(&thief, &thread);
	eag_call("main", close(thief.number), "close(N)");
	eag_pair(SOCK_NONBLOCK, &stranger, 0, &strangers_peer);
	same_number(stranger, thief.number, "connect");
	eag_tick(20); /* time enough to wake */
	unstopped(stops);
	eag_claim("not-woken", thief.n[0] == -2,
	    "close() does not wake it, and N is already a stranger's");

	eag_step("stolen", "the peers of both connections send a byte");
	eag_call("new", send(strangers_peer, "s", 1, 0), "send(sock, \"s\")");
	eag_call("old", send(peer, "o", 1, 0), "send(sock, \"o\")");
	join(thread, &thief);
	unstopped(stops);
	eag_claim("old-bytes", thief.n[0] == 1 && thief.byte[0] == 'o',
	    "the thread's call ends with the old connection's byte");
	eag_claim("stolen", thief.n[1] == 1 && thief.byte[1] == 's',
	    "its next call takes the stranger's");
	n = recv(stranger, thief.byte, 1, 0);
	eag_call("owner", n, "recv(N, 1 byte)");
	eag_claim("missing", n == -1 && errno == EAGAIN,
	    "the stranger sees EAGAIN: its byte is gone");

	eag_step("cured", "shutdown, join, close");
	eag_pair(0, &woken.number, 0, &peer);
	start(&woken, &thread);
	eag_call("main", shutdown(woken.number, SHUT_RDWR), "shutdown(N)");
	join(thread, &woken);
	eag_call("main", close(woken.number), "close(N)");
	eag_claim("cured", woken.n[0] == 0,
	    "shutdown() wakes it with 0, so that it can be joined first");

	return eag_end();
}
