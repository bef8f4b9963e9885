/* SPDX-License-Identifier: MIT */
/* streams.c: programs that send a stream, and programs that read one. */
#include <arrange.h>
#include <eagain.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "judge.h"
#include "watch.h"

/* Small buffers: the student's socket, non-blocking, and ours. */
static void
connected(int *theirs, int *ours)
{
	eag_pair_sized(SOCK_NONBLOCK, 4096, theirs, 0, 4096, ours);
}

void
until_full(int ours)
{
	int unread = 0, before, still = 0;

	for (int ms = 0; ms < 5000 && still < 10; ms += 10) {
		before = unread;
		eag_need(ioctl(ours, FIONREAD, &unread) == 0, "ioctl FIONREAD");
		still = unread > 0 && unread == before ? still + 1 : 0;
		eag_tick(10);
	}
}

/* How a stream was read to its end. */
struct reading {
	size_t came, right; /* bytes; those before the first wrong one */
	int late, cleared;  /* cleared: O_NONBLOCK of what is shared */
};

/* Wait until it writes: 0 if it does not.  `shared` keeps a pipe from its end.
 */
static int
more_comes(const struct watched *watched, int ours, int *shared)
{
	for (int ms = 0; ms < 3000; ms += 50) {
		if (*shared != -1 && watch_has_ended(watched)) {
			close(*shared);
			*shared = -1;
		}
		if (eag_await(ours, POLLIN, 50) > 0)
			return 1;
	}
	return 0;
}

/*
 * Read to the end.  late: again and again there was room, and for 50 ms nobody
 * wrote.
 */
static struct reading
read_all(const struct watched *watched, int ours, const char *stream,
    size_t total, int shared)
{
	struct reading reading = { 0 };
	struct pollfd readable = { .fd = ours, .events = POLLIN };
	int good = 1, waits = 0, long_waits = 0;
	char bytes[4096];
	ssize_t n = 1;

	while (n > 0 && reading.came < 10000000) {
		int there = poll(&readable, 1, 0);

		waits += there == 0;
		if (there == 0 && poll(&readable, 1, 50) == 0) {
			long_waits++;
			if (!more_comes(watched, ours, &shared))
				break;
		}
		if (shared != -1 && eag_nonblocking(shared) != 1)
			reading.cleared = 1;
		n = read(ours, bytes, sizeof(bytes));
		for (ssize_t i = 0; i < n; i++) {
			good = good && reading.right < total &&
			    bytes[i] == stream[reading.right];
			reading.right += (size_t)good;
		}
		reading.came += n > 0 ? (size_t)n : 0;
	}
	if (shared != -1)
		close(shared);
	reading.late = long_waits >= 10 && long_waits > waits / 2;
	return reading;
}

void
judge_rest(const struct watched *watched, int ours, int slept,
    const char *stream, size_t total, int shared)
{
	const int gone = watch_has_ended(watched);
	struct reading reading;

	reading = read_all(watched, ours, stream, total, shared);
	eag_measure("should come", (long)total, "bytes");
	eag_measure("came", (long)reading.came, "bytes");
	if (reading.right < total)
		eag_measure("first wrong or missing", (long)reading.right,
		    "bytes into the stream");
	if (gone && !slept && reading.right == total && !reading.late)
		eag_note("a larger buffer took it all; a larger "
			 "message would not fit");
	eag_claim("bytes", reading.right == total && reading.came == total,
	    "every byte arrives, once and in order");
	if (shared != -1)
		eag_claim("alone", !reading.cleared,
		    "the flag of the others stays as they set it");
	close(ours);
	eag_claim("soon", !reading.late, "it goes on as soon as there is room");
	eag_claim("ends", watch_end(watched, 1500) == 0,
	    "then it ends, with exit status 0");
}

void
judge_sender(const char *program, size_t total)
{
	struct watched watched;
	char *stream = malloc(total);
	int theirs, ours, sleeps;

	eag_need(stream != NULL, "malloc");
	for (size_t i = 0; i < total; i++)
		stream[i] = (char)(i % 251);
	eag_step("stalled", "the peer does not read; the buffers are full");
	connected(&theirs, &ours);
	watch_start(&watched, program, theirs, (const char *[]){ NULL });
	until_full(ours);
	sleeps = watch_sleeps(&watched, 300);
	eag_claim("sleeps", sleeps, "it sleeps until there is room");

	eag_step("reads", "the peer reads on, to the end");
	judge_rest(&watched, ours, sleeps, stream, total, -1);
	free(stream);
}

/* Send `length` more bytes; a program that is gone does not want them. */
static void
give(int ours, size_t length, int flags)
{
	static char bytes[17000];

	if (send(ours, bytes, length, MSG_NOSIGNAL | flags) == -1)
		eag_note("your program has closed the connection");
}

static void
give_some(int ours)
{
	give(ours, 100, 0);
}

/* The peer has finished: the program wakes, says how many bytes came, ends. */
static void
judge_end(const struct watched *watched, int ours, long total)
{
	int sleeps_on, ended;
	long said;

	/* ENOTCONN: a wrong program may have left already. */
	eag_need(shutdown(ours, SHUT_WR) == 0 || errno == ENOTCONN, "shutdown");
	sleeps_on = watch_sleeps_on(watched);
	ended = watch_end(watched, 2000);
	said = watch_number(watched);
	close(ours);
	eag_claim("wakes-for-the-end", !sleeps_on, "the end wakes it, too");
	eag_claim("ends", ended == 0, "it ends, with exit status 0");
	eag_timing("it should say", total, "bytes");
	if (said == -1)
		eag_note("it says no number");
	else
		eag_timing("it says", said, "bytes");
	eag_claim(
	    "count", said == total, "it says how many bytes came, all of them");
}

/* Start it, and give it a part. */
static int
start_reader(struct watched *watched, const char *program)
{
	int theirs, ours;

	connected(&theirs, &ours);
	watch_start(watched, program, theirs, (const char *[]){ NULL });
	give(ours, 5000, 0);
	watch_until_asleep(watched);
	eag_tick(50);
	return ours;
}

void
judge_reader(const char *program)
{
	const size_t some = 1000 +
	    (size_t)getpid() % 1000; /* not to be guessed */
	struct watched watched;
	int ours;

	eag_step("parts", "the peer sends a part, and nothing for a while");
	ours = start_reader(&watched, program);
	eag_claim("sleeps", watch_sleeps(&watched, 300),
	    "it sleeps until more comes");
	eag_claim("wakes", watch_wakes(&watched, give_some, ours),
	    "and wakes when it comes");

	eag_step("end", "the last bytes, and then the end");
	give(ours, some, 0);
	watch_until_asleep(&watched);
	judge_end(&watched, ours, 5000 + 5 * 100 + (long)some);

	eag_step("together", "once more: the last bytes come with the end");
	ours = start_reader(&watched, program);
	give(ours, some, 0);
	watch_until_asleep(&watched);
	eag_tick(50);
	/*
	 * What is held back with MSG_MORE leaves together with the FIN.  It is
	 * more than one read may take, and the last one is short.
	 */
	give(ours, 17000, MSG_MORE);
	judge_end(&watched, ours, 5000 + (long)some + 17000);
}
