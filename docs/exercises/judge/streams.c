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

/*
 * Read to the end; returns how many bytes came before the first that is not the
 * stream's.  `late`: again and again there was room, and for 50 ms nobody
 * wrote.
 */
static size_t
read_all(int ours, const char *stream, size_t total, size_t *came, int *late)
{
	struct pollfd readable = { .fd = ours, .events = POLLIN };
	char bytes[4096];
	size_t right = 0;
	int good = 1, waits = 0, long_waits = 0;
	ssize_t n = 1;

	*came = 0;
	while (n > 0 && *came < 10000000) {
		int there = poll(&readable, 1, 0);

		waits += there == 0;
		if (there == 0 && poll(&readable, 1, 50) == 0) {
			long_waits++;
			if (poll(&readable, 1, 3000) == 0)
				break;
		}
		n = read(ours, bytes, sizeof(bytes));
		for (ssize_t i = 0; i < n; i++) {
			good = good && right < total &&
			    bytes[i] == stream[right];
			right += (size_t)good;
		}
		*came += n > 0 ? (size_t)n : 0;
	}
	*late = long_waits >= 10 && long_waits > waits / 2;
	return right;
}

void
judge_rest(const struct watched *watched, int ours, int slept,
    const char *stream, size_t total)
{
	const int gone = watch_has_ended(watched);
	size_t came, right;
	int late;

	right = read_all(ours, stream, total, &came, &late);
	eag_measure("should come", (long)total, "bytes");
	eag_measure("came", (long)came, "bytes");
	if (right < total)
		eag_measure("first wrong or missing", (long)right,
		    "bytes into the stream");
	if (gone && !slept && right == total && !late)
		eag_note("a larger buffer took it all; a larger "
			 "message would not fit");
	eag_claim("bytes", right == total && came == total,
	    "every byte arrives, once and in order");
	close(ours);
	eag_claim("soon", !late, "it goes on as soon as there is room");
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
	judge_rest(&watched, ours, sleeps, stream, total);
	free(stream);
}

/* Send `length` more bytes; a program that is gone does not want them. */
static void
give(int ours, size_t length, int flags)
{
	static char bytes[8192];

	if (send(ours, bytes, length, MSG_NOSIGNAL | flags) == -1)
		eag_note("your program has closed the connection");
}

static void
give_some(int ours)
{
	give(ours, 100, 0);
}

void
judge_reader(const char *program, int end_with_last_bytes)
{
	const size_t some = 1000 +
	    (size_t)getpid() % 1000; /* not to be guessed */
	const long total = 5000 + 5 * 100 + (long)some + 500;
	struct watched watched;
	int theirs, ours, ended;
	long said;

	eag_step("parts", "the peer sends a part, and nothing for a while");
	connected(&theirs, &ours);
	watch_start(&watched, program, theirs, (const char *[]){ NULL });
	give(ours, 5000, 0);
	watch_until_asleep(&watched);
	eag_tick(50);
	eag_claim("sleeps", watch_sleeps(&watched, 300),
	    "it sleeps until more comes");

	eag_claim("wakes", watch_wakes(&watched, give_some, ours),
	    "and wakes when it comes");

	eag_step("end",
	    end_with_last_bytes ? "the last bytes and the end come together" :
				  "the last bytes, and then the end");
	give(ours, some, 0);
	if (end_with_last_bytes) {
		eag_tick(50);
		watch_until_asleep(&watched);
	}
	/* What is held back with MSG_MORE leaves together with the FIN. */
	give(ours, 500, end_with_last_bytes ? MSG_MORE : 0);
	/* ENOTCONN: a wrong program may have left already. */
	eag_need(shutdown(ours, SHUT_WR) == 0 || errno == ENOTCONN, "shutdown");
	ended = watch_end(&watched, 2000);
	said = watch_number(&watched);
	eag_claim("ends", ended == 0, "it ends, with exit status 0");
	eag_timing("it should say", total, "bytes");
	if (said == -1)
		eag_note("it says no number");
	else
		eag_timing("it says", said, "bytes");
	eag_claim(
	    "count", said == total, "it says how many bytes came, all of them");
}
